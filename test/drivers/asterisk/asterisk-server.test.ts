import assert from 'node:assert/strict';
import type { Roster, RosterEntry } from '../../../src/core/index.ts';
import type { ServerCallRecord } from '../../../src/drivers/call-record.ts';
import { AriWorld, CHANNEL, MARY, ROOM } from '../../support/ari-world.ts';
import type { ScriptedAri } from '../../support/scripted-ari.ts';

const REMOTE_URI = 'CHANNEL(pjsip,remote_uri)';

describe('an Asterisk as the conference server', () => {
  let world: AriWorld;
  let ari: ScriptedAri;
  let rosters: Roster[];

  beforeEach(async () => {
    rosters = [];
    world = await AriWorld.start();
    ari = world.ari;
  });

  afterEach(() => world.stop());

  /** Waits until the newest roster is as wanted. */
  const rosterIs = async (what: string, isWanted: (roster: Roster | undefined) => boolean) => {
    const giveUpAt = Date.now() + 5_000;
    while (!isWanted(rosters.at(-1))) {
      if (Date.now() > giveUpAt) assert.fail(`${what}: ${JSON.stringify(rosters)}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const keysAre = (...keys: string[]) =>
    rosterIs(`[${keys}] are in`, (roster) => {
      const entries: readonly RosterEntry[] = roster?.kind === 'known' ? roster.entries : [];
      return roster?.kind === 'known' && `${entries.map(({ key }) => key)}` === `${keys}`;
    });
  const follow = () => world.server.followRoster(ROOM, (roster) => rosters.push(roster));

  const LEE = { variables: { [REMOTE_URI]: '\\"Lee Brown\\" <sip:lee@contoso.com>' } };

  describe('its roster', () => {
    it('tells who is in already, by what each channel is', async () => {
      ari.add('1.1', { ...LEE, caller: { name: 'Lee Brown', number: 'lee' } });
      ari.add('1.2', { name: 'CBAnn/conf77-0001' });
      ari.add('1.3', { caller: { name: '', number: '+4930123456' }, protocol_id: '' });
      ari.add(CHANNEL, {
        variables: { USHER_ADDRESS: MARY },
        caller: { name: 'Mary Smith', number: 'mary' },
      });
      ari.rooms.set('conf77', ['1.1', '1.2', '1.3', CHANNEL]);
      ari.rooms.set('conf78', ['1.9']);

      follow();

      await keysAre('1.1', '1.3', CHANNEL);
      const connected = { status: 'connected' } as const;
      assert.deepEqual(rosters.at(-1), {
        kind: 'known',
        entries: [
          { key: '1.1', address: 'sip:lee@contoso.com', name: 'Lee Brown', ...connected, callId: 'call-1.1' },
          { key: '1.3', address: 'tel:+4930123456', name: '', ...connected },
          // As it is written down, for that is how the call is found.
          { key: CHANNEL, address: MARY, name: 'Mary Smith', ...connected, callId: CHANNEL },
        ],
      });
    });

    it('tells who comes and goes, and asks about nobody twice', async () => {
      follow();
      await keysAre();
      ari.add('1.1', LEE);
      ari.enter('1.1', 'conf77');
      await keysAre('1.1');
      ari.add('1.2');
      ari.enter('1.2', 'conf77');
      await keysAre('1.1', '1.2');

      ari.hangUp('1.2');

      await keysAre('1.1');
      assert.equal(ari.requests.filter(({ path }) => path === '/channels/1.1').length, 1);
    });

    it('leaves other rooms alone', async () => {
      follow();
      await keysAre();
      const asked = ari.asked('GET /bridges').length;

      ari.enter('1.1', 'conf78');
      ari.enter('1.2', 'conf77');

      await keysAre('1.2');
      assert.equal(ari.asked('GET /bridges').length, asked + 1);
    });

    it('is unknown while the connection is lost, and whole when it is back', async () => {
      ari.rooms.set('conf77', ['1.1']);
      ari.add('1.1', LEE);
      follow();
      await keysAre('1.1');
      ari.isMute = true;
      ari.end('1.1');
      ari.enter('1.2', 'conf77');
      ari.isMute = false;

      ari.dropEvents();

      await keysAre('1.2');
      assert.deepEqual(
        rosters.map((roster) =>
          roster.kind === 'known' ? roster.entries.map(({ key }) => key) : roster.kind,
        ),
        ['unknown', ['1.1'], 'unknown', ['1.2']],
      );
    });

    it('is asked for anew where an answer fails', async () => {
      let isFirst = true;
      ari.when('GET /bridges', (request) => {
        if (!isFirst) return ari.answerAsAsterisk(request);
        isFirst = false;
        return { code: 500 };
      });
      ari.rooms.set('conf77', ['1.1']);
      ari.add('1.1');

      follow();

      await keysAre('1.1');
    });

    it('is told to each follower, until he stops', async () => {
      const other: Roster[] = [];
      const stop = follow();
      const stopOther = world.server.followRoster(ROOM, (roster) => other.push(roster));
      await keysAre();
      await stopOther();
      const told = other.length;

      ari.enter('1.1', 'conf77');
      await keysAre('1.1');
      assert.equal(other.length, told);
      await stop();
      const asked = ari.asked('GET /bridges').length;
      ari.enter('1.2', 'conf77');
      assert.equal((await world.server.remove(ROOM, { address: MARY, key: '1.2' })).kind, 'removed');

      assert.equal(ari.asked('GET /bridges').length, asked + 1, 'only by the removal');
    });

    it('of a conference that can be no room: none', () => {
      world.server.followRoster('sip:conf.contoso.com', (roster) => rosters.push(roster));
      assert.deepEqual(rosters, [{ kind: 'none', code: 404 }]);
    });
  });

  describe('takes somebody out', () => {
    beforeEach(() => {
      ari.add('1.1', LEE);
      ari.add(CHANNEL, { variables: { USHER_ADDRESS: MARY } });
      ari.rooms.set('conf77', ['1.1', CHANNEL]);
      ari.rooms.set('conf78', ['1.2']);
    });

    it('by her address, whoever called', async () => {
      assert.deepEqual(await world.server.remove(ROOM, { address: 'sip:lee@contoso.com:5060;x=y' }), {
        kind: 'removed',
      });
      assert.deepEqual([...ari.channels.keys()], [CHANNEL]);
    });

    it('by the key of her endpoint', async () => {
      assert.deepEqual(await world.server.remove(ROOM, { address: 'sip:who@contoso.com', key: '1.1' }), {
        kind: 'removed',
      });
      assert.deepEqual([...ari.channels.keys()], [CHANNEL]);
    });

    it('a number in whichever domain', async () => {
      ari.add('1.1', { variables: { [REMOTE_URI]: '<sip:+4930123456@trunk>' } });
      assert.deepEqual(await world.server.remove(ROOM, { address: 'tel:+4930123456' }), { kind: 'removed' });
    });

    for (const [what, room, target] of [
      ['somebody else', ROOM, { address: 'sip:sue@contoso.com' }],
      ['her namesake elsewhere', ROOM, { address: 'sip:lee@elsewhere.com' }],
      ['an endpoint of another room', ROOM, { address: MARY, key: '1.2' }],
      ['a room that is none', 'sip:conf.contoso.com', { address: MARY }],
      ['a room where nobody is', 'sip:conf79@contoso.com', { address: MARY }],
    ] as const) {
      it(`but not ${what}: not in`, async () => {
        assert.deepEqual(await world.server.remove(room, target), { kind: 'not-in' });
        assert.equal(ari.channels.size, 2);
      });
    }

    it('but says so where Asterisk is lost before it has told who is who', async () => {
      ari.when('GET /channels/1.1', () => undefined);
      const removal = await world.server.remove(ROOM, { address: 'sip:lee@contoso.com' });
      assert.deepEqual(removal, { kind: 'refused', code: 0 });
    });

    it('or says what Asterisk answers', async () => {
      ari.when('DELETE /channels/', () => ({ code: 500 }));
      assert.deepEqual(await world.server.remove(ROOM, { address: MARY }), { kind: 'refused', code: 500 });
      ari.when('GET /bridges', () => undefined);
      assert.deepEqual(await world.server.remove(ROOM, { address: MARY }), { kind: 'refused', code: 0 });
    });
  });

  describe('after a crash', () => {
    const RECORD: ServerCallRecord = {
      ...{ driver: 'asterisk', invitationId: CHANNEL.slice('usher-'.length), callId: CHANNEL },
      ...{ conferenceUri: ROOM, address: MARY, state: 'inviting' },
    };
    const lastState = () => world.written.at(-1)?.state;

    it('stops a phone that rings', async () => {
      ari.add(CHANNEL, { state: 'Ringing' });
      assert.deepEqual(await world.server.recover(RECORD), { kind: 'cancelled' });
      assert.equal(ari.channels.size, 0);
      assert.equal(lastState(), 'ended');
    });

    it('hangs up who was being asked to press 1', async () => {
      ari.add(CHANNEL, { state: 'Up', dialplan: { app_name: 'Stasis' } });
      assert.deepEqual(await world.server.recover(RECORD), { kind: 'cancelled' });
      assert.equal(ari.channels.size, 0);
    });

    it('finds that there is nothing left', async () => {
      assert.deepEqual(await world.server.recover(RECORD), { kind: 'ended' });
      assert.equal(lastState(), 'ended');
    });

    it('lets a call go on, and hears its end', async () => {
      ari.add(CHANNEL, { state: 'Up', dialplan: { app_name: 'ConfBridge' } });
      const found = await world.server.recover(RECORD);
      assert.ok(found.kind === 'adopted');
      assert.equal(found.participant.presence, 'independent');
      assert.equal(lastState(), 'confirmed');

      ari.hangUp(CHANNEL);

      assert.deepEqual(await found.participant.ended, { how: 'left', by: 'person' });
    });

    it('waits for an Asterisk that is not there yet', async () => {
      ari.add(CHANNEL, { state: 'Ringing' });
      const { port } = ari;
      await ari.stop();
      while (!world.server.problem) await new Promise((resolve) => setImmediate(resolve));
      const recovery = world.server.recover(RECORD);

      await ari.listen(port);

      assert.deepEqual(await recovery, { kind: 'cancelled' });
    });
  });
});

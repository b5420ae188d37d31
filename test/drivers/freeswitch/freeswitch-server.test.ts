import assert from 'node:assert/strict';
import type { Roster, RosterEntry } from '../../../src/core/index.ts';
import type { ServerCallRecord } from '../../../src/drivers/call-record.ts';
import { EslWorld } from '../../support/esl-world.ts';
import { CHANNEL, MARY, ROOM } from '../../support/invite-through.ts';
import type { ScriptedEsl } from '../../support/scripted-esl.ts';

const LISTED = 'api conference conf77 json_list';
const LEE = {
  variable_sip_from_uri: 'lee@contoso.com:5062',
  'Caller-Caller-ID-Name': 'Lee Brown',
  'Caller-Caller-ID-Number': 'lee',
};
const OURS = { variable_usher_address: MARY, variable_usher_name: 'Mary Smith' };

describe('a FreeSWITCH as the conference server', () => {
  let world: EslWorld;
  let esl: ScriptedEsl;
  let rosters: Roster[];

  beforeEach(async () => {
    rosters = [];
    world = await EslWorld.start();
    esl = world.esl;
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

  describe('its roster', () => {
    it('tells who is in already, by what each channel is', async () => {
      esl.add('a', LEE);
      esl.add('b', { variable_sip_call_id: '', 'Caller-Caller-ID-Number': '+4930123456' });
      esl.add('c', { variable_sip_from_uri: 'a"b<>@c', 'Caller-Caller-ID-Number': '17' });
      esl.add(CHANNEL, OURS);
      esl.rooms.set('conf77', ['a', 'b', 'c', CHANNEL]);
      esl.rooms.set('conf78', ['d']);

      follow();

      await keysAre('a', 'b', 'c', CHANNEL);
      const connected = { status: 'connected' } as const;
      assert.deepEqual(rosters.at(-1), {
        kind: 'known',
        entries: [
          {
            key: 'a',
            address: 'sip:lee@contoso.com:5062',
            name: 'Lee Brown',
            ...connected,
            callId: 'call-a',
          },
          { key: 'b', address: 'tel:+4930123456', name: '', ...connected },
          { key: 'c', address: '', name: '', ...connected, callId: 'call-c' },
          // As it is written down, for that is how the call is found.
          { key: CHANNEL, address: MARY, name: 'Mary Smith', ...connected, callId: CHANNEL },
        ],
      });
    });

    it('leaves out files that are recorded, and channels that no command could name', async () => {
      esl.add('a');
      const members = [
        { type: 'recording_node', record_path: '/tmp/a.wav' },
        { type: 'caller', id: 2, uuid: 'a b\n\napi x' },
        { type: 'caller', id: '3', uuid: 'a' },
        null,
        { type: 'caller', id: 4, uuid: 'a' },
      ];
      esl.when(LISTED, () => JSON.stringify([null, { conference_name: 'conf77', members }]));

      follow();

      await keysAre('a');
      assert.deepEqual(esl.asked('api uuid_dump'), ['api uuid_dump a json']);
    });

    it('tells who comes and goes, and asks about nobody twice', async () => {
      follow();
      await keysAre();
      esl.add('a', LEE);
      esl.enter('a', 'conf77');
      await keysAre('a');
      esl.enter('b', 'conf77');
      await keysAre('a', 'b');

      esl.hangUp('b');

      await keysAre('a');
      assert.equal(esl.asked('api uuid_dump a').length, 1);
      esl.hangUp('a');
      await keysAre();
    });

    it('leaves other rooms alone', async () => {
      follow();
      await keysAre();
      const asked = esl.asked('api conference').length;

      esl.enter('a', 'conf78');
      esl.enter('b', 'conf77');

      await keysAre('b');
      assert.equal(esl.asked('api conference').length, asked + 1);
    });

    it('is unknown while the connection is lost, and whole when it is back', async () => {
      esl.rooms.set('conf77', ['a']);
      esl.add('a', LEE);
      follow();
      await keysAre('a');
      esl.isMute = true;
      esl.end('a');
      esl.enter('b', 'conf77');
      esl.isMute = false;

      esl.disconnect();

      await keysAre('b');
      assert.deepEqual(
        rosters.map((roster) =>
          roster.kind === 'known' ? roster.entries.map(({ key }) => key) : roster.kind,
        ),
        ['unknown', ['a'], 'unknown', ['b']],
      );
    });

    it('is asked for anew where an answer says nothing', async () => {
      let isFirst = true;
      esl.when(LISTED, (line) => {
        if (!isFirst) return esl.answerAsFreeswitch(line);
        isFirst = false;
        return '[{"conference_na';
      });
      esl.rooms.set('conf77', ['a']);
      esl.add('a');

      follow();

      await keysAre('a');
    });

    it('of a conference that can be no room: none', () => {
      world.server.followRoster('sip:conf.contoso.com', (roster) => rosters.push(roster));
      assert.deepEqual(rosters, [{ kind: 'none', code: 404 }]);
    });
  });

  describe('takes somebody out', () => {
    beforeEach(() => {
      esl.add('a', LEE);
      esl.add(CHANNEL, OURS);
      esl.rooms.set('conf77', ['a', CHANNEL]);
      esl.rooms.set('conf78', ['b']);
    });

    it('by her address, whoever called', async () => {
      assert.deepEqual(await world.server.remove(ROOM, { address: MARY }), { kind: 'removed' });
      assert.deepEqual(esl.asked('api conference conf77 hup'), ['api conference conf77 hup 2']);
      assert.deepEqual([...esl.channels.keys()], ['a']);
    });

    it('by the key of her endpoint', async () => {
      assert.deepEqual(await world.server.remove(ROOM, { address: 'sip:who@contoso.com', key: 'a' }), {
        kind: 'removed',
      });
      assert.deepEqual([...esl.channels.keys()], [CHANNEL]);
    });

    for (const [what, room, target] of [
      ['somebody else', ROOM, { address: 'sip:sue@contoso.com' }],
      ['an endpoint of another room', ROOM, { address: MARY, key: 'b' }],
      ['a room that is none', 'sip:conf.contoso.com', { address: MARY }],
      ['a room where nobody is', 'sip:conf79@contoso.com', { address: MARY }],
    ] as const) {
      it(`but not ${what}: not in`, async () => {
        assert.deepEqual(await world.server.remove(room, target), { kind: 'not-in' });
        assert.equal(esl.channels.size, 2);
      });
    }

    it('also where she has gone just now', async () => {
      esl.when('api conference conf77 hup', () => 'Non-Existant ID 2\n');
      assert.deepEqual(await world.server.remove(ROOM, { address: MARY }), { kind: 'removed' });
    });

    it('but says so where FreeSWITCH is lost before it has told who is who', async () => {
      esl.when('api uuid_dump a', () => {
        esl.disconnect();
        return undefined;
      });
      const removal = await world.server.remove(ROOM, { address: 'sip:lee@contoso.com' });
      assert.deepEqual(removal, { kind: 'refused', code: 0 });
    });

    it('or says that FreeSWITCH will not, or does not answer', async () => {
      esl.when('api conference conf77 hup', () => '-ERR permission denied\n');
      assert.deepEqual(await world.server.remove(ROOM, { address: MARY }), { kind: 'refused', code: 500 });
      esl.when(LISTED, () => {
        esl.disconnect();
        return undefined;
      });
      assert.deepEqual(await world.server.remove(ROOM, { address: MARY }), { kind: 'refused', code: 0 });
    });
  });

  describe('after a crash', () => {
    const RECORD: ServerCallRecord = {
      ...{ driver: 'freeswitch', invitationId: CHANNEL.slice('usher-'.length), callId: CHANNEL },
      ...{ conferenceUri: ROOM, address: MARY, state: 'inviting' },
    };
    const lastState = () => world.written.at(-1)?.state;

    it('stops a phone that rings', async () => {
      esl.add(CHANNEL, { 'Channel-Call-State': 'RINGING' });
      assert.deepEqual(await world.server.recover(RECORD), { kind: 'cancelled' });
      assert.equal(esl.channels.size, 0);
      assert.equal(lastState(), 'ended');
    });

    it('finds that there is nothing left', async () => {
      assert.deepEqual(await world.server.recover(RECORD), { kind: 'ended' });
      assert.equal(lastState(), 'ended');
    });

    it('lets a call go on, and hears its end', async () => {
      esl.add(CHANNEL, { 'Channel-Call-State': 'ACTIVE', variable_conference_name: 'conf77' });
      const found = await world.server.recover(RECORD);
      assert.ok(found.kind === 'adopted');
      assert.equal(found.participant.presence, 'independent');
      assert.equal(lastState(), 'confirmed');

      esl.hangUp(CHANNEL);

      assert.deepEqual(await found.participant.ended, { how: 'left', by: 'person' });
    });

    it('waits for a FreeSWITCH that is not there yet', async () => {
      esl.add(CHANNEL, { 'Channel-Call-State': 'RINGING' });
      const { port } = esl;
      await esl.stop();
      while (!world.server.problem) await new Promise((resolve) => setImmediate(resolve));
      const recovery = world.server.recover(RECORD);

      await esl.listen(port);

      assert.deepEqual(await recovery, { kind: 'cancelled' });
    });
  });
});

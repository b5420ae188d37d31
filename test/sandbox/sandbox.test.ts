import assert from 'node:assert/strict';
import pino from 'pino';
import { RealTimeError } from '../../src/core/index.ts';
import { type PersonId, SANDBOX_PEOPLE, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { AUDIO_OFFER, REJECTED_AUDIO, SipCaller } from '../support/sip-caller.ts';

const log = pino({ level: 'silent' });
const ROOM = 'sip:standup@conf.usher.example';

describe('the sandbox', () => {
  let sandbox: Sandbox;
  let caller: SipCaller;

  const addressOf = (id: PersonId) => sandbox.phone(id).person.sip;

  beforeEach(async () => {
    sandbox = await startSandbox({ delays: { answerMs: 20, declineMs: 20 }, log });
    caller = new SipCaller(sandbox.server, sandbox.uri);
    await caller.start();
  });
  afterEach(async () => {
    await caller.stop();
    await sandbox.stop();
  });

  describe('its people', () => {
    it('are nine with stable ids, and their SIP addresses follow from their mail addresses', () => {
      assert.ok(SANDBOX_PEOPLE.length >= 8);
      assert.equal(new Set(SANDBOX_PEOPLE.map(({ id }) => id)).size, SANDBOX_PEOPLE.length);
      for (const { email, sip } of SANDBOX_PEOPLE) assert.equal(sip, `sip:${email}`);
    });

    for (const id of ['mary', 'alex.jones', 'alex.wong', 'robin'] as const) {
      it(`${id} answers an INVITE without an offer, and joins by itself when referred`, async () => {
        const call = caller.call(addressOf(id), { fromName: 'Robin: Standup', subject: 'Join us' });
        assert.equal(await call.final(), 200);
        assert.deepEqual(call.codes, [180, 200]);
        assert.match(call.allow, /\bREFER\b/);
        assert.match(call.contact, new RegExp(`<sip:${id}@127\\.0\\.0\\.1:\\d+;transport=tcp>`));
        assert.deepEqual(sandbox.phone(id).toast, { from: 'Robin: Standup', subject: 'Join us' });
        call.ack(AUDIO_OFFER);

        assert.deepEqual((await call.refer(ROOM)).sort(), [100, 200, 202]);
        call.bye();
        await sandbox.until(({ phones }) => phones[id].calls.length === 1);
        const { person, state } = sandbox.phone(id);
        assert.equal(state, 'talking');
        assert.deepEqual(sandbox.room(ROOM).roster, [{ name: person.name, uri: person.sip, leg: 'own' }]);

        sandbox.phone(id).hangUp();
        await sandbox.until(({ rooms }) => rooms.standup?.length === 0);
        assert.equal(sandbox.phone(id).state, 'idle');
      });
    }

    it('mary tells what became of her own call when the conference refuses it', async () => {
      sandbox.conferenceHabit = { ...sandbox.conferenceHabit, refuse: 486 };
      const call = caller.call(addressOf('mary'), { offer: AUDIO_OFFER });
      await call.final();
      call.ack();
      assert.deepEqual((await call.refer(ROOM)).sort(), [100, 202, 486]);
    });

    it('mary answers an offer in kind, with a port that can be sent to', async () => {
      const call = caller.call(addressOf('mary'), { offer: AUDIO_OFFER });
      assert.equal(await call.final(), 200);
      call.ack();
      const port = Number(/^m=audio (\d+) RTP\/AVP 0 8 96\r$/m.exec(call.body)?.[1]);
      assert.ok(port > 1023);
      assert.match(call.body, /^a=sendrecv\r$/m);
    });

    it('mary takes note when the answer in the ACK rejects her audio', async () => {
      const call = caller.call(addressOf('mary'));
      await call.final();
      call.ack(REJECTED_AUDIO);
      await sandbox.until(({ phones }) => phones.mary.calls[0]?.media === 'rejected');
    });

    it('mary answers a re-INVITE, with and without a description', async () => {
      const call = caller.call(addressOf('mary'), { offer: AUDIO_OFFER });
      await call.final();
      call.ack();
      const reinvite = (body?: string) =>
        new Promise<string>((resolve, reject) => {
          const sdp = { contentDisposition: 'session', contentType: 'application/sdp', content: body ?? '' };
          const options = { extraHeaders: caller.agent.contactHeaders, ...(body ? { body: sdp } : {}) };
          call.session?.invite(
            {
              onAccept: (response) => {
                response.ack(body ? {} : { body: { ...sdp, content: AUDIO_OFFER } });
                resolve(response.message.body);
              },
              onReject: ({ message }) => reject(new Error(`${message.statusCode}`)),
            },
            options,
          );
        });
      assert.match(await reinvite(AUDIO_OFFER.replace('sendrecv', 'sendonly')), /^a=recvonly\r$/m);
      assert.match(await reinvite(), /^m=audio [1-9]\d+ RTP\/AVP 8 0 101\r$/m);
    });

    it('hangs up with a BYE, also before the ACK has come, as people do', async () => {
      const call = caller.call(addressOf('mary'));
      await call.final();
      sandbox.phone('mary').hangUp();
      await call.until(() => call.ended);
      assert.equal(sandbox.phone('mary').state, 'idle');
    });

    it('bob rings and declines', async () => {
      const call = caller.call(addressOf('bob'));
      assert.equal(await call.final(), 603);
      assert.deepEqual(call.codes, [180, 603]);
      await sandbox.until(({ phones }) => phones.bob.state === 'idle');
    });

    it('sue rings until the CANCEL', async () => {
      const call = caller.call(addressOf('sue'));
      await sandbox.until(({ phones }) => phones.sue.state === 'ringing');
      await call.until(() => call.codes.includes(180));
      call.cancel();
      assert.equal(await call.final(), 487);
      assert.equal(sandbox.phone('sue').state, 'idle');
    });

    it('sue can be made to answer, or to decline with a code', async () => {
      const first = caller.call(addressOf('sue'));
      await first.until(() => first.codes.includes(180));
      sandbox.phone('sue').decline(480);
      assert.equal(await first.final(), 480);
      const second = caller.call(addressOf('sue'));
      await second.until(() => second.codes.includes(180));
      sandbox.phone('sue').answer();
      assert.equal(await second.final(), 200);
    });

    it('lee answers, and refuses to be referred', async () => {
      const call = caller.call(addressOf('lee'));
      assert.equal(await call.final(), 200);
      assert.doesNotMatch(call.allow, /REFER/);
      call.ack(AUDIO_OFFER);
      assert.deepEqual(await call.refer(ROOM), [405]);
      assert.equal(sandbox.phone('lee').state, 'talking');
      call.bye();
      await sandbox.until(({ phones }) => phones.lee.state === 'idle');
    });

    it('max is busy without ringing', async () => {
      const call = caller.call(addressOf('max'));
      assert.equal(await call.final(), 486);
      assert.deepEqual(call.codes, [486]);
    });

    for (const [form, options] of Object.entries({
      'a late offer': {},
      'an offer': { offer: AUDIO_OFFER },
    })) {
      it(`fay accepts no description: ${form}`, async () => {
        const call = caller.call(addressOf('fay'), options);
        assert.equal(await call.final(), 488);
        assert.deepEqual(call.codes, [488]);
      });
    }

    for (const id of ['mary', 'bob'] as const) {
      it(`${id} is idle again after a caller who has vanished`, async () => {
        const call = caller.call(addressOf(id));
        await call.until(() => call.codes.includes(180));
        await caller.stop();
        await sandbox.until(({ phones }) => phones[id].state !== 'ringing');
        sandbox.phone(id).hangUp();
        assert.equal(sandbox.phone(id).state, 'idle');
      });
    }

    it('one that takes calls of conferences only refuses whoever is none', async () => {
      sandbox.phone('mary').habit = { ...sandbox.phone('mary').habit, onlyConferences: true };
      assert.equal(await caller.call(addressOf('mary')).final(), 488);
      assert.equal(sandbox.phone('mary').toast, undefined);
      const refer = await caller.refer(ROOM, addressOf('mary')).over();
      assert.deepEqual(refer.told, [100, 180, 200]);
      assert.equal(sandbox.room(ROOM).roster[0]?.leg, 'dialled');
    });

    it('one that is forwarded says where to', async () => {
      sandbox.phone('mary').habit = { rings: false, does: 'sip:lee@usher.example', takesRefer: false };
      const call = caller.call(addressOf('mary'));
      assert.equal(await call.final(), 302);
      assert.match(call.contact, /sip:lee@usher\.example/);
      assert.equal(sandbox.phone('mary').state, 'idle');
    });

    it('is busy while she talks', async () => {
      const first = caller.call(addressOf('mary'));
      await first.final();
      first.ack(AUDIO_OFFER);
      assert.equal(await caller.call(addressOf('mary')).final(), 486);
      assert.equal(sandbox.phone('mary').state, 'talking');
    });

    it('refuses a REFER outside a call, as phones do', async () => {
      assert.equal((await caller.refer(addressOf('mary'), ROOM).over()).code, 405);
    });

    for (const unknown of [
      'sip:nobody@usher.example',
      'sip:mary@elsewhere.example',
      'sip:a%20b@conf.usher.example',
    ]) {
      it(`answers 404 for ${unknown}`, async () => {
        assert.equal(await caller.call(unknown).final(), 404);
        assert.equal((await caller.refer(unknown, ROOM).over()).code, 404);
      });
    }
  });

  describe('its conference', () => {
    it('lets in who calls, under the name in From, and tells a bridged leg from an own one', async () => {
      const call = caller.call(ROOM, { fromName: 'Lee Chen', offer: AUDIO_OFFER });
      assert.equal(await call.final(), 200);
      assert.match(call.contact, /;isfocus/);
      call.ack();
      const entry = { name: 'Lee Chen', uri: sandbox.uri, leg: 'bridged' };
      assert.deepEqual(sandbox.room(ROOM).roster, [entry]);
      call.bye();
      await sandbox.until(({ rooms }) => rooms.standup?.length === 0);
    });

    it('takes somebody out with a BYE', async () => {
      const call = caller.call(ROOM, { offer: AUDIO_OFFER });
      await call.final();
      call.ack();
      assert.equal(sandbox.room('standup').remove(sandbox.uri), true);
      await call.until(() => call.ended);
    });

    it('keeps its rooms apart', async () => {
      const call = caller.call('sip:other@conf.usher.example', { offer: AUDIO_OFFER });
      await call.final();
      call.ack();
      assert.deepEqual(sandbox.room(ROOM).roster, []);
      assert.equal(sandbox.room('other').roster.length, 1);
    });

    it('refuses where it is told to, and answers late where it is told to', async () => {
      sandbox.conferenceHabit = { answerMs: 0, takesRefer: true, refuse: 404 };
      assert.equal(await caller.call(ROOM, { offer: AUDIO_OFFER }).final(), 404);
      sandbox.conferenceHabit = { answerMs: 60_000, takesRefer: true };
      const call = caller.call(ROOM, { offer: AUDIO_OFFER });
      await sandbox.until(({ rooms }) => rooms.standup !== undefined);
      call.cancel();
      assert.equal(await call.final(), 487);
    });

    it('refuses an offer without audio', async () => {
      const video = AUDIO_OFFER.replace('m=audio 40000', 'm=video 40000');
      assert.equal(await caller.call(ROOM, { offer: video }).final(), 488);
    });

    describe('asked by REFER', () => {
      it('calls somebody, and shows who asked and why', async () => {
        const referTo = `${addressOf('mary')}?Subject=Join%20us%2C%20now`;
        const refer = caller.refer(ROOM, referTo, [`Referred-By: "Robin: Standup" <${sandbox.uri}>`]);
        await refer.over();
        assert.equal(refer.code, 202);
        assert.deepEqual(refer.told, [100, 180, 200]);
        assert.deepEqual(sandbox.phone('mary').toast, { from: 'Robin: Standup', subject: 'Join us, now' });
        const entry = { name: 'Mary Lind', uri: addressOf('mary'), leg: 'dialled' };
        assert.deepEqual(sandbox.room(ROOM).roster, [entry]);
      });

      const refusals = { bob: [100, 180, 603], max: [100, 486], fay: [100, 488] } as const;
      for (const [id, told] of Object.entries(refusals)) {
        it(`tells how it goes with ${id}`, async () => {
          const refer = await caller.refer(ROOM, addressOf(id as PersonId)).over();
          assert.deepEqual(refer.told, told);
          assert.deepEqual(sandbox.room(ROOM).roster, []);
        });
      }

      it('tells that it does not know somebody', async () => {
        const refer = await caller.refer(ROOM, 'sip:nobody@usher.example').over();
        assert.deepEqual(refer.told, [100, 404]);
      });

      it('stops calling somebody who does not answer', async () => {
        const calling = caller.refer(ROOM, addressOf('sue'));
        await calling.until(() => calling.told.includes(180));
        const removing = await caller.refer(ROOM, `${addressOf('sue')};method=BYE`).over();
        assert.deepEqual(removing.told, [200]);
        await calling.over();
        assert.deepEqual(calling.told, [100, 180, 487]);
        await sandbox.until(({ phones }) => phones.sue.state === 'idle');
      });

      it('takes somebody out, and says when she was not in', async () => {
        await caller.refer(ROOM, addressOf('mary')).over();
        const referTo = `${addressOf('mary')};method=BYE`;
        assert.deepEqual((await caller.refer(ROOM, referTo).over()).told, [200]);
        await sandbox.until(({ phones }) => phones.mary.state === 'idle');
        assert.deepEqual((await caller.refer(ROOM, referTo).over()).told, [404]);
      });

      it('sends no NOTIFY where none is wanted', async () => {
        const refer = caller.refer(ROOM, addressOf('max'), ['Refer-Sub: false']);
        await refer.until(() => refer.code === 202);
        const told = await caller.refer(ROOM, addressOf('max')).over();
        assert.deepEqual([refer.told, told.told], [[], [100, 486]]);
      });

      it('refuses where it takes none, and what it cannot read', async () => {
        assert.equal((await caller.refer(ROOM, 'sip:usher.example').over()).code, 400);
        sandbox.conferenceHabit = { answerMs: 0, takesRefer: false };
        assert.equal((await caller.refer(ROOM, addressOf('mary')).over()).code, 403);
        assert.equal(sandbox.phone('mary').state, 'idle');
      });
    });
  });

  it('says which port is taken', async () => {
    const port = Number(/:(\d+);/.exec(sandbox.server)?.[1]);
    await assert.rejects(startSandbox({ port, log }), (error) => {
      assert.ok(error instanceof RealTimeError);
      assert.equal(error.code, 'port.taken');
      assert.deepEqual(error.facts, { port });
      return true;
    });
  });
});

import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { LegRecord } from '../../src/sip/calls/call-journal.ts';
import type { CallTimers } from '../../src/sip/calls/call-timers.ts';
import { recoverCall } from '../../src/sip/index.ts';
import { Bridge } from '../../src/sip/methods/bridge.ts';
import { DialOut } from '../../src/sip/methods/dial-out.ts';
import { Refer } from '../../src/sip/methods/refer.ts';
import type { SipUserAgent } from '../../src/sip/user-agent/user-agent.ts';
import { ScriptedSipPeer, type SipText } from '../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../support/sip-bench.ts';
import { ENDED, notify } from '../support/sipfrag.ts';

describe('recoverCall', () => {
  let bench: SipBench;
  let successor: SipUserAgent;
  let timers: Partial<CallTimers> = {};
  beforeEach(async () => {
    bench = await SipBench.start();
    timers = {};
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  /** The first process is gone, without a word; another one reads what it wrote, as JSON. */
  async function crash(): Promise<LegRecord[]> {
    await bench.userAgent.stop();
    successor = await bench.agent();
    return JSON.parse(JSON.stringify(bench.journal.latest));
  }

  const recover = (records: readonly LegRecord[]) =>
    recoverCall({ userAgent: successor, journal: bench.journal, records, timers });

  async function untilItRings(): Promise<SipText> {
    void new Bridge(bench.options()).deliver(deliveryTo());
    const invite = await peer().request('INVITE', 'mary');
    peer().reply(invite, 180);
    return invite;
  }

  describe('with a phone that rings', () => {
    /** All candidates are cancelled: the INVITE as sent first, and as sent again with credentials, once and twice. */
    async function cancels(invite: SipText): Promise<{ ours: SipText; other: SipText }> {
      const all = [
        await peer().request('CANCEL'),
        await peer().request('CANCEL'),
        await peer().request('CANCEL'),
      ];
      const ours = all.find(({ branch }) => branch === invite.branch);
      const [other, third] = all.filter((cancel) => cancel !== ours);
      assert.ok(ours && other && third);
      peer().reply(third, 481);
      return { ours, other };
    }

    it('cancels over a new connection, with the identity of the INVITE', async () => {
      const invite = await untilItRings();
      const recovered = recover(await crash());
      const { ours, other } = await cancels(invite);
      assert.notEqual(ours.socket, invite.socket);
      assert.equal(ours.uri, invite.uri);
      assert.equal(ours.callId, invite.callId);
      assert.equal(ours.header('From'), invite.header('From'));
      assert.equal(ours.header('To'), invite.header('To'));
      assert.equal(ours.header('CSeq'), invite.header('CSeq').replace('INVITE', 'CANCEL'));
      assert.equal(ours.header('Via'), invite.header('Via'));
      assert.equal(other.branch, `${invite.branch}r`);
      assert.equal(other.header('CSeq'), '2 CANCEL');
      peer().reply(ours, 200);
      peer().reply(other, 481);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });

    it('does not wait for a server that drops a CANCEL which matches nothing', async () => {
      const invite = await untilItRings();
      const recovered = recover(await crash());
      const { ours } = await cancels(invite);
      peer().reply(ours, 200);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });

    it('cancels the INVITE that was sent again with credentials', async () => {
      await bench.userAgent.stop();
      bench.agents.length = 0;
      await bench.agent({ username: 'usher', password: 'secret' });
      void new Bridge(bench.options()).deliver(deliveryTo());
      const challenged = await peer().request('INVITE');
      peer().reply(challenged, 401, {
        headers: ['WWW-Authenticate: Digest realm="x", nonce="n", qop="auth"'],
      });
      const invite = await peer().request('INVITE');
      assert.match(invite.header('Authorization'), /nonce="n"/);
      peer().reply(invite, 180);
      const recovered = recover(await crash());
      const { ours, other } = await cancels(invite);
      assert.equal(ours.header('CSeq'), invite.header('CSeq').replace('INVITE', 'CANCEL'));
      peer().reply(other, 481);
      peer().reply(ours, 200);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });

    it('cancels the INVITE that was sent again for a proxy and for the server behind it', async () => {
      await bench.userAgent.stop();
      bench.agents.length = 0;
      await bench.agent({ username: 'usher', password: 'secret' });
      void new Bridge(bench.options()).deliver(deliveryTo());
      for (const [code, header] of [
        [407, 'Proxy-Authenticate: Digest realm="x", nonce="n"'],
        [401, 'WWW-Authenticate: Digest realm="y", nonce="m"'],
      ] as const) {
        peer().reply(await peer().request('INVITE'), code, { headers: [header] });
      }
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      const recovered = recover(await crash());
      const { ours } = await cancels(invite);
      assert.equal(ours.header('CSeq'), '3 CANCEL');
      peer().reply(ours, 200);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });

    it('says that the call has ended where nobody knows the INVITE any more', async () => {
      const invite = await untilItRings();
      const recovered = recover(await crash());
      const { ours, other } = await cancels(invite);
      peer().reply(ours, 481);
      peer().reply(other, 481);
      assert.deepEqual(await recovered, { kind: 'ended' });
    });

    it('cancels once more when the connection was lost before anybody answered', async () => {
      const invite = await untilItRings();
      const recovered = recover(await crash());
      await cancels(invite);
      peer().drop();
      const { ours, other } = await cancels(invite);
      peer().reply(ours, 200);
      peer().reply(other, 481);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });

    it('leaves all as it was when this process stops before anybody answered', async () => {
      const invite = await untilItRings();
      const records = await crash();
      let isOver = false;
      void recover(records).then(() => {
        isOver = true;
      });
      await cancels(invite);
      await successor.stop();
      await turn(); // for what follows from it
      assert.equal(bench.journal.of('person')?.state, 'inviting');
      assert.equal(isOver, false);
      successor = await bench.agent();
      const recovered = recover(records);
      const { ours, other } = await cancels(invite);
      peer().reply(ours, 200);
      peer().reply(other, 481);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });

    it('does not know where the server refuses', async () => {
      const invite = await untilItRings();
      const recovered = recover(await crash());
      const { ours, other } = await cancels(invite);
      peer().reply(ours, 500);
      peer().reply(other, 481);
      assert.deepEqual(await recovered, { kind: 'unknown' });
    });
  });

  describe('with a phone that rings, and a server that was restarted and drops every CANCEL', () => {
    async function recoverWhileRinging(...toTags: string[]) {
      void new Bridge(bench.options()).deliver(deliveryTo());
      const invite = await peer().request('INVITE', 'mary');
      for (const toTag of toTags)
        peer().reply(invite, 180, { toTag, headers: ['Record-Route: <sip:b;lr>, <sip:a;lr>'] });
      await bench.roundTrip();
      return { invite, recovered: recover(await crash()) };
    }

    it('stops the phone by the dialog that its 180 has begun', async () => {
      const { invite, recovered } = await recoverWhileRinging('hers');
      const bye = await peer().request('BYE', 'mary');
      assert.equal(bye.callId, invite.callId);
      assert.equal(bye.tagOf('From'), invite.tagOf('From'));
      assert.equal(bye.tagOf('To'), 'hers');
      assert.notEqual(bye.branch, invite.branch);
      assert.ok(Number.parseInt(bye.header('CSeq'), 10) > 1);
      assert.match(bye.all('Route').join(), /<sip:a;lr>.*<sip:b;lr>/);
      peer().reply(bye, 200);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
    });

    it('does not say so before each of her phones has obeyed', async () => {
      const { recovered } = await recoverWhileRinging('desk', 'mobile');
      const byes = [await peer().request('BYE', 'mary'), await peer().request('BYE', 'mary')];
      assert.deepEqual(byes.map((bye) => bye.tagOf('To')).toSorted(), ['desk', 'mobile']);
      for (const [index, bye] of byes.entries()) peer().reply(bye, index === 0 ? 200 : 500);
      for (let count = 0; count < 3; count += 1) peer().reply(await peer().request('CANCEL'), 481);
      assert.deepEqual(await recovered, { kind: 'unknown' });
    });
  });

  it('takes half a bridge down', async () => {
    void new Bridge(bench.options()).deliver(deliveryTo());
    const person = await peer().request('INVITE', 'mary');
    peer().reply(person, 200, { body: PHONE_SDP, headers: ['Record-Route: <sip:proxy;lr>'] });
    const conference = await peer().request('INVITE', 'standup');
    peer().reply(conference, 180);
    const recovered = recover(await crash());
    const ack = await peer().request('ACK', 'mary');
    assert.equal(ack.header('CSeq'), '1 ACK');
    const bye = await peer().request('BYE', 'mary');
    assert.equal(bye.callId, person.callId);
    assert.equal(bye.tagOf('To'), 'peer-mary');
    assert.equal(bye.tagOf('From'), person.tagOf('From'));
    assert.deepEqual(bye.all('Route'), ['<sip:proxy;lr>']);
    assert.ok(Number.parseInt(bye.header('CSeq'), 10) > 1);
    peer().reply(bye, 200);
    for (const cancel of [
      await peer().request('CANCEL', 'standup'),
      await peer().request('CANCEL', 'standup'),
    ]) {
      assert.equal(cancel.callId, conference.callId);
      peer().reply(cancel, cancel.branch === conference.branch ? 200 : 481);
    }
    assert.deepEqual(await recovered, { kind: 'ended' });
    assert.deepEqual(
      bench.journal.latest.map(({ state }) => state),
      ['ended', 'ended'],
    );
  });

  describe('with a live bridge', () => {
    async function bridged(headers: string[] = []) {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const person = await peer().request('INVITE', 'mary');
      peer().reply(person, 200, { body: PHONE_SDP, headers });
      const conference = await peer().request('INVITE', 'standup');
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      await delivered;
      await peer().request('ACK', 'mary');
      await peer().request('ACK', 'standup');
      return { person, conference };
    }

    /** As the far ends see it after the refresh: our new Contact, on the new connection. */
    function moved(invite: SipText, refresh: SipText): SipText {
      return Object.create(invite, {
        socket: { value: refresh.socket },
        header: {
          value: (name: string) => (name === 'Contact' ? refresh.header(name) : invite.header(name)),
        },
      });
    }

    async function adopted(bridging = bridged()) {
      const legs = await bridging;
      const recovered = recover(await crash());
      const asked = await peer().request('INVITE', 'mary');
      peer().reply(asked, 200, { body: PHONE_SDP });
      const passed = await peer().request('INVITE', 'standup');
      peer().reply(passed, 200, { body: CONFERENCE_SDP });
      const result = await recovered;
      assert.ok(result.kind === 'adopted');
      await peer().request('ACK', 'standup');
      const ack = await peer().request('ACK', 'mary');
      return {
        person: moved(legs.person, asked),
        conference: moved(legs.conference, passed),
        participant: result.participant,
        asked,
        passed,
        ack,
        legs,
      };
    }

    it('goes on in the new process, which both sides learn to know', async () => {
      const { asked, passed, ack, participant, legs } = await adopted();
      assert.equal(asked.callId, legs.person.callId);
      assert.equal(asked.header('Contact'), successor.contact);
      assert.equal(asked.body, '');
      assert.ok(Number.parseInt(asked.header('CSeq'), 10) > 1);
      assert.equal(passed.body, PHONE_SDP);
      assert.equal(passed.header('Contact'), successor.contact);
      assert.equal(ack.body, CONFERENCE_SDP);
      assert.equal(participant.presence, 'bridged');
      assert.equal(bench.journal.of('person')?.contact, successor.contact);
      assert.equal(bench.journal.of('person')?.state, 'confirmed');
    });

    it('relays BYE and re-INVITE as before', async () => {
      const { person, participant } = await adopted();
      peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP });
      peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
      await peer().response(200, person.callId, 'INVITE');
      peer().sendInDialog(person, 'ACK');
      peer().sendInDialog(person, 'BYE', { cseq: 101 });
      peer().reply(await peer().request('BYE', 'standup'), 200);
      assert.deepEqual(await participant.ended, { how: 'left', by: 'person' });
      await bench.journal.reaches('person', 'ended');
      await bench.journal.reaches('conference', 'ended');
    });

    it('can be hung up, and adopted once more', async () => {
      const first = await adopted();
      await successor.stop();
      successor = await bench.agent();
      const recovered = recover(JSON.parse(JSON.stringify(bench.journal.latest)));
      const asked = await peer().request('INVITE', 'mary');
      const cseq = (message: SipText) => Number.parseInt(message.header('CSeq'), 10);
      assert.ok(cseq(asked) > cseq(first.asked));
      peer().reply(asked, 200, { body: PHONE_SDP });
      peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
      const result = await recovered;
      assert.ok(result.kind === 'adopted');
      const hungUp = result.participant.hangUp();
      peer().reply(await peer().request('BYE', 'mary'), 200);
      peer().reply(await peer().request('BYE', 'standup'), 200);
      await hungUp;
      assert.deepEqual(await result.participant.ended, { how: 'hung-up' });
    });

    describe('out of which her phone was asked to step', () => {
      async function steppingOut(stepOutMs: number, isTaken = true) {
        timers = { stepOutMs };
        return await adopted(
          bridged(['Allow: INVITE, ACK, BYE, CANCEL, REFER']).then(async (legs) => {
            const refer = await peer().request('REFER', 'mary');
            if (!isTaken) return legs;
            peer().reply(refer, 202);
            while (bench.journal.of('person')?.steppingOut !== 'taken') await turn();
            return legs;
          }),
        );
      }

      function notify(person: SipText, status: string): void {
        peer().sendInDialog(person, 'NOTIFY', {
          headers: ['Event: refer', 'Subscription-State: terminated'],
          body: `SIP/2.0 ${status}`,
          contentType: 'message/sipfrag',
        });
      }

      it('is over when her old leg is gone: she is in by herself', async () => {
        const asked = bridged(['Allow: INVITE, ACK, BYE, CANCEL, REFER']);
        peer().reply(await peer().request('REFER', 'mary'), 202);
        await asked;
        const recovered = recover(await crash());
        peer().reply(await peer().request('INVITE', 'mary'), 481);
        peer().reply(await peer().request('BYE', 'standup'), 200);
        const result = await recovered;
        assert.ok(result.kind === 'adopted');
        assert.deepEqual([result.word, result.participant.presence], ['joined', 'independent']);
      });

      it('hangs up when she has', async () => {
        const { person, participant } = await steppingOut(60_000);
        notify(person, '200 OK');
        peer().reply(await peer().request('BYE', 'mary'), 200);
        peer().reply(await peer().request('BYE', 'standup'), 200);
        assert.deepEqual(await participant.ended, { how: 'stepped-out' });
      });

      it('takes silence for yes, because what she has told the dead process is lost', async () => {
        const { participant } = await steppingOut(20);
        peer().reply(await peer().request('BYE', 'mary'), 200);
        peer().reply(await peer().request('BYE', 'standup'), 200);
        assert.deepEqual(await participant.ended, { how: 'stepped-out' });
      });

      it('leaves her call alone where nobody knows whether her phone took the REFER', async () => {
        const { person, participant } = await steppingOut(20, false);
        while (bench.journal.of('person')?.steppingOut !== 'failed') await turn();
        assert.equal(peer().has('BYE'), false);
        peer().sendInDialog(person, 'BYE', { cseq: 101 });
        peer().reply(await peer().request('BYE', 'standup'), 200);
        assert.deepEqual(await participant.ended, { how: 'left', by: 'person' });
      });

      it('goes on as a bridge when she could not, and she leaves it by hanging up', async () => {
        const { person, participant } = await steppingOut(60_000);
        notify(person, '486 Busy Here');
        while (bench.journal.of('person')?.steppingOut !== 'failed') await turn();
        assert.equal(peer().has('BYE'), false);
        peer().sendInDialog(person, 'BYE', { cseq: 101 });
        peer().reply(await peer().request('BYE', 'standup'), 200);
        assert.deepEqual(await participant.ended, { how: 'left', by: 'person' });
      });
    });

    it('has ended where she does not know it any more', async () => {
      await bridged();
      const recovered = recover(await crash());
      peer().reply(await peer().request('INVITE', 'mary'), 481);
      peer().reply(await peer().request('BYE', 'standup'), 200);
      assert.deepEqual(await recovered, { kind: 'ended' });
    });

    it('has ended where the conference does not know it any more', async () => {
      await bridged();
      const recovered = recover(await crash());
      peer().reply(await peer().request('INVITE', 'mary'), 200, { body: PHONE_SDP });
      peer().reply(await peer().request('INVITE', 'standup'), 481);
      await peer().request('ACK', 'mary');
      peer().reply(await peer().request('BYE', 'mary'), 200);
      assert.deepEqual(await recovered, { kind: 'ended' });
    });

    it('asks the conference for the offer where her phone makes none', async () => {
      await bridged();
      const recovered = recover(await crash());
      peer().reply(await peer().request('INVITE', 'mary'), 488);
      const asked = await peer().request('INVITE', 'standup');
      assert.equal(asked.body, '');
      peer().reply(asked, 200, { body: CONFERENCE_SDP });
      const passed = await peer().request('INVITE', 'mary');
      assert.equal(passed.body, CONFERENCE_SDP);
      peer().reply(passed, 200, { body: PHONE_SDP });
      assert.equal((await recovered).kind, 'adopted');
    });
  });

  describe('after a dial-out', () => {
    async function dialling(): Promise<SipText> {
      void new DialOut(bench.options()).deliver(deliveryTo());
      const refer = await peer().request('REFER');
      peer().reply(refer, 202);
      return refer;
    }

    it('asks the conference to stop calling', async () => {
      const refer = await dialling();
      const recovered = recover(await crash());
      const bye = await peer().request('REFER');
      assert.equal(bye.uri, refer.uri);
      assert.equal(bye.header('Refer-To'), '<sip:mary@example.com;method=BYE>');
      peer().reply(bye, 202);
      assert.deepEqual(await recovered, { kind: 'cancelled' });
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });

    it('leaves somebody who is in where she is', async () => {
      const refer = await dialling();
      const headers = ['Event: refer', 'Subscription-State: terminated'];
      peer().sendInDialog(refer, 'NOTIFY', {
        headers,
        body: 'SIP/2.0 200 OK',
        contentType: 'message/sipfrag',
      });
      await peer().response(200, refer.callId, 'NOTIFY');
      const result = await recover(await crash());
      assert.ok(result.kind === 'adopted');
      assert.deepEqual([result.word, result.participant.presence], ['answered', 'independent']);
      assert.equal(peer().has('REFER'), false);
    });
  });

  describe('after a REFER to her phone', () => {
    async function referred(): Promise<SipText> {
      void new Refer(bench.options()).deliver(deliveryTo());
      const refer = await peer().request('REFER', 'mary');
      peer().reply(refer, 202);
      return refer;
    }

    it('asks nobody again: her phone may be calling, and nobody can stop it', async () => {
      await referred();
      assert.deepEqual(await recover(await crash()), { kind: 'unknown' });
      assert.equal(bench.journal.of('person')?.state, 'ended');
      await bench.roundTrip(successor);
      assert.equal(peer().has('REFER'), false);
    });

    it('leaves somebody who is in where she is, and can still have her taken out', async () => {
      const refer = await referred();
      notify(peer(), refer, 'SIP/2.0 200 OK', ENDED);
      await peer().response(200, refer.callId, 'NOTIFY');
      const result = await recover(await crash());
      assert.ok(result.kind === 'adopted');
      assert.equal(result.word, 'joined');
      void result.participant.hangUp();
      const bye = await peer().request('REFER');
      assert.equal(bye.uri, 'sip:standup@conf.example.com');
      assert.equal(bye.header('Refer-To'), '<sip:mary@example.com;method=BYE>');
    });
  });

  it('has nothing to do where all legs have ended', async () => {
    const invite = await untilItRings();
    peer().reply(invite, 486);
    await peer().request('ACK');
    assert.deepEqual(await recover(await crash()), { kind: 'ended' });
    assert.equal(peer().has('CANCEL'), false);
  });

  it('waits for the connection', async () => {
    const invite = await untilItRings();
    const records = await crash();
    await successor.stop();
    await peer().close();
    successor = await bench.agent();
    assert.equal(successor.ready, false);
    const recovered = recover(records);
    const back = await ScriptedSipPeer.listen(peer().port);
    bench.peer = back;
    for (let candidate = 0; candidate < 3; candidate += 1) {
      const cancel = await back.request('CANCEL');
      assert.equal(cancel.callId, invite.callId);
      back.reply(cancel, 481);
    }
    assert.deepEqual(await recovered, { kind: 'ended' });
  });
});

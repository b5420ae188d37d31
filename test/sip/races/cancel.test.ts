import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, DeliveryMethod } from '../../../src/core/index.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { DialOut } from '../../../src/sip/methods/dial-out.ts';
import { Refer } from '../../../src/sip/methods/refer.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';
import { ENDED, notify } from '../../support/sipfrag.ts';

describe('races of stopping a phone', () => {
  let bench: SipBench;
  let abort: AbortController;
  beforeEach(async () => {
    bench = await SipBench.start();
    abort = new AbortController();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;
  const deliver = (method: DeliveryMethod, more: Partial<Delivery> = {}) =>
    method.deliver(deliveryTo(undefined, { signal: abort.signal, ...more }));

  async function ringing(more: Partial<Delivery> = {}) {
    const delivered = deliver(new Bridge(bench.options()), more);
    const invite = await peer().request('INVITE', 'mary');
    peer().reply(invite, 180);
    await bench.roundTrip();
    return { delivered, invite };
  }

  async function dialling(more: Partial<Delivery> = {}) {
    const delivered = deliver(new DialOut(bench.options()), more);
    const refer = await peer().request('REFER', 'standup');
    peer().reply(refer, 202);
    notify(peer(), refer, 'SIP/2.0 180 Ringing');
    await peer().response(200, refer.callId, 'NOTIFY');
    return { delivered, refer };
  }

  describe('CANCEL × 200', () => {
    for (const order of ['before', 'after'] as const) {
      it(`CANCEL first: her 200 is acknowledged and hung up, ${order} the answer to the CANCEL`, async () => {
        const { delivered, invite } = await ringing();
        abort.abort();
        const cancel = await peer().request('CANCEL');
        if (order === 'after') peer().reply(cancel, 200);
        peer().reply(invite, 200, { body: PHONE_SDP });
        if (order === 'before') peer().reply(cancel, 481);
        const ack = await peer().request('ACK', 'mary');
        assert.match(ack.body, /m=audio 0 RTP\/AVP 8 0\r\nm=video 0 RTP\/AVP 96\r\n/);
        peer().reply(await peer().request('BYE', 'mary'), 200);
        assert.equal((await delivered).outcome.word, 'withdrawn');
        assert.equal(peer().has('INVITE', 'standup'), false);
        assert.equal(bench.journal.of('person')?.state, 'ended');
      });
    }

    for (const conferenceCode of [487, 200]) {
      it(`200 first: both legs end, also where the conference answers ${conferenceCode}`, async () => {
        const { delivered, invite } = await ringing();
        peer().reply(invite, 200, { body: PHONE_SDP });
        const conference = await peer().request('INVITE', 'standup');
        abort.abort();
        peer().reply(conference, 100);
        peer().reply(await peer().request('CANCEL', 'standup'), 200);
        peer().reply(conference, conferenceCode, { body: CONFERENCE_SDP });
        peer().reply(await peer().request('BYE', 'mary'), 200);
        if (conferenceCode === 200) peer().reply(await peer().request('BYE', 'standup'), 200);
        assert.equal((await delivered).outcome.word, 'withdrawn');
        assert.deepEqual(
          bench.journal.latest.map(({ state }) => state),
          ['ended', 'ended'],
        );
      });
    }

    it('both 200s first: it is for her call to be hung up, not for a CANCEL', async () => {
      const options = bench.options();
      const { result } = await bench.joined(options, deliveryTo(undefined, { signal: abort.signal }));
      abort.abort();
      await bench.roundTrip();
      assert.equal(peer().has('CANCEL') || peer().has('BYE'), false);
      void result.participant?.hangUp();
      await peer().request('BYE', 'mary');
      await peer().request('BYE', 'standup');
    });

    it('has no effect at all: unknown, and who answers later is still hung up', async () => {
      const delivered = deliver(new Bridge(bench.options({ silenceMs: 10, cancelMs: 10 })));
      const invite = await peer().request('INVITE');
      peer().reply(invite, 100);
      await peer().request('CANCEL');
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'cancel-unanswered' });
      peer().reply(invite, 200, { body: PHONE_SDP });
      await peer().request('ACK', 'mary');
      await peer().request('BYE', 'mary');
    });

    it('has no effect, and nobody ever answers: it is forgotten in the end', async () => {
      const timers = { silenceMs: 10, cancelMs: 10, lateAnswerMs: 10 };
      const delivered = deliver(new Bridge(bench.options(timers)));
      peer().reply(await peer().request('INVITE'), 100);
      await peer().request('CANCEL');
      const { userAgentClients } = bench.userAgent.core;
      const isKept = () => [...userAgentClients.keys()].some((id) => id.endsWith('INVITE'));
      assert.ok(isKept());
      await delivered;
      while (isKept()) await pause(5);
    });
  });

  describe('CANCEL × challenge', () => {
    it('cancels the INVITE that answers a challenge, where the first was cancelled meanwhile', async () => {
      const userAgent = await bench.agent({ username: 'usher', password: 'secret' });
      const delivered = deliver(new Bridge(bench.options({}, { userAgent })));
      const challenged = await peer().request('INVITE');
      abort.abort();
      peer().reply(challenged, 401, { headers: ['WWW-Authenticate: Digest realm="x", nonce="n"'] });
      const invite = await peer().request('INVITE');
      peer().reply(invite, 180);
      const cancel = await peer().request('CANCEL');
      assert.equal(cancel.branch, invite.branch);
      assert.equal(cancel.header('CSeq'), invite.header('CSeq').replace('INVITE', 'CANCEL'));
      peer().reply(cancel, 200);
      peer().reply(invite, 487);
      assert.equal((await delivered).outcome.word, 'withdrawn');
    });
  });

  describe('decline × withdraw', () => {
    it('bridge, declined first: nothing is left to withdraw', async () => {
      const { delivered, invite } = await ringing();
      peer().reply(invite, 603);
      assert.equal((await delivered).outcome.word, 'declined');
      abort.abort();
      await bench.roundTrip();
      assert.equal(peer().has('CANCEL'), false);
    });

    it('bridge, withdrawn first: she was faster all the same', async () => {
      const { delivered, invite } = await ringing();
      abort.abort();
      const cancel = await peer().request('CANCEL');
      peer().reply(invite, 603);
      peer().reply(cancel, 481);
      const { outcome } = await delivered;
      assert.deepEqual([outcome.word, outcome.answer?.cancelled], ['declined', 'withdrawn']);
    });

    it('dial-out, declined first', async () => {
      const { delivered, refer } = await dialling();
      notify(peer(), refer, 'SIP/2.0 603 Decline', ENDED);
      assert.equal((await delivered).outcome.word, 'declined');
      abort.abort();
      await bench.roundTrip();
      assert.equal(peer().has('REFER'), false);
    });

    for (const code of [202, 481]) {
      it(`dial-out, withdrawn first, and the conference answers ${code}: her word counts`, async () => {
        const { delivered, refer } = await dialling();
        abort.abort();
        const bye = await peer().request('REFER');
        notify(peer(), refer, 'SIP/2.0 603 Decline', ENDED);
        peer().reply(bye, code);
        assert.equal((await delivered).outcome.word, 'declined');
      });
    }

    it('dial-out, withdrawn first, and the conference has stopped already: withdrawn', async () => {
      const { delivered, refer } = await dialling();
      abort.abort();
      const bye = await peer().request('REFER');
      notify(peer(), refer, 'SIP/2.0 487 Request Terminated', ENDED);
      peer().reply(bye, 481);
      assert.equal((await delivered).outcome.word, 'withdrawn');
    });
  });

  describe('answer × withdraw, where the call is not ours', () => {
    it('dial-out: who answers meanwhile is taken out; where the conference refuses that, she is in', async () => {
      for (const [code, word] of [
        [202, 'withdrawn'],
        [501, 'answered'],
      ] as const) {
        abort = new AbortController();
        const { delivered, refer } = await dialling();
        abort.abort();
        const bye = await peer().request('REFER');
        notify(peer(), refer, 'SIP/2.0 200 OK', ENDED);
        peer().reply(bye, code);
        assert.equal((await delivered).outcome.word, word);
      }
    });

    it('refer, withdrawn after her phone took it: unknown, for it cannot be taken back', async () => {
      const delivered = deliver(new Refer(bench.options()));
      const refer = await peer().request('REFER');
      peer().reply(refer, 202);
      await bench.roundTrip();
      abort.abort();
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'not-recallable' });
      notify(peer(), refer, 'SIP/2.0 200 OK', ENDED);
      await peer().response(200, refer.callId, 'NOTIFY');
    });

    it('refer, withdrawn before her phone took it: the same', async () => {
      const delivered = deliver(new Refer(bench.options()));
      const refer = await peer().request('REFER');
      abort.abort();
      peer().reply(refer, 202);
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'not-recallable' });
    });

    it('refer, withdrawn before her own call stood: she has joined, and can be taken out', async () => {
      const delivered = deliver(new Refer(bench.options()));
      const refer = await peer().request('REFER');
      abort.abort();
      notify(peer(), refer, 'SIP/2.0 200 OK', ENDED);
      peer().reply(refer, 202);
      const { outcome, participant } = await delivered;
      assert.equal(outcome.word, 'joined');
      assert.ok(participant);
    });
  });

  describe('ring timer × answer', () => {
    it('bridge, timer first: her 200 is hung up, and it was no answer', async () => {
      const { delivered, invite } = await ringing({ ringSeconds: 0.02 });
      const cancel = await peer().request('CANCEL');
      peer().reply(invite, 200, { body: PHONE_SDP });
      peer().reply(cancel, 481);
      await peer().request('ACK', 'mary');
      peer().reply(await peer().request('BYE', 'mary'), 200);
      assert.equal((await delivered).outcome.word, 'no-answer');
      assert.equal(peer().has('INVITE', 'standup'), false);
    });

    it('bridge, answer first: the timer has nothing more to say', async () => {
      const delivered = deliver(new Bridge(bench.options()), { ringSeconds: 0.05 });
      const { conference } = await bench.untilConferenceIsCalled();
      await pause(80);
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      assert.equal((await delivered).outcome.word, 'joined');
      assert.equal(peer().has('CANCEL') || peer().has('BYE'), false);
    });

    it('dial-out, timer first: who answers meanwhile is taken out', async () => {
      const { delivered, refer } = await dialling({ ringSeconds: 0.02 });
      const bye = await peer().request('REFER');
      notify(peer(), refer, 'SIP/2.0 200 OK', ENDED);
      peer().reply(bye, 202);
      assert.equal((await delivered).outcome.word, 'no-answer');
    });

    it('dial-out and refer, answer first', async () => {
      for (const [Method, word] of [
        [DialOut, 'answered'],
        [Refer, 'joined'],
      ] as const) {
        const delivered = deliver(new Method(bench.options()), { ringSeconds: 0.05 });
        const refer = await peer().request('REFER');
        notify(peer(), refer, 'SIP/2.0 180 Ringing');
        notify(peer(), refer, 'SIP/2.0 200 OK', ENDED);
        peer().reply(refer, 202);
        assert.equal((await delivered).outcome.word, word);
        await pause(80);
        assert.equal(peer().has('REFER'), false);
      }
    });

    it('refer, timer first: unknown, and a late NOTIFY changes nothing', async () => {
      const delivered = deliver(new Refer(bench.options()), { ringSeconds: 0.02 });
      const refer = await peer().request('REFER');
      peer().reply(refer, 202);
      assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'no-word-of-joining' });
      notify(peer(), refer, 'SIP/2.0 200 OK', ENDED);
      await peer().response(200, refer.callId, 'NOTIFY');
    });
  });
});

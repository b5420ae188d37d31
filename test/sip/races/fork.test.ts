import assert from 'node:assert/strict';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

describe('races of answers', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  function answersOnTheMobile(invite: SipText): void {
    peer().reply(invite, 200, { body: PHONE_SDP, toTag: 'fork', contact: 'mobile' });
  }

  async function mobileIsHungUp(): Promise<void> {
    assert.match((await peer().request('ACK', 'mobile')).body, /m=audio 0 /);
    const bye = await peer().request('BYE', 'mobile');
    assert.match(bye.header('To'), /;tag=fork/);
    peer().reply(bye, 200);
  }

  describe('answer in two places', () => {
    it('the second is hung up while the conference is still being called', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const { person, conference } = await bench.untilConferenceIsCalled();
      answersOnTheMobile(person);
      await mobileIsHungUp();
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      assert.equal((await delivered).outcome.word, 'joined');
      assert.equal(peer().has('BYE'), false);
    });

    it('the second is hung up when the first is in already', async () => {
      const { person, result } = await bench.joined();
      answersOnTheMobile(person);
      await mobileIsHungUp();
      await bench.roundTrip();
      assert.equal(peer().has('BYE'), false);
      assert.equal(result.outcome.word, 'joined');
    });

    it('the second is hung up when the first has left already', async () => {
      const { person, result } = await bench.joined();
      peer().sendInDialog(person, 'BYE');
      peer().reply(await peer().request('BYE', 'standup'), 200);
      await result.participant?.ended;
      answersOnTheMobile(person);
      await mobileIsHungUp();
    });

    it('the mobile is first: then the other one is hung up', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const person = await peer().request('INVITE', 'mary');
      answersOnTheMobile(person);
      peer().reply(person, 200, { body: PHONE_SDP });
      await peer().request('ACK', 'mary');
      peer().reply(await peer().request('BYE', 'mary'), 200);
      peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
      assert.equal((await delivered).outcome.word, 'joined');
      assert.equal((await peer().request('ACK', 'mobile')).body, CONFERENCE_SDP);
    });

    it('both are hung up after a CANCEL', async () => {
      const abort = new AbortController();
      const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
      const person = await peer().request('INVITE', 'mary');
      peer().reply(person, 180);
      await bench.roundTrip();
      abort.abort();
      peer().reply(await peer().request('CANCEL'), 200);
      peer().reply(person, 200, { body: PHONE_SDP });
      answersOnTheMobile(person);
      peer().reply(await peer().request('BYE', 'mary'), 200);
      await mobileIsHungUp();
      assert.equal((await delivered).outcome.word, 'withdrawn');
    });
  });

  describe('retransmitted 200', () => {
    it('while the ACK waits for the conference: no second answer, one ACK', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const { person, conference } = await bench.untilConferenceIsCalled();
      peer().reply(person, 200, { body: PHONE_SDP });
      peer().reply(person, 200, { body: PHONE_SDP });
      await bench.roundTrip();
      assert.equal(peer().has('ACK') || peer().has('BYE'), false);
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      assert.equal((await delivered).outcome.word, 'joined');
      assert.equal((await peer().request('ACK', 'mary')).body, CONFERENCE_SDP);
      await bench.roundTrip();
      assert.equal(peer().has('ACK', 'mary'), false);
    });

    it('after the ACK: the same ACK once more', async () => {
      const { person, conference, acks } = await bench.joined();
      for (const [invite, body] of [
        [person, PHONE_SDP],
        [conference, CONFERENCE_SDP],
      ] as const) {
        const before = acks.find(({ callId }) => callId === invite.callId);
        peer().reply(invite, 200, { body });
        const again = await peer().request('ACK', invite.user);
        assert.equal(again.body, before?.body);
        assert.equal(again.header('CSeq'), before?.header('CSeq'));
      }
      await bench.roundTrip();
      assert.equal(peer().has('BYE'), false);
    });

    it('of an answer that was hung up: the ACK again, and no second BYE', async () => {
      const delivered = new Bridge(bench.options()).deliver(deliveryTo());
      const { person, conference } = await bench.untilConferenceIsCalled();
      answersOnTheMobile(person);
      await mobileIsHungUp();
      answersOnTheMobile(person);
      await peer().request('ACK', 'mobile');
      await bench.roundTrip();
      assert.equal(peer().has('BYE'), false);
      peer().reply(conference, 200, { body: CONFERENCE_SDP });
      assert.equal((await delivered).outcome.word, 'joined');
    });
  });
});

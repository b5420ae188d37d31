import assert from 'node:assert/strict';
import type { Outcome } from '../../../src/core/index.ts';
import { ConferenceFactory, ConfInvite, recoverCall } from '../../../src/sip/index.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { DialOut } from '../../../src/sip/methods/dial-out.ts';
import type { SipMethodOptions } from '../../../src/sip/methods/method-options.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import { CONFERENCE_SDP, deliveryTo, SipBench } from '../../support/sip-bench.ts';
import { ENDED, notify } from '../../support/sipfrag.ts';

describe('SIP_MAX_CALLS', () => {
  const FULL: Outcome = { word: 'failed', detail: 'too-many-calls' };
  let bench: SipBench;
  let userAgent: SipUserAgent;
  let options: SipMethodOptions;
  beforeEach(async () => {
    bench = await SipBench.start();
    userAgent = await bench.agent({ maxCalls: 3 });
    options = bench.options({}, { userAgent });
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;
  const joined = (headers?: readonly string[]) => bench.joined(options, deliveryTo(), headers);

  async function ringing(signal = new AbortController().signal) {
    const delivered = new Bridge(options).deliver(deliveryTo(undefined, { signal }));
    const invite = await peer().request('INVITE', 'mary');
    peer().reply(invite, 180);
    return { invite, delivered };
  }

  it('keeps room for the conference before her phone rings, and rings nobody without', async () => {
    const { invite, delivered } = await ringing();
    assert.equal(userAgent.calls.now, 2);
    assert.deepEqual((await new Bridge(options).deliver(deliveryTo())).outcome, FULL);
    assert.equal(bench.journal.latest.length, 1);
    peer().reply(invite, 486);
    await delivered;
    assert.equal(userAgent.calls.now, 0);
    await ringing();
  });

  it('does not begin two at once where one has room', async () => {
    const both = [deliveryTo(), deliveryTo('sip:bob@example.com')].map((each) =>
      new Bridge(options).deliver(each),
    );
    assert.deepEqual((await Promise.race(both)).outcome, FULL);
    assert.equal(userAgent.calls.now, 2);
  });

  it('leaves a call of one to who needs no second one', async () => {
    await joined();
    const factory = new ConferenceFactory({ ...options, factoryUri: 'sip:factory@conf.example.com' });
    const make = () =>
      factory.make(
        { conferenceId: 'conference-1', subject: '', save: async () => {} },
        new AbortController().signal,
      );
    const making = make();
    const invite = await peer().request('INVITE', 'factory');
    assert.deepEqual(await make(), { kind: 'failed', outcome: FULL });
    const toldOf = new ConfInvite({
      ...options,
      conferenceServer: { remove: async () => ({ kind: 'removed' }) },
    });
    assert.deepEqual((await toldOf.deliver(deliveryTo())).outcome, FULL);
    peer().reply(invite, 404);
    await making;
    assert.equal(userAgent.calls.now, 2);
  });

  it('does not concern whom the conference calls', async () => {
    await joined();
    void new DialOut(options).deliver(deliveryTo());
    await peer().request('REFER');
    assert.equal(userAgent.calls.now, 2);
  });

  describe('has room again', () => {
    afterEach(() => assert.equal(userAgent.calls.now, 0));

    it('when she is busy', async () => {
      const { invite, delivered } = await ringing();
      peer().reply(invite, 486);
      await delivered;
    });

    it('when it is withdrawn while it rings', async () => {
      const abort = new AbortController();
      const { invite, delivered } = await ringing(abort.signal);
      abort.abort();
      peer().reply(await peer().request('CANCEL'), 200);
      peer().reply(invite, 487);
      await delivered;
    });

    it('when nothing may leave, for another process has the invitation', async () => {
      bench.journal.before = async () => {
        throw new Error('fenced');
      };
      const { outcome } = await new Bridge(options).deliver(deliveryTo());
      assert.equal(outcome.detail, 'ownership-lost');
    });

    it('when the conference refuses', async () => {
      const delivered = new Bridge(options).deliver(deliveryTo());
      const { conference } = await bench.untilConferenceIsCalled();
      assert.equal(userAgent.calls.now, 2);
      peer().reply(conference, 404);
      peer().reply(await peer().request('BYE', 'mary'), 200);
      await delivered;
    });

    it('when she hangs up', async () => {
      const { person, conference, result } = await joined();
      assert.equal(userAgent.calls.now, 2);
      peer().sendInDialog(person, 'BYE');
      peer().reply(await peer().request('BYE', conference.user), 200);
      await result.participant?.ended;
    });

    it('when she is hung up on', async () => {
      const { result } = await joined();
      const hungUp = result.participant?.hangUp();
      peer().reply(await peer().request('BYE', 'mary'), 200);
      peer().reply(await peer().request('BYE', 'standup'), 200);
      await hungUp;
    });

    it('when she has joined by herself', async () => {
      const { person, result } = await joined(['Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY']);
      peer().reply(await peer().request('REFER', 'mary'), 202);
      notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
      peer().reply(await peer().request('BYE', 'mary'), 200);
      peer().reply(await peer().request('BYE', 'standup'), 200);
      await result.participant?.ended;
    });

    it('when the connection was lost while it rang, and her phone has been stopped on the next one', async () => {
      const { invite, delivered } = await ringing();
      peer().drop();
      await delivered;
      assert.equal(userAgent.calls.now, 2);
      for (let n = 0; n < 3; n++) {
        const cancel = await peer().request('CANCEL');
        peer().reply(cancel, cancel.branch === invite.branch ? 200 : 481);
      }
      await bench.journal.reaches('person', 'ended');
    });
  });

  it('counts what is taken over from a dead process, and never refuses it', async () => {
    await joined();
    await userAgent.stop();
    const successor = await bench.agent({ maxCalls: 1 });
    const recovering = recoverCall({
      userAgent: successor,
      journal: bench.journal,
      records: structuredClone(bench.journal.latest),
    });
    for (let n = 0; n < 2; n++) peer().reply(await peer().request('INVITE'), 200, { body: CONFERENCE_SDP });
    assert.equal((await recovering).kind, 'adopted');
    assert.equal(successor.calls.now, 2);
    const one = bench.options({}, { userAgent: successor });
    assert.deepEqual((await new Bridge(one).deliver(deliveryTo())).outcome, FULL);
  });
});

import assert from 'node:assert/strict';
import type { LegRecord } from '../../../src/sip/calls/call-journal.ts';
import { recoverCall } from '../../../src/sip/index.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

describe('takeover × answer', () => {
  let bench: SipBench;
  let successor: SipUserAgent;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  const written = (): LegRecord[] => JSON.parse(JSON.stringify(bench.journal.latest));
  const recover = (records: readonly LegRecord[]) =>
    recoverCall({ userAgent: successor, journal: bench.journal, records });

  async function ringing(): Promise<SipText> {
    void new Bridge(bench.options()).deliver(deliveryTo());
    const invite = await peer().request('INVITE', 'mary');
    peer().reply(invite, 180);
    await bench.roundTrip();
    return invite;
  }

  /** All candidates: the INVITE as sent first, and as sent again with credentials, once and twice. */
  async function cancelsAnswered(invite: SipText, code: number): Promise<SipText> {
    const all = [
      await peer().request('CANCEL'),
      await peer().request('CANCEL'),
      await peer().request('CANCEL'),
    ];
    for (const cancel of all) peer().reply(cancel, cancel.branch === invite.branch ? code : 481);
    const socket = all[0]?.socket;
    return Object.create(invite, { socket: { value: socket } });
  }

  /** A phone that has rung gets a BYE beside the CANCEL. */
  async function earlyByeRefused(): Promise<void> {
    peer().reply(await peer().request('BYE', 'mary'), 481);
  }

  async function isHungUp(invite: SipText): Promise<void> {
    const ack = await peer().request('ACK', 'mary');
    assert.equal(ack.callId, invite.callId);
    assert.equal(ack.header('CSeq'), '1 ACK');
    peer().reply(await peer().request('BYE', 'mary'), 200);
  }

  it('taken over first: an answer that still comes is acknowledged and hung up', async () => {
    const invite = await ringing();
    await bench.userAgent.stop();
    successor = await bench.agent();
    const recovered = recover(written());
    const late = await cancelsAnswered(invite, 200);
    await earlyByeRefused();
    assert.deepEqual(await recovered, { kind: 'cancelled' });
    peer().reply(late, 200, { body: PHONE_SDP });
    await isHungUp(invite);
  });

  it('answered first, to a process that was dead by then: her 200 comes again, and is hung up', async () => {
    const invite = await ringing();
    await bench.userAgent.stop();
    successor = await bench.agent();
    const recovered = recover(written());
    const again = await cancelsAnswered(invite, 481);
    await earlyByeRefused();
    assert.deepEqual(await recovered, { kind: 'ended' });
    peer().reply(again, 200, { body: PHONE_SDP });
    await isHungUp(invite);
  });

  it('taken over first, from a process that only slept: it hangs up who answers it', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const invite = await peer().request('INVITE', 'mary');
    bench.journal.before = async () => {
      throw new Error('fenced off');
    };
    peer().reply(invite, 200, { body: PHONE_SDP });
    await isHungUp(invite);
    const { outcome } = await delivered;
    assert.deepEqual(outcome, { word: 'unknown', detail: 'ownership-lost' });
    assert.equal(peer().has('INVITE', 'standup'), false);
  });

  it('answered first, and the conference asked: the successor takes both down, and the sleeper has lost', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const { person, conference } = await bench.untilConferenceIsCalled();
    peer().reply(conference, 100);
    await bench.roundTrip();
    successor = await bench.agent();
    const records = written();
    const recovered = recover(records);
    const bye = await peer().request('BYE', 'mary');
    assert.equal(bye.callId, person.callId);
    peer().reply(bye, 200);
    const late = await cancelsAnswered(conference, 200);
    assert.equal(late.callId, conference.callId);
    peer().reply(conference, 487);
    assert.deepEqual(await recovered, { kind: 'ended' });
    // The sleeper hears of the 487, and hangs up a call that is over already.
    peer().reply(await peer().request('BYE', 'mary'), 481);
    assert.equal((await delivered).outcome.word, 'failed');
  });

  it('answered by both first: the call goes on in the successor', async () => {
    await bench.joined();
    await bench.userAgent.stop();
    successor = await bench.agent();
    const recovered = recover(written());
    const asked = await peer().request('INVITE', 'mary');
    peer().reply(asked, 200, { body: PHONE_SDP });
    peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
    assert.equal((await recovered).kind, 'adopted');
  });
});

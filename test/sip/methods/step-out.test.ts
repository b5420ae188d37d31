import assert from 'node:assert/strict';
import type { DeliveryResult } from '../../../src/core/index.ts';
import { CALL_TIMERS } from '../../../src/sip/calls/call-timers.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { LiveBridge } from '../../../src/sip/methods/live-bridge.ts';
import type { SipMethodOptions } from '../../../src/sip/methods/method-options.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

describe('step out', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;
  const REFER = ['Allow: INVITE, ACK, BYE', 'Allow: CANCEL,REFER, NOTIFY'];

  async function joined(options: SipMethodOptions = bench.options(), headers = REFER) {
    const delivered = new Bridge(options).deliver(deliveryTo());
    const person = await peer().request('INVITE', 'mary');
    peer().reply(person, 200, { body: PHONE_SDP, headers });
    const conference = await peer().request('INVITE', 'standup');
    peer().reply(conference, 200, { body: CONFERENCE_SDP });
    return { person, conference, result: await delivered };
  }

  function notify(person: SipText, body: string, state = 'active;expires=60', cseq = 10): void {
    const headers = ['Event: refer;id=2', `Subscription-State: ${state}`];
    peer().sendInDialog(person, 'NOTIFY', { headers, body, contentType: 'message/sipfrag', cseq });
  }

  async function isStillBridged(person: SipText, result: DeliveryResult): Promise<void> {
    peer().sendInDialog(person, 'INVITE', { body: PHONE_SDP, cseq: 50 });
    peer().reply(await peer().request('INVITE', 'standup'), 200, { body: CONFERENCE_SDP });
    await peer().response(200, person.callId, 'INVITE');
    assert.equal(peer().has('BYE'), false);
    assert.equal(result.participant?.presence, 'bridged');
  }

  it('hangs up both legs once her own call is up', async () => {
    const { person, result } = await joined();
    const refer = await peer().request('REFER', 'mary');
    assert.equal(refer.callId, person.callId);
    assert.equal(refer.header('Refer-To'), '<sip:standup@conf.example.com>');
    assert.equal(refer.header('Referred-By'), '<sip:usher@example.com>');
    peer().reply(refer, 202);
    notify(person, 'SIP/2.0 100 Trying\r\n', undefined, 10);
    await peer().response(200, person.callId, 'NOTIFY');
    notify(person, 'SIP/2.0 200 OK', 'terminated;reason=noresource', 11);
    peer().reply(await peer().request('BYE', 'mary'), 200);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    assert.deepEqual(await result.participant?.ended, { how: 'stepped-out' });
  });

  it('takes a NOTIFY that comes before the 202', async () => {
    const { person, result } = await joined();
    const refer = await peer().request('REFER', 'mary');
    notify(person, 'SIP/2.0 200 OK\r\nContact: <sip:x@y>\r\n', 'terminated');
    peer().reply(refer, 202);
    peer().reply(await peer().request('BYE', 'mary'), 200);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    assert.deepEqual(await result.participant?.ended, { how: 'stepped-out' });
  });

  it('has stepped out also where her BYE overtakes the NOTIFY', async () => {
    const { person, result } = await joined();
    peer().reply(await peer().request('REFER', 'mary'), 202);
    peer().sendInDialog(person, 'BYE', { cseq: 10 });
    await peer().response(200, person.callId, 'BYE');
    notify(person, 'SIP/2.0 200 OK', 'terminated', 11);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    assert.deepEqual(await result.participant?.ended, { how: 'stepped-out' });
  });

  it('has left where only the BYE comes', async () => {
    const { person, result } = await joined(bench.options({ stepOutGraceMs: 20 }));
    peer().reply(await peer().request('REFER', 'mary'), 202);
    peer().sendInDialog(person, 'BYE', { cseq: 10 });
    await peer().request('BYE', 'standup');
    assert.deepEqual(await result.participant?.ended, { how: 'left', by: 'person' });
  });

  it('stays bridged where her phone does not list REFER, or STEP_OUT is never', async () => {
    const without = await joined(bench.options(), ['Allow: INVITE, PREFERS, REFERX']);
    await isStillBridged(without.person, without.result);
    const never = await joined(bench.options({}, { stepOut: 'never' }));
    await isStillBridged(never.person, never.result);
    assert.equal(
      peer().log.some(({ method }) => method === 'REFER'),
      false,
    );
  });

  it('stays bridged when the REFER is refused', async () => {
    const { person, result } = await joined();
    peer().reply(await peer().request('REFER', 'mary'), 603);
    await isStillBridged(person, result);
  });

  for (const [what, body, state] of [
    ['a failure', 'SIP/2.0 486 Busy Here', 'terminated;reason=noresource'],
    ['the end of the subscription', '', 'terminated;reason=noresource'],
    ['a promise', 'SIP/2.0 202 Accepted', 'terminated;reason=noresource'],
  ] as const) {
    it(`stays bridged after a NOTIFY of ${what}`, async () => {
      const { person, result } = await joined();
      peer().reply(await peer().request('REFER', 'mary'), 202);
      notify(person, body, state);
      await peer().response(200, person.callId, 'NOTIFY');
      await isStillBridged(person, result);
    });
  }

  it('stays bridged without a NOTIFY, and takes a late one for nothing', async () => {
    const { person, result } = await joined(bench.options({}, { stepOut: 'never' }));
    const { participant } = result;
    assert.ok(participant instanceof LiveBridge);
    const tried = participant.stepOut('sip:standup@conf.example.com', { ...CALL_TIMERS, stepOutMs: 20 });
    peer().reply(await peer().request('REFER', 'mary'), 202);
    await tried;
    notify(person, 'SIP/2.0 200 OK', 'terminated');
    await peer().response(200, person.callId, 'NOTIFY');
    await isStillBridged(person, result);
  });

  it('relays the hold that linphone sends first', async () => {
    const { person, result } = await joined();
    peer().reply(await peer().request('REFER', 'mary'), 202);
    await isStillBridged(person, result);
    peer().sendInDialog(person, 'ACK', { cseq: 50 });
    notify(person, 'SIP/2.0 200 OK', 'terminated', 51);
    await peer().request('BYE', 'mary');
    await peer().request('BYE', 'standup');
  });
});

import assert from 'node:assert/strict';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';
import { ENDED, notify } from '../../support/sipfrag.ts';

/** What can happen at the same time is in races/step-out.test.ts. */
describe('step out', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;
  const REFER = ['Allow: INVITE, ACK, BYE', 'Allow: CANCEL,REFER, NOTIFY'];
  const joined = (options = bench.options(), headers = REFER) => bench.joined(options, deliveryTo(), headers);

  it('hangs up both legs once her own call is up', async () => {
    const { person, result } = await joined();
    const refer = await peer().request('REFER', 'mary');
    assert.equal(refer.callId, person.callId);
    assert.equal(refer.header('Refer-To'), '<sip:standup@conf.example.com>');
    assert.equal(refer.header('Referred-By'), '<sip:usher@example.com>');
    peer().reply(refer, 202);
    notify(peer(), person, 'SIP/2.0 100 Trying\r\n');
    await peer().response(200, person.callId, 'NOTIFY');
    notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
    peer().reply(await peer().request('BYE', 'mary'), 200);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    assert.deepEqual(await result.participant?.ended, { how: 'stepped-out' });
    assert.equal(await result.participant?.steppedOut, true);
  });

  it('keeps our leg in the conference while she comes in, so that its room does not become empty', async () => {
    const { person, conference, result } = await joined(bench.options({ stepOutOverlapMs: 60_000 }));
    peer().reply(await peer().request('REFER', 'mary'), 202);
    notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
    peer().reply(await peer().request('BYE', 'mary'), 200);
    await bench.roundTrip();
    assert.equal(peer().has('BYE'), false);
    assert.equal(await result.participant?.steppedOut, true);
    peer().sendInDialog(conference, 'BYE', { cseq: 4_000 });
    assert.deepEqual(await result.participant?.ended, { how: 'stepped-out' });
  });

  it('stays bridged where her phone does not list REFER, or STEP_OUT is never', async () => {
    const without = await joined(bench.options(), ['Allow: INVITE, PREFERS, REFERX']);
    assert.ok(await bench.relays(without.person));
    const never = await joined(bench.options({}, { stepOut: 'never' }));
    assert.ok(await bench.relays(never.person));
    assert.equal(
      peer().log.some(({ method }) => method === 'REFER'),
      false,
    );
  });

  it('stays bridged when the REFER is refused', async () => {
    const { person } = await joined();
    peer().reply(await peer().request('REFER', 'mary'), 603);
    assert.ok(await bench.relays(person));
  });

  it('relays the hold that linphone sends first', async () => {
    const { person, result } = await joined();
    peer().reply(await peer().request('REFER', 'mary'), 202);
    assert.ok(await bench.relays(person));
    notify(peer(), person, 'SIP/2.0 200 OK', ENDED);
    peer().reply(await peer().request('BYE', 'mary'), 200);
    peer().reply(await peer().request('BYE', 'standup'), 200);
    assert.deepEqual(await result.participant?.ended, { how: 'stepped-out' });
  });
});

import assert from 'node:assert/strict';
import { ToastMessage } from '../../../src/core/index.ts';
import { DialOut } from '../../../src/sip/methods/dial-out.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';

describe('dial-out', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;
  let cseq = 10;

  function notify(refer: SipText, body: string, state = 'active;expires=60'): void {
    const headers = ['Event: refer', `Subscription-State: ${state}`];
    cseq += 1;
    peer().sendInDialog(refer, 'NOTIFY', { headers, body, contentType: 'message/sipfrag', cseq });
  }

  it('asks the conference to call her, and tells what her phone does', async () => {
    const delivery = deliveryTo('sip:mary@example.com', {
      toast: new ToastMessage('Join "us" & more\r\nnow'),
      headers: [
        { name: 'X-Room', value: 'blue' },
        { name: 'Priority', value: 'urgent' },
      ],
    });
    const delivered = new DialOut(bench.options()).deliver(delivery);
    const refer = await peer().request('REFER');
    assert.equal(refer.uri, 'sip:standup@conf.example.com');
    assert.equal(
      refer.header('Refer-To'),
      '<sip:mary@example.com?Subject=Join%20%22us%22%20%26%20more%20now&Priority=urgent>',
    );
    assert.equal(refer.header('Referred-By'), '<sip:usher@example.com>');
    assert.match(refer.header('From'), /^"Bert: Standup" <sip:usher@example\.com>;tag=/);
    assert.equal(refer.header('X-Room'), 'blue');
    assert.deepEqual(refer.all('Subject'), []); // RFC 3515, table 1
    assert.deepEqual(refer.all('Priority'), []);
    assert.equal(refer.all('Refer-To').length, 1);
    const record = bench.journal.of('person');
    assert.equal(record?.state, 'inviting');
    assert.equal(record?.referTo, 'sip:mary@example.com');
    assert.equal(record?.callId, refer.callId);
    assert.equal(record?.branch, refer.branch);
    peer().reply(refer, 202);
    notify(refer, 'SIP/2.0 100 Trying\r\n');
    notify(refer, 'SIP/2.0 180 Ringing\r\n');
    notify(refer, 'SIP/2.0 200 OK\r\nX: y\r\n', 'terminated;reason=noresource');
    const { outcome, participant, acceptedBy } = await delivered;
    assert.equal(outcome.word, 'answered');
    assert.equal(outcome.answer?.answeredBy, 'person');
    assert.equal(outcome.answer?.request, 'INVITE');
    assert.equal(acceptedBy, 'sip:mary@example.com');
    assert.deepEqual(
      delivery.told.map(({ kind }) => kind),
      ['ringing'],
    );
    assert.equal(participant?.presence, 'independent');
    assert.equal(bench.journal.of('person')?.state, 'confirmed');
    const hungUp = participant?.hangUp();
    const bye = await peer().request('REFER');
    assert.equal(bye.header('Refer-To'), '<sip:mary@example.com;method=BYE>');
    assert.equal(bye.header('Refer-Sub'), 'false');
    peer().reply(bye, 202);
    await hungUp;
    assert.deepEqual(await participant?.ended, { how: 'hung-up' });
    assert.equal(bench.journal.of('person')?.state, 'ended');
  });

  it('asks again without the Subject after 400', async () => {
    const delivered = new DialOut(bench.options()).deliver(deliveryTo('tel:+4930123'));
    const first = await peer().request('REFER');
    assert.equal(first.header('Refer-To'), '<sip:+4930123@example.com;user=phone?Subject=Standup>');
    peer().reply(first, 400);
    const second = await peer().request('REFER');
    assert.equal(second.header('Refer-To'), '<sip:+4930123@example.com;user=phone>');
    peer().reply(second, 400);
    const { outcome } = await delivered;
    assert.equal(outcome.word, 'cannot');
    assert.equal(peer().has('REFER'), false);
  });

  for (const [code, word] of [
    [403, 'cannot'],
    [481, 'cannot'],
    [501, 'cannot'],
    [603, 'cannot'],
    [404, 'failed'],
    [500, 'failed'],
  ] as const) {
    it(`is ${word} when the conference refuses with ${code}, also after a NOTIFY`, async () => {
      const delivered = new DialOut(bench.options()).deliver(deliveryTo());
      const refer = await peer().request('REFER');
      notify(refer, 'SIP/2.0 100 Trying\r\n');
      notify(refer, 'SIP/2.0 503 Service Unavailable\r\n', 'terminated');
      await peer().response(200, refer.callId, 'NOTIFY');
      await peer().response(200, refer.callId, 'NOTIFY');
      peer().reply(refer, code);
      const { outcome } = await delivered;
      assert.equal(outcome.word, word);
      assert.equal(outcome.answer?.answeredBy, 'conference');
      assert.equal(outcome.answer?.request, 'REFER');
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });
  }

  for (const [frags, word] of [
    [['SIP/2.0 180 Ringing', 'SIP/2.0 603 Decline'], 'declined'],
    [['SIP/2.0 183 Session Progress\r\n', 'SIP/2.0 480 Temporarily Unavailable\r\n'], 'no-answer'],
    [['SIP/2.0 480 Temporarily Unavailable\r\n'], 'offline'],
    [['SIP/2.0 486 Busy Here\r\nReason: Q.850;cause=17\r\n'], 'busy'],
    [['SIP/2.0 404'], 'not-found'],
  ] as const) {
    it(`reads ${frags.map((frag) => frag.slice(8, 11)).join(', ')} as ${word}, before the 202 too`, async () => {
      const delivered = new DialOut(bench.options()).deliver(deliveryTo());
      const refer = await peer().request('REFER');
      for (const [index, frag] of frags.entries()) {
        notify(refer, frag, index === frags.length - 1 ? 'terminated;reason=noresource' : 'active');
      }
      peer().reply(refer, 202);
      const { outcome } = await delivered;
      assert.equal(outcome.word, word);
      assert.equal(outcome.answer?.answeredBy, 'person');
    });
  }

  it('is unknown when the connection is lost', async () => {
    const delivered = new DialOut(bench.options()).deliver(deliveryTo());
    await peer().request('REFER');
    peer().drop();
    assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'connection-lost' });
  });

  it('takes a NOTIFY of another subscription for nothing', async () => {
    const delivered = new DialOut(bench.options()).deliver(deliveryTo());
    const refer = await peer().request('REFER');
    peer().reply(refer, 202);
    const other = { headers: ['Event: presence', 'Subscription-State: active'], body: 'SIP/2.0 486 Busy' };
    peer().sendInDialog(refer, 'NOTIFY', { ...other, contentType: 'message/sipfrag' });
    await peer().response(481, refer.callId);
    notify(refer, 'SIP/2.0 200 OK', 'terminated');
    assert.equal((await delivered).outcome.word, 'answered');
  });

  it('stops the phone with method=BYE when it is withdrawn', async () => {
    const abort = new AbortController();
    const delivered = new DialOut(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
    const refer = await peer().request('REFER');
    peer().reply(refer, 202);
    notify(refer, 'SIP/2.0 180 Ringing');
    await peer().response(200, refer.callId, 'NOTIFY');
    abort.abort();
    const bye = await peer().request('REFER');
    assert.equal(bye.header('Refer-To'), '<sip:mary@example.com;method=BYE>');
    peer().reply(bye, 202);
    assert.deepEqual((await delivered).outcome, { word: 'withdrawn' });
    notify(refer, 'SIP/2.0 487 Request Terminated', 'terminated');
    await peer().response(200, refer.callId, 'NOTIFY');
  });

  it('is no answer when it has rung for long enough, unknown if it cannot be stopped', async () => {
    for (const [code, word] of [
      [202, 'no-answer'],
      [501, 'unknown'],
    ] as const) {
      const delivered = new DialOut(bench.options()).deliver(deliveryTo(undefined, { ringSeconds: 0.01 }));
      const refer = await peer().request('REFER');
      peer().reply(refer, 202);
      notify(refer, 'SIP/2.0 180 Ringing');
      peer().reply(await peer().request('REFER'), code);
      assert.equal((await delivered).outcome.word, word);
    }
  });

  it('refers to nobody with a method of their own', async () => {
    const { outcome } = await new DialOut(bench.options()).deliver(
      deliveryTo('sip:bob@example.com;Method=BYE'),
    );
    assert.deepEqual(outcome, { word: 'not-found', detail: 'address' });
    const conference = { uri: 'sip:standup@conf.example.com;method=BYE', subject: '' };
    const other = await new DialOut(bench.options()).deliver(deliveryTo(undefined, { conference }));
    assert.deepEqual(other.outcome, { word: 'failed', detail: 'conference-address' });
  });

  it('asks the gate about both', async () => {
    const gate = (refused: string) => bench.options({}, { mayCall: (uri) => !uri.includes(refused) });
    assert.equal((await new DialOut(gate('mary')).deliver(deliveryTo())).outcome.word, 'not-allowed');
    const conference = await new DialOut(gate('standup')).deliver(deliveryTo());
    assert.equal(conference.outcome.detail, 'conference-not-allowed');
  });
});

import assert from 'node:assert/strict';
import { Conference, ConferenceInvitation, ToastMessage } from '../../../src/core/index.ts';
import { DialOut } from '../../../src/sip/methods/dial-out.ts';
import { Refer } from '../../../src/sip/methods/refer.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';
import { ENDED, notify } from '../../support/sipfrag.ts';

describe('refer', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  it('asks her phone to call the conference, and she has joined when that call is up', async () => {
    const delivery = deliveryTo('sip:mary@example.com', {
      toast: new ToastMessage('Join "us"\r\nnow'),
      headers: [{ name: 'X-Room', value: 'blue' }],
    });
    const delivered = new Refer(bench.options()).deliver(delivery);
    const refer = await peer().request('REFER');
    assert.equal(refer.uri, 'sip:mary@example.com');
    assert.equal(refer.header('Refer-To'), '<sip:standup@conf.example.com>');
    assert.equal(refer.header('Referred-By'), '<sip:usher@example.com>');
    assert.match(refer.header('From'), /^"Join \\"us\\" now" <sip:usher@example\.com>;tag=/);
    assert.equal(refer.header('X-Room'), 'blue');
    assert.doesNotMatch(refer.raw, /Subject/i);
    const record = bench.journal.of('person');
    assert.equal(record?.method, 'refer');
    assert.equal(record?.state, 'inviting');
    assert.equal(record?.requestUri, 'sip:mary@example.com');
    assert.equal(record?.referTo, 'sip:standup@conf.example.com');
    assert.equal(record?.branch, refer.branch);
    peer().reply(refer, 202);
    notify(peer(), refer, 'SIP/2.0 100 Trying\r\n');
    notify(peer(), refer, 'SIP/2.0 180 Ringing\r\n');
    notify(peer(), refer, 'SIP/2.0 200 OK\r\n', ENDED);
    const { outcome, acceptedBy, participant } = await delivered;
    assert.equal(outcome.word, 'joined');
    assert.equal(outcome.answer?.answeredBy, 'conference');
    assert.equal(acceptedBy, 'sip:mary@example.com');
    assert.deepEqual(delivery.told, [], 'what rings there is the conference');
    assert.equal(participant?.presence, 'independent');
    assert.equal(bench.journal.of('person')?.state, 'confirmed');
    const hungUp = participant?.hangUp();
    const bye = await peer().request('REFER');
    assert.equal(bye.uri, 'sip:standup@conf.example.com');
    assert.equal(bye.header('Refer-To'), '<sip:mary@example.com;method=BYE>');
    peer().reply(bye, 202);
    await hungUp;
    assert.deepEqual(await participant?.ended, { how: 'hung-up' });
    assert.equal(bench.journal.of('person')?.state, 'ended');
  });

  it('shows who invites where there is no toast', async () => {
    void new Refer(bench.options()).deliver(deliveryTo('tel:+4930123'));
    const refer = await peer().request('REFER');
    assert.match(refer.header('From'), /^"Bert: Standup" /);
    assert.equal(refer.uri, 'sip:+4930123@example.com;user=phone');
  });

  for (const [code, word] of [
    [400, 'cannot'],
    [403, 'cannot'],
    [405, 'cannot'],
    [420, 'cannot'],
    [481, 'cannot'],
    [489, 'cannot'],
    [501, 'cannot'],
    [603, 'cannot'],
    [404, 'not-found'],
    [480, 'offline'],
    [486, 'busy'],
    [605, 'declined'],
    [500, 'failed'],
  ] as const) {
    it(`is ${word} when it is refused with ${code}`, async () => {
      const delivered = new Refer(bench.options()).deliver(deliveryTo());
      peer().reply(await peer().request('REFER'), code);
      const { outcome } = await delivered;
      assert.equal(outcome.word, word);
      assert.equal(outcome.answer?.code, code);
      assert.equal(bench.journal.of('person')?.state, 'ended');
    });
  }

  it('cannot where nobody answers at all', async () => {
    const delivered = new Refer(bench.options({ silenceMs: 20 })).deliver(deliveryTo());
    await peer().request('REFER');
    assert.deepEqual((await delivered).outcome, { word: 'cannot' });
    const again = new Refer(bench.options()).deliver(deliveryTo());
    peer().reply(await peer().request('REFER'), 408);
    assert.deepEqual((await again).outcome, { word: 'cannot' }, 'a proxy says so too');
  });

  it('is unknown when the connection is lost', async () => {
    const delivered = new Refer(bench.options()).deliver(deliveryTo());
    await peer().request('REFER');
    peer().drop();
    assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'connection-lost' });
  });

  it('is declined where she does not want to call, failed where she does not get in', async () => {
    for (const [frag, word, detail] of [
      ['SIP/2.0 603 Declined', 'declined', undefined],
      ['SIP/2.0 404 Not Found', 'failed', 'joining-failed'],
      ['SIP/2.0 486 Busy Here', 'failed', 'joining-failed'],
      ['SIP/2.0 503 Service Unavailable', 'failed', 'joining-failed'],
    ] as const) {
      const delivered = new Refer(bench.options()).deliver(deliveryTo());
      const refer = await peer().request('REFER');
      peer().reply(refer, 202);
      notify(peer(), refer, frag, ENDED);
      const { outcome } = await delivered;
      assert.deepEqual([outcome.word, outcome.detail], [word, detail]);
    }
  });

  it('asks the gate about both', async () => {
    const gate = (refused: string) => bench.options({}, { mayCall: (uri) => !uri.includes(refused) });
    assert.equal((await new Refer(gate('mary')).deliver(deliveryTo())).outcome.word, 'not-allowed');
    const conference = await new Refer(gate('standup')).deliver(deliveryTo());
    assert.equal(conference.outcome.detail, 'conference-not-allowed');
  });

  describe('before another method', () => {
    function invite(ringSeconds = 20) {
      const options = bench.options();
      const methods = [new Refer(options), new DialOut(options)];
      const conference = new Conference({ uri: 'sip:standup@conf.example.com', subject: '', methods });
      const invitation = new ConferenceInvitation(conference);
      const delivered = invitation.deliver('sip:mary@example.com', { ringSeconds }).catch(() => undefined);
      return { invitation, delivered };
    }

    it('lets that one ring where the phone refuses by itself, as linphone does', async () => {
      const { invitation } = invite();
      peer().reply(await peer().request('REFER', 'mary'), 603, { reason: 'Decline' });
      await peer().request('REFER', 'standup');
      await bench.userAgent.stop();
      await invitation.terminate();
    });

    it('never rings twice: where a proxy loses the NOTIFYs, nobody knows', async () => {
      const { invitation, delivered } = invite(0.02);
      peer().reply(await peer().request('REFER', 'mary'), 202);
      await delivered;
      assert.deepEqual(invitation.outcome, { word: 'unknown', detail: 'no-word-of-joining' });
      await bench.roundTrip();
      assert.equal(peer().has('REFER'), false);
    });
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { CONFERENCE_SDP, deliveryTo, PHONE_SDP, SipBench } from '../../support/sip-bench.ts';

describe('one leg of a bridge', () => {
  let bench: SipBench;
  beforeEach(async () => {
    bench = await SipBench.start();
  });
  afterEach(() => bench.stop());

  const peer = () => bench.peer;

  it('stops the ringing when it is withdrawn', async () => {
    const abort = new AbortController();
    const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
    const invite = await peer().request('INVITE');
    peer().reply(invite, 180);
    await bench.roundTrip();
    abort.abort();
    const cancel = await peer().request('CANCEL');
    assert.equal(cancel.branch, invite.branch);
    assert.equal(cancel.callId, invite.callId);
    peer().reply(cancel, 200);
    peer().reply(invite, 487);
    const { outcome } = await delivered;
    assert.equal(outcome.word, 'withdrawn');
    assert.equal(outcome.answer?.cancelled, 'withdrawn');
    assert.equal(bench.journal.of('person')?.state, 'ended');
  });

  it('holds the CANCEL back until something has come (RFC 3261 9.1)', async () => {
    const abort = new AbortController();
    const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
    const invite = await peer().request('INVITE');
    abort.abort();
    await bench.roundTrip();
    assert.equal(peer().has('CANCEL'), false);
    peer().reply(invite, 100);
    peer().reply(await peer().request('CANCEL'), 200);
    peer().reply(invite, 487);
    assert.equal((await delivered).outcome.word, 'withdrawn');
  });

  it('cancels the INVITE that answers a challenge, where the first was cancelled meanwhile', async () => {
    const agent = await bench.agent({ username: 'usher', password: 'secret' });
    const abort = new AbortController();
    const options = bench.options({}, { userAgent: agent });
    const delivered = new Bridge(options).deliver(deliveryTo(undefined, { signal: abort.signal }));
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

  it('hangs up a 200 that crosses the CANCEL', async () => {
    const abort = new AbortController();
    const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { signal: abort.signal }));
    const invite = await peer().request('INVITE');
    peer().reply(invite, 180);
    await bench.roundTrip();
    abort.abort();
    peer().reply(await peer().request('CANCEL'), 200);
    peer().reply(invite, 200, { body: PHONE_SDP });
    const ack = await peer().request('ACK', 'mary');
    assert.match(ack.body, /m=audio 0 RTP\/AVP 8 0\r\nm=video 0 RTP\/AVP 96\r\n/);
    peer().reply(await peer().request('BYE', 'mary'), 200);
    assert.equal((await delivered).outcome.word, 'withdrawn');
    assert.equal(peer().has('INVITE', 'standup'), false);
  });

  it('is no answer when it has rung for long enough', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo(undefined, { ringSeconds: 0.02 }));
    const invite = await peer().request('INVITE');
    peer().reply(invite, 180);
    peer().reply(await peer().request('CANCEL'), 200);
    peer().reply(invite, 487);
    const { outcome } = await delivered;
    assert.equal(outcome.word, 'no-answer');
    assert.equal(outcome.answer?.cancelled, 'ring-timeout');
  });

  it('stops waiting where nothing rings', async () => {
    const delivered = new Bridge(bench.options({ silenceMs: 20 })).deliver(deliveryTo());
    const invite = await peer().request('INVITE');
    peer().reply(invite, 100);
    peer().reply(await peer().request('CANCEL'), 200);
    peer().reply(invite, 487);
    assert.equal((await delivered).outcome.word, 'no-answer');
  });

  it('is unknown where a CANCEL has no effect, and still hangs up who answers later', async () => {
    const options = bench.options({ silenceMs: 10, cancelMs: 10 });
    const delivered = new Bridge(options).deliver(deliveryTo());
    const invite = await peer().request('INVITE');
    peer().reply(invite, 100);
    await peer().request('CANCEL');
    assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'cancel-unanswered' });
    peer().reply(invite, 200, { body: PHONE_SDP });
    await peer().request('ACK', 'mary');
    await peer().request('BYE', 'mary');
  });

  it('hangs up the second answer of a fork', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const { person, conference } = await bench.untilConferenceIsCalled();
    peer().reply(person, 200, { body: PHONE_SDP, toTag: 'fork', contact: 'mobile' });
    const ack = await peer().request('ACK', 'mobile');
    assert.match(ack.body, /m=audio 0 /);
    peer().reply(await peer().request('BYE', 'mobile'), 200);
    peer().reply(conference, 200, { body: CONFERENCE_SDP });
    assert.equal((await delivered).outcome.word, 'joined');
  });

  it('is unknown when the connection is lost, and the phone is told to stop on the next one', async () => {
    const delivered = new Bridge(bench.options()).deliver(deliveryTo());
    const invite = await peer().request('INVITE');
    peer().reply(invite, 180);
    await bench.roundTrip();
    peer().drop();
    assert.deepEqual((await delivered).outcome, { word: 'unknown', detail: 'connection-lost' });
    const cancel = await peer().request('CANCEL');
    assert.equal(cancel.callId, invite.callId);
    assert.equal(cancel.tagOf('From'), invite.tagOf('From'));
    const branches = [cancel.branch, (await peer().request('CANCEL')).branch].sort();
    assert.deepEqual(branches, [invite.branch, `${invite.branch}r`].sort());
  });

  it('fails at once without a connection', async () => {
    const lost = once(bench.userAgent, 'disconnected');
    peer().drop();
    await lost;
    const { outcome } = await new Bridge(bench.options()).deliver(deliveryTo());
    assert.deepEqual(outcome, { word: 'failed', detail: 'no-server' });
  });
});

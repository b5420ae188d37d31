import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';

/** What can happen at the same time is in ../races/. */
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

  it('acknowledges a refusal with the Via and From of its INVITE, in any script (RFC 3261 17.1.1.3)', async () => {
    const delivery = deliveryTo(undefined, { fromName: 'Мария 🚀 "Ж"' });
    const delivered = new Bridge(bench.options()).deliver(delivery);
    const invite = await peer().request('INVITE');
    peer().reply(invite, 603);
    const ack = await peer().request('ACK');
    assert.match(invite.header('From'), /Мария 🚀/u);
    assert.deepEqual([ack.header('From'), ack.header('Via')], [invite.header('From'), invite.header('Via')]);
    assert.equal((await delivered).outcome.word, 'declined');
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

import assert from 'node:assert/strict';
import type { Progress } from '../../../src/core/index.ts';
import { Bridge } from '../../../src/sip/methods/bridge.ts';
import { Pacer } from '../../../src/sip/methods/pacer.ts';
import { deliveryTo, SipBench } from '../../support/sip-bench.ts';

describe('Pacer', () => {
  function turn(pacer: Pacer, signal = new AbortController().signal) {
    const told: Progress['kind'][] = [];
    return { told, went: pacer.turn({ signal, progress: ({ kind }) => told.push(kind) }) };
  }

  it('lets the first calls go at once, without a word', async () => {
    const pacer = new Pacer(2, () => 0);
    const turns = [turn(pacer), turn(pacer)];
    assert.deepEqual(await Promise.all(turns.map(({ went }) => went)), [undefined, undefined]);
    assert.deepEqual(
      turns.map(({ told }) => told),
      [[], []],
    );
  });

  it('makes the next ones wait in order, and says so', async () => {
    const order: number[] = [];
    const pacer = new Pacer(100);
    const turns = Array.from({ length: 103 }, () => turn(pacer));
    for (const [index, { went }] of turns.entries()) void went.then(() => order.push(index));
    await Promise.all(turns.map(({ went }) => went));
    assert.deepEqual(
      order,
      turns.map((_, index) => index),
    );
    assert.deepEqual(turns[0]?.told, []);
    assert.deepEqual(turns[102]?.told, ['queued', 'started']);
  });

  it('sends one at a time below one per second', async () => {
    let now = 0;
    const pacer = new Pacer(0.5, () => now);
    assert.equal(await turn(pacer).went, undefined);
    now = 1_999;
    const abort = new AbortController();
    const waiting = turn(pacer, abort.signal);
    assert.deepEqual(waiting.told, ['queued']);
    abort.abort();
    assert.deepEqual(await waiting.went, { word: 'withdrawn' });
    now = 2_000;
    assert.equal(await turn(pacer).went, undefined);
  });

  it('is left by what is withdrawn', async () => {
    const pacer = new Pacer(1, () => 0);
    await turn(pacer).went;
    const abort = new AbortController();
    const waiting = turn(pacer, abort.signal);
    abort.abort();
    assert.deepEqual(await waiting.went, { word: 'withdrawn' });
    assert.deepEqual(waiting.told, ['queued']);
    assert.deepEqual(await turn(pacer, abort.signal).went, { word: 'withdrawn' });
  });

  it('has nobody wait for longer than ten minutes', async () => {
    const pacer = new Pacer(0.1, () => 0);
    await turn(pacer).went;
    const abort = new AbortController();
    const waiting = Array.from({ length: 60 }, () => turn(pacer, abort.signal));
    const late = turn(pacer);
    assert.deepEqual(await late.went, { word: 'failed', detail: 'too-many-waiting' });
    assert.deepEqual(late.told, []);
    abort.abort();
    const left = await Promise.all(waiting.map(({ went }) => went));
    assert.ok(left.every((outcome) => outcome?.word === 'withdrawn'));
  });

  it('sends nothing for a call that is withdrawn in the queue', async () => {
    const bench = await SipBench.start();
    try {
      const pacer = new Pacer(1, () => 0);
      await turn(pacer).went;
      const abort = new AbortController();
      const delivery = deliveryTo(undefined, { signal: abort.signal });
      const delivered = new Bridge(bench.options({}, { pacer })).deliver(delivery);
      abort.abort();
      assert.deepEqual((await delivered).outcome, { word: 'withdrawn' });
      assert.deepEqual(delivery.told, [{ kind: 'queued' }]);
      assert.deepEqual(bench.journal.history, []);
      assert.equal(bench.peer.has('INVITE'), false);
    } finally {
      await bench.stop();
    }
  });
});

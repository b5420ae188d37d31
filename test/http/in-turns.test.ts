import assert from 'node:assert/strict';
import { InTurns } from '../../src/http/in-turns.ts';

describe('requests of one moment', () => {
  it('begin in their order, some in each turn of the event loop, with whatever else is due between them', async () => {
    const turns = new InTurns(2);
    const done: unknown[] = [];
    const add = (n: number) => turns.add(() => done.push(n));
    for (const n of [1, 2, 3, 4, 5]) add(n);
    setImmediate(() => {
      done.push('timer');
      add(6);
    });
    while (done.length < 7) await new Promise(setImmediate);
    assert.deepEqual(done, [1, 2, 'timer', 3, 4, 5, 6]);
  });

  it('begin again after a rest', async () => {
    const turns = new InTurns(2);
    const done: number[] = [];
    for (const n of [1, 2]) {
      turns.add(() => done.push(n));
      await new Promise(setImmediate);
      assert.equal(done.length, n);
    }
  });
});

import assert from 'node:assert/strict';
import { endless, retried } from '../../src/desk/retried.ts';

describe('retried', () => {
  const failing = (times: number) => {
    let calls = 0;
    return async () => {
      calls += 1;
      if (calls <= times) throw new Error(`failure ${calls}`);
      return calls;
    };
  };

  it('does it again until it works', async () => {
    assert.equal(await retried(failing(2), undefined, [0, 0]), 3);
  });

  it('gives up after the last pause, with the last failure', async () => {
    await assert.rejects(retried(failing(3), undefined, [0, 0]), { message: 'failure 3' });
  });

  it('never gives up where there is no last pause', () => {
    const pauses = endless();
    const ten = Array.from({ length: 10 }, () => pauses.next().value);
    assert.deepEqual(ten.slice(-3), [3_000, 3_000, 3_000]);
    assert.equal(pauses.next().done, false);
  });

  it('gives up at once where the failure is final', async () => {
    const isFinal = (error: unknown) => error instanceof Error && error.message === 'failure 2';
    await assert.rejects(retried(failing(3), isFinal, [0, 0]), { message: 'failure 2' });
  });
});

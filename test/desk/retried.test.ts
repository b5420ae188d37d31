import assert from 'node:assert/strict';
import { retried } from '../../src/desk/retried.ts';

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

  it('gives up at once where the failure is final', async () => {
    const isFinal = (error: unknown) => error instanceof Error && error.message === 'failure 2';
    await assert.rejects(retried(failing(3), isFinal, [0, 0]), { message: 'failure 2' });
  });
});

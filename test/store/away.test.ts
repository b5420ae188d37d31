import assert from 'node:assert/strict';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { isAway, patient } from '../../src/store/away.ts';

const CLIENT = { release() {} } as unknown as PostgresPoolClient;

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('store/away', () => {
  it('knows what passes from what does not', () => {
    const passing = ['08006', '57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET'];
    for (const code of passing) assert.ok(isAway(failure(code)), code);
    // A unique violation, a disk that is full, a wrong password.
    for (const code of ['23505', '53100', '28P01', '40P01']) assert.ok(!isAway(failure(code)), code);
    assert.ok(isAway(new Error('Connection terminated unexpectedly')));
    assert.ok(!isAway(new Error('of our own making')));
  });

  function pool(failures: readonly Error[]): PostgresPool & { asked: number } {
    const left = [...failures];
    const self = {
      asked: 0,
      options: {},
      connect: async () => {
        self.asked += 1;
        const error = left.shift();
        if (error) throw error;
        return CLIENT;
      },
      end: async () => {},
    };
    return self;
  }

  it('waits for a database that starts again', async () => {
    const inner = pool([failure('ECONNREFUSED'), failure('57P03')]);
    assert.equal(await patient(inner).connect(), CLIENT);
    assert.equal(inner.asked, 3);
  });

  it('gives up at once where waiting does not help, and at last where it does not come back', async () => {
    const refusing = pool([failure('28P01')]);
    await assert.rejects(patient(refusing).connect(), { code: '28P01' });
    assert.equal(refusing.asked, 1);
    const gone = pool([failure('ECONNREFUSED'), failure('ECONNREFUSED')]);
    await assert.rejects(patient(gone, 0).connect(), { name: 'StoreError', code: 'store.away' });
    assert.equal(gone.asked, 1);
  });
});

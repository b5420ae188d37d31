import type { Log, Transaction } from '../desk/ports.ts';
import { Lines } from './audit-rows.ts';
import { isAway } from './away.ts';
import type { Database } from './database.ts';
import { type Ordered, type TransactionParts, transaction } from './transaction.ts';

export interface CommitParts extends TransactionParts {
  readonly database: Database;
  readonly log: Log;
}

const DEADLOCK = '40P01';
const RETRIES = 3;

/**
 * Does `work` in one transaction, and wakes whoever does the jobs it has ordered. It runs again from its beginning after a deadlock,
 * or where the database went away.
 */
export async function commit<T>(parts: CommitParts, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await commitOnce(parts, work);
    } catch (error) {
      const isDeadlock = error instanceof Error && 'code' in error && error.code === DEADLOCK;
      if (!(isDeadlock || isAway(error)) || attempt > RETRIES) throw error;
      parts.log.debug({ err: error, attempt }, 'a commit was broken off; trying again');
    }
  }
}

async function commitOnce<T>(parts: CommitParts, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const ordered: Ordered = new Set();
  const result = await parts.database.transaction().execute(async (trx) => {
    const lines = new Lines();
    const done = await work(transaction(trx, parts, ordered, lines));
    await lines.write(trx);
    return done;
  });
  for (const queue of ordered) parts.jobs.wake(queue);
  return result;
}

import { sql, type Transaction } from 'kysely';
import type { ProcessId } from '../desk/records.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Channel of the wake-up calls; the payload is `process cause id`. */
export const WAKE_CHANNEL = 'usher_wake';

/**
 * Somebody is wanted out whom the process owns (id: the invitation); it follows other rosters than before; an invitation from
 * outside that it holds has been answered (id: that one); a process has given away what it owned.
 */
export type WakeCause = 'unwanted' | 'followed' | 'answered' | 'left';

/** In the place of a process: all of them. */
export const EVERYBODY = '*';

/** Wakes a process when the transaction commits. */
export async function wake(
  trx: Transaction<Tables>,
  process: ProcessId,
  cause: WakeCause,
  id = '',
): Promise<void> {
  await trx.selectNoFrom(notified(process, cause, id).as('notified')).execute();
}

/** The same, as part of another statement. */
export function notified(process: ProcessId, cause: WakeCause, id = '') {
  return sql`pg_notify(${WAKE_CHANNEL}, ${`${process} ${cause} ${id}`})`;
}

/** Wakes every process when the transaction commits. */
export async function wakeAll(database: Database, cause: WakeCause): Promise<void> {
  await sql`select pg_notify(${WAKE_CHANNEL}, ${`${EVERYBODY} ${cause} `})`.execute(database);
}

export function readWake(payload: string): { process: string; cause: WakeCause; id: string } {
  const [process = '', cause, id = ''] = payload.split(' ');
  return { process, cause: cause as WakeCause, id };
}

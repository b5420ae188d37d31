/**
 * Deletes what is older than RETENTION_DAYS, in small commits, so that nobody waits for it. Of many processes one does it at a time:
 * the others find the lock taken, or nothing left.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/** Rows per commit; what belongs to them comes on top. */
const AT_ONCE = 200;
/** Any number that no other lock of this database has. */
const LOCK = 8_253_001;

/** Each statement deletes so many at most, and returns what it has deleted. Threads come last: the others lead to them. */
const OLD: readonly ((since: RawBuilder<Date>) => RawBuilder<unknown>)[] = [
  // With its cards, questions, invitations, their history and their calls. Who is still in, by herself, is left alone.
  (since) => sql`
    delete from conferences where id in (
      select id from conferences
      where state = 'ended' and created_at < ${since} and not exists (
        select from invitations where conference_id = conferences.id
          and (changed_at >= ${since} or state <> 'Terminated' or presence = 'bridged')
      )
      limit ${AT_ONCE}
    ) returning 1`,
  (since) => sql`
    delete from incoming_invitations where id in (
      select id from incoming_invitations where ending is not null and changed_at < ${since} limit ${AT_ONCE}
    ) returning 1`,
  // With who was invited, and their reminders.
  (since) => sql`
    delete from appointments where id in (
      select id from appointments where state <> 'active' and changed_at < ${since} limit ${AT_ONCE}
    ) returning 1`,
  (since) => sql`
    delete from reminders where id in (
      select id from reminders where state <> 'waiting' and at < ${since} limit ${AT_ONCE}
    ) returning 1`,
  // What has ended is over, whenever that was.
  () => sql`
    delete from blocks where key in (select key from blocks where until < now() limit ${AT_ONCE}) returning 1`,
  (since) => sql`
    delete from threads where id in (
      select id from threads where seen_at < ${since}
        and not exists (select from conferences where thread_id = threads.id)
        and not exists (select from cards where thread_id = threads.id)
        and not exists (select from invitations where invitations.thread_id = threads.id)
        and not exists (select from invitations where personal_thread_id = threads.id)
        and not exists (select from bindings where thread_id = threads.id)
        and not exists (select from incoming_invitations where thread_id = threads.id)
        and not exists (select from appointments where thread_id = threads.id)
        and not exists (select from appointment_attendees where personal_thread_id = threads.id)
        and not exists (select from reminders where thread_id = threads.id)
      limit ${AT_ONCE}
    ) returning 1`,
];

/** Resolves with how many rows were deleted, without what belonged to them. */
export async function forgetOld(database: Database, days: number): Promise<number> {
  const since = sql<Date>`(now() - make_interval(days => ${days}))`;
  let deleted = 0;
  for (const statement of OLD) {
    let batch: number;
    do {
      batch = await inTurn(database, statement(since));
      deleted += batch;
    } while (batch === AT_ONCE);
  }
  return deleted;
}

/** 0 where another process is at it. */
function inTurn(database: Database, statement: RawBuilder<unknown>): Promise<number> {
  return database.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(
      trx,
    );
    return rows[0]?.mine ? (await statement.execute(trx)).rows.length : 0;
  });
}

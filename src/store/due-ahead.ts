import { sql } from 'kysely';
import type { Due } from '../desk/schedule/schedule-ports.ts';
import type { Database } from './database.ts';
import type { Jobs } from './jobs.ts';

/** What is due later than so is not ordered yet: its row says when it is, and the queue stays small whatever is scheduled. */
export const AHEAD_MS = 600_000;

const AT_ONCE = 1_000;

/**
 * Orders what is due within ten minutes and is not ordered: what was scheduled for later, and what the queue has lost. Any number of
 * processes may do so at once: of one thing in one version there is one job (`Jobs.sendDue`).
 */
export async function orderAhead(database: Database, jobs: Pick<Jobs, 'sendDue'>): Promise<void> {
  for (let found = AT_ONCE; found === AT_ONCE; ) {
    found = await database.transaction().execute(async (trx) => {
      const { rows } = await sql<Due & { at: Date }>`
        select kind, id, version, at from (
          select 'reminder' as kind, id, version, at from reminders where state = 'waiting'
          union all
          select 'appointment', id, version, next_at from appointments where state = 'active'
        ) due
        where at < now() + ${AHEAD_MS} * interval '1 millisecond'
          and not exists (
            select from pgboss.job
            where name = 'clock' and job.id = md5(due.id || ' ' || due.version)::uuid
          )
        order by at limit ${AT_ONCE}
      `.execute(trx);
      await jobs.sendDue(trx, rows);
      return rows.length;
    });
  }
}

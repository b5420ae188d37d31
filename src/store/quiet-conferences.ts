import { sql } from 'kysely';
import type { ConferenceId } from '../desk/records.ts';
import type { Database } from './database.ts';
import { DEAD_AFTER } from './take-over.ts';

/** So long *Call again* and *Invite me* can be pressed after all have left or nobody has answered. */
const GRACE = sql.lit('10 minutes');
/** Where nobody can say whether somebody is in. */
const LONGEST = sql.lit('12 hours');
const AT_ONCE = 20;

/**
 * Active conferences in which nobody rings, nobody is in, and nothing has happened for a while: no command in the thread, no
 * change of an invitation, nobody who came or left. `id`: only this one.
 */
export async function quietConferences(database: Database, id?: ConferenceId): Promise<ConferenceId[]> {
  const only = id === undefined ? sql`true` : sql`conferences.id = ${id}`;
  const { rows } = await sql<{ id: ConferenceId }>`
    select conferences.id
    from conferences
    join threads on threads.id = thread_id
    join rosters on rosters.conference_id = conferences.id
    cross join lateral (
      select
        count(*) as invited,
        max(changed_at) as changed_at,
        coalesce(bool_or(invitations.state <> 'Terminated' or presence = 'bridged' or retry_at > now() - interval '1 minute'), false) as busy,
        -- Left when nobody saw it, or in though nobody was told.
        coalesce(bool_or(presence = 'independent' or status = 'unknown'), false) as perhaps_in
      from invitations where invitations.conference_id = conferences.id
    ) as people
    cross join lateral (
      select count(*) > 0 as last_seen
      from attendees where attendees.conference_id = conferences.id and taking_part
    ) as told
    cross join lateral (
      -- Of a roster that nobody follows, nobody knows whether it still holds.
      select rosters.state = 'known' and exists (
        select from processes where processes.id = follower and renewed_at > ${DEAD_AFTER}
      ) as known
    ) as roster
    where ${only}
      and conferences.state = 'active'
      and greatest(seen_at, moved_at) < now() - ${GRACE}::interval
      and not busy
      and not (roster.known and last_seen)
      and greatest(seen_at, moved_at, people.changed_at) < now() - case
        when people.invited = 0 then ${LONGEST}
        when not roster.known and (perhaps_in or last_seen) then ${LONGEST}
        else ${GRACE}
      end::interval
    limit ${AT_ONCE}
  `.execute(database);
  return rows.map((row) => row.id);
}

import { sql } from 'kysely';
import type { InvitationId } from '../desk/records.ts';
import type { Database } from './database.ts';

/** Who else is in the conference that an invitation leads to, by what is written of its people and by its rosters. */
export async function company(database: Database, id: InvitationId): Promise<'in' | 'coming' | 'nobody'> {
  const { rows } = await sql<{ isIn: boolean; isComing: boolean }>`
    select
      exists (
        select 1 from invitations other
        join conferences on conferences.id = other.conference_id and conferences.state = 'active'
        where other.conference_uri = me.conference_uri and other.id <> me.id and presence is not null
      ) or exists (
        select 1 from conferences
        join rosters on rosters.conference_id = conferences.id and rosters.state = 'known'
        join attendees on attendees.conference_id = conferences.id and taking_part
        where conferences.uri = me.conference_uri and conferences.state = 'active'
      ) as is_in,
      exists (
        select 1 from invitations other
        where other.conference_uri = me.conference_uri and other.id <> me.id
          and other.state <> 'Terminated' and other.status <> 'waiting' and other.wanted = 'in'
      ) as is_coming
    from invitations me where me.id = ${id}
  `.execute(database);
  const [found] = rows;
  if (found?.isIn) return 'in';
  return found?.isComing ? 'coming' : 'nobody';
}

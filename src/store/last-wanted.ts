import { sql } from 'kysely';
import type { ConferenceRecord } from '../desk/records.ts';
import type { Database } from './database.ts';

/** The conference that goes on to which the last invitation since then of one of these addresses leads. */
export function lastWanted(
  database: Database,
  addresses: readonly string[],
  since: Date,
): Promise<ConferenceRecord | undefined> {
  return database
    .selectFrom('invitations')
    .innerJoin('conferences', 'conferences.id', 'invitations.conferenceId')
    .selectAll('conferences')
    .where(sql<string>`split_part(invitee ->> 'address', ';', 1)`, 'in', addresses)
    .where('invitations.createdAt', '>=', since)
    .where('wanted', '=', 'in')
    .where('conferences.state', '=', 'active')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

import type { ProcessId } from '../desk/records.ts';
import type { UnwantedAttendee } from '../desk/roster-ports.ts';
import type { Database } from './database.ts';

export async function unwantedAttendees(database: Database, me: ProcessId): Promise<UnwantedAttendee[]> {
  const rows = await database
    .selectFrom('attendees')
    .innerJoin('rosters', 'rosters.conferenceId', 'attendees.conferenceId')
    .innerJoin('conferences', 'conferences.id', 'attendees.conferenceId')
    .select(['key', 'address', 'name', 'conferences.id', 'uri', 'threadId'])
    .where('follower', '=', me)
    .where('wanted', '=', 'out')
    .where('removalCode', 'is', null)
    .execute();
  return rows.map(({ key, address, name, ...conference }) => ({ key, address, name, conference }));
}

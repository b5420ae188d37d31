import { type Kysely, sql } from 'kysely';

/** Somebody who is in by herself can be wanted out; until her conference was asked, somebody has to own that wish. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table invitations add column removal_code integer;
    drop index invitations_owned;
    create index invitations_owned on invitations (owner)
      where state <> 'Terminated' or presence = 'bridged'
        or (presence = 'independent' and wanted = 'out' and removal_code is null);
  `.execute(database);
}

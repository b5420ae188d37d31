import { type Kysely, sql } from 'kysely';

/** Also who is in without an invitation can be wanted out: then her conference is asked, and its answer kept. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table attendees
      add column wanted text not null default 'in' check (wanted in ('in', 'out')),
      add column removal_code integer;
  `.execute(database);
}

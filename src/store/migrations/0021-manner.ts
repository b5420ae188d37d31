import { type Kysely, sql } from 'kysely';

/** How people of an appointment are to be called: urgently, again, and one stage after the other. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table appointments add column manner jsonb not null default '{}';
    alter table appointment_attendees add column stage integer not null default 0;
  `.execute(database);
}

import { type Kysely, sql } from 'kysely';

/** A question is answered by typing too, for a while, by who has asked for it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table questions
      add column asked_by text not null default '',
      add column asked_at timestamptz not null default now();
  `.execute(database);
}

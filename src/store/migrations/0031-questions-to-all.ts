import { type Kysely, sql } from 'kysely';

/** Another question than who was meant: whether so many people shall be rung. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table questions
      add column kind text not null default 'who' check (kind in ('who', 'all'));
  `.execute(database);
}

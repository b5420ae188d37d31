import { type Kysely, sql } from 'kysely';

/** What a chat service was told is taken, until it is done; without an owner, until somebody tries again. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table inbox (
      seq bigint generated always as identity,
      key text primary key,
      work jsonb not null,
      owner text,
      tries int not null default 1,
      received_at timestamptz not null default now()
    );
  `.execute(database);
}

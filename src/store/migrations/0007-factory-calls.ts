import { type Kysely, sql } from 'kysely';

/** A conference that a factory makes lives through a call of ours, which outlives the process that made it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table factory_calls (
      conference_id text primary key references conferences,
      state text not null default 'making' check (state in ('making', 'held', 'failed', 'ended')),
      owner text not null,
      fence integer not null default 1,
      record jsonb,
      outcome jsonb,
      changed_at timestamptz not null default now()
    );
    create index on factory_calls (owner) where state in ('making', 'held');
  `.execute(database);
}

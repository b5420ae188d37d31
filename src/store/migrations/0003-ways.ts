import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table ways (
      address text primary key,
      method text not null,
      form text,
      stepped_out boolean,
      worked_at timestamptz not null default now()
    );
    create index on ways (worked_at);
  `.execute(database);
}

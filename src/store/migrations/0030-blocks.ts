import { type Kysely, sql } from 'kysely';

/** Until when somebody does not want to be rung: a row for each id and address of hers. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table blocks (
      key text primary key,
      id text not null,
      until timestamptz not null,
      zone text not null
    );
    create index on blocks (id);
    create index on blocks (until);
  `.execute(database);
}

import { type Kysely, sql } from 'kysely';

/** How many people were rung lately, by whom and in which thread; and by whom somebody was rung lately, in whichever conference. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table rates (
      name text primary key,
      -- When each of them was rung, oldest first; what is older than a minute goes with the next one.
      rung timestamptz[] not null
    );
    create index on invitations (person_key, created_at);
  `.execute(database);
}

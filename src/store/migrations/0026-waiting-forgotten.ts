import { type Kysely, sql } from 'kysely';

/** Who waits for her turn is deleted with her card, like all else that belongs to it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table waiting_invitees
      drop constraint waiting_invitees_card_id_fkey,
      add foreign key (card_id) references cards on delete cascade;
  `.execute(database);
}

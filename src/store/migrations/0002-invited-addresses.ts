import { type Kysely, sql } from 'kysely';

/** A caller is looked up by address while her call waits. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create index invitations_addresses on invitations (split_part(invitee ->> 'address', ';', 1), created_at)
  `.execute(database);
}

import { type Kysely, sql } from 'kysely';

/** Somebody is asked in a chat of her own too, and answers there; and who could not be written to lately. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table invitations
      add column answer jsonb,
      add column message text,
      add column in_chat text not null default 'no' check (in_chat in ('no', 'wanted', 'refused')),
      add column personal_thread_id text references threads,
      add column personal_activity_id text;

    create table unreachable_people (
      person_id text primary key,
      refused_at timestamptz not null default now()
    );
  `.execute(database);
}

import { type Kysely, sql } from 'kysely';

/** How the people of a card are called: urgently, again where nobody answers, and who is not called yet. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table cards
      add column urgent boolean not null default false,
      add column persist jsonb;
    alter table invitations
      add column urgent boolean not null default false,
      add column retry_at timestamptz;

    create table waiting_invitees (
      id text primary key,
      card_id text not null references cards,
      position integer not null,
      stage integer not null,
      invitee jsonb not null,
      state text not null default 'waiting' check (state in ('waiting', 'not-needed', 'withdrawn', 'passed-over')),
      why jsonb,
      changed_at timestamptz not null default now(),
      unique (card_id, position)
    );
  `.execute(database);
}

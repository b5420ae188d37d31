import { type Kysely, sql } from 'kysely';

/** Invitations that come in, and where they are shown. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table bindings (
      address_key text primary key,
      thread_id text not null references threads,
      name text not null,
      bound_at timestamptz not null default now()
    );
    create index on bindings (thread_id);

    create table incoming_invitations (
      id text primary key,
      thread_id text not null references threads,
      inviter_key text not null,
      inviter jsonb not null,
      subject text not null,
      toast text,
      conference_uri text not null,
      answer jsonb,
      ending text,
      activity_id text,
      owner text not null,
      created_at timestamptz not null default clock_timestamp(),
      changed_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null
    );
    -- A peer cannot fill a thread with the same question.
    create unique index incoming_one_open on incoming_invitations (inviter_key, conference_uri) where ending is null;
    create index on incoming_invitations (owner) where ending is null;
    create index on incoming_invitations (thread_id) where ending is null;
    create index on incoming_invitations (inviter_key, created_at);
  `.execute(database);
}

import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table activities (
      channel text not null,
      activity_id text not null,
      received_at timestamptz not null default now(),
      primary key (channel, activity_id)
    );
    create index on activities (received_at);

    create table threads (
      id text primary key,
      channel text not null,
      title text not null,
      reference jsonb,
      seen_at timestamptz not null default now()
    );

    create table conferences (
      id text primary key,
      thread_id text not null references threads,
      uri text not null,
      subject text not null,
      state text not null check (state in ('active', 'ended')),
      created_at timestamptz not null default now()
    );
    create unique index conferences_one_active on conferences (thread_id) where state = 'active';

    create table cards (
      id text primary key,
      thread_id text not null references threads,
      conference_id text not null references conferences,
      inviter jsonb not null,
      toast text,
      activity_id text
    );
    create index on cards (conference_id);

    create table questions (
      id text primary key,
      card_id text not null references cards,
      position integer not null,
      typed text not null,
      candidates jsonb not null,
      state text not null default 'open' check (state in ('open', 'answered', 'closed'))
    );
    create index on questions (card_id);

    create table invitations (
      seq bigint generated always as identity,
      id text primary key,
      card_id text not null references cards,
      thread_id text not null references threads,
      conference_id text not null references conferences,
      conference_uri text not null,
      person_key text not null,
      position integer not null,
      attempt integer not null,
      invitee jsonb not null,
      inviter jsonb not null,
      toast text,
      wanted text not null default 'in' check (wanted in ('in', 'out')),
      state text not null default 'Idle',
      status text not null default 'inviting',
      queued boolean not null default false,
      outcome jsonb,
      presence text check (presence in ('bridged', 'independent')),
      owner text not null,
      fence integer not null default 1,
      told boolean not null default false,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now()
    );
    -- Nobody is rung twice for one conference, however often and by whomever it is asked for.
    create unique index invitations_one_living on invitations (conference_uri, person_key)
      where state <> 'Terminated';
    create index on invitations (conference_uri, person_key, seq);
    create index on invitations (card_id, position, seq);
    create index on invitations (conference_id);
    create index invitations_owned on invitations (owner) where state <> 'Terminated' or presence = 'bridged';

    create table invitation_events (
      seq bigint generated always as identity primary key,
      invitation_id text not null references invitations,
      at timestamptz not null default clock_timestamp(),
      kind text not null,
      detail jsonb not null
    );
    create index on invitation_events (invitation_id, seq);

    create table calls (
      call_id text primary key,
      invitation_id text not null references invitations,
      record jsonb not null,
      begun_at timestamptz not null default clock_timestamp()
    );
    create index on calls (invitation_id);

    create table processes (
      id text primary key,
      host text not null,
      pid integer not null,
      started_at timestamptz not null default now(),
      renewed_at timestamptz not null default now()
    );
  `.execute(database);
}

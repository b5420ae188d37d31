import { type Kysely, sql } from 'kysely';

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table rosters (
      conference_id text primary key references conferences,
      state text not null default 'unknown' check (state in ('known', 'unknown', 'none')),
      follower text not null,
      moved_at timestamptz not null default now()
    );
    create index on rosters (follower);

    create table attendees (
      conference_id text not null references rosters on delete cascade,
      key text not null,
      address text not null,
      address_key text not null,
      name text not null,
      status text not null,
      taking_part boolean not null,
      invitation_id text references invitations,
      since timestamptz not null default now(),
      primary key (conference_id, key)
    );
    create index on attendees (conference_id, address_key) where taking_part;

    -- Nobody lives under this name: the first process that looks takes them over.
    insert into rosters (conference_id, follower) select id, '' from conferences where state = 'active';

    alter table invitations add column seen boolean not null default false;
  `.execute(database);
}

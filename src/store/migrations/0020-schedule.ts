import { type Kysely, sql } from 'kysely';

/** What is scheduled: people who are rung at a time, and reminders. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table appointments (
      id text primary key,
      thread_id text not null references threads,
      organizer jsonb not null,
      subject text not null,
      toast text,
      zone text not null,
      local text not null,
      rule text,
      skipped jsonb not null,
      sequence integer not null,
      version integer not null,
      state text not null check (state in ('active', 'over', 'cancelled')),
      next_local text,
      next_at timestamptz,
      activity_id text,
      changed_at timestamptz not null default now(),
      check ((state = 'active') = (next_at is not null))
    );
    create index on appointments (thread_id) where state = 'active';
    create index on appointments (next_at) where state = 'active';

    create table appointment_attendees (
      id text primary key,
      appointment_id text not null references appointments,
      position integer not null,
      invitee jsonb not null,
      response text not null check (response in ('none', 'accepted', 'tentative', 'declined')),
      in_chat text not null check (in_chat in ('no', 'wanted', 'refused')),
      personal_thread_id text references threads,
      activity_id text
    );
    create index on appointment_attendees (appointment_id);

    create table reminders (
      id text primary key,
      thread_id text not null references threads,
      made_by jsonb not null,
      -- An array of people, or "everyone".
      invitees jsonb not null,
      words text,
      appointment_id text references appointments,
      seconds_before integer,
      series jsonb,
      occurrence text,
      at timestamptz not null,
      version integer not null,
      state text not null check (state in ('waiting', 'fired', 'cancelled')),
      snoozed_from text references reminders,
      fired jsonb,
      activity_id text,
      created_at timestamptz not null default now()
    );
    create index on reminders (thread_id) where state = 'waiting';
    create index on reminders (at) where state = 'waiting';
    create index on reminders (appointment_id) where state = 'waiting';
    create index on reminders (snoozed_from) where state = 'waiting' and snoozed_from is not null;
  `.execute(database);
}

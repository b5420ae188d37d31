import { type Kysely, sql } from 'kysely';

/** What is deleted takes along what belongs to it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table cards
      drop constraint cards_conference_id_fkey,
      add foreign key (conference_id) references conferences on delete cascade;
    alter table questions
      drop constraint questions_card_id_fkey,
      add foreign key (card_id) references cards on delete cascade;
    alter table invitations
      drop constraint invitations_card_id_fkey,
      drop constraint invitations_conference_id_fkey,
      add foreign key (card_id) references cards on delete cascade,
      add foreign key (conference_id) references conferences on delete cascade;
    alter table invitation_events
      drop constraint invitation_events_invitation_id_fkey,
      add foreign key (invitation_id) references invitations on delete cascade;
    alter table calls
      drop constraint calls_invitation_id_fkey,
      add foreign key (invitation_id) references invitations on delete cascade;
    alter table rosters
      drop constraint rosters_conference_id_fkey,
      add foreign key (conference_id) references conferences on delete cascade;
    alter table attendees
      drop constraint attendees_invitation_id_fkey,
      add foreign key (invitation_id) references invitations on delete set null;
    alter table factory_calls
      drop constraint factory_calls_conference_id_fkey,
      add foreign key (conference_id) references conferences on delete cascade;
    alter table appointment_attendees
      drop constraint appointment_attendees_appointment_id_fkey,
      add foreign key (appointment_id) references appointments on delete cascade;
    alter table reminders
      drop constraint reminders_appointment_id_fkey,
      drop constraint reminders_snoozed_from_fkey,
      add foreign key (appointment_id) references appointments on delete cascade,
      add foreign key (snoozed_from) references reminders on delete set null;

    -- Without these each deletion would look through all of a table.
    create index on attendees (invitation_id);
    create index on reminders (appointment_id);
    create index on reminders (snoozed_from);
    create index on invitations (personal_thread_id);
    create index on appointment_attendees (personal_thread_id);
    create index on conferences (thread_id);
    create index on cards (thread_id);
    create index on invitations (thread_id);
    create index on reminders (thread_id);
    create index on appointments (thread_id);
    create index on incoming_invitations (thread_id);
  `.execute(database);
}

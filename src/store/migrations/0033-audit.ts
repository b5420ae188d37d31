import { type Kysely, sql } from 'kysely';

/** Append-only: the trigger refuses whoever is let in by this schema, also us. Only the upkeep deletes, what is too old. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit (
      seq bigint generated always as identity primary key,
      -- To the millisecond, as those who read on from there know it.
      at timestamptz(3) not null default clock_timestamp(),
      event text not null,
      via text not null,
      verb text,
      by_id text,
      by_name text,
      person_name text,
      person_address text,
      outcome text,
      why text,
      method text,
      code integer,
      answered_by text,
      channel text,
      thread_id text,
      conference_id text,
      conference_uri text,
      card_id text,
      about text
    );
    create index on audit (at, seq);

    create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and current_setting('usher.audit_upkeep', true) = 'on' then
        return null;
      end if;
      raise exception 'the audit trail is append-only: % is refused', tg_op using errcode = '42501';
    end
    $$;
    create trigger audit_append_only before update or delete or truncate on audit
      for each statement execute function audit_is_append_only();
  `.execute(database);
}

import { type Transaction as KyselyTransaction, type RawBuilder, sql } from 'kysely';
import { addressKeysOf } from '../desk/address-key.ts';
import { blockKeyOf } from '../desk/blocks.ts';
import type { Forgotten } from '../desk/personal-ports.ts';
import { rateNameOf } from '../desk/rates.ts';
import type { CardId, InvitationId, Invitee } from '../desk/records.ts';
import { lockCards } from './card-rows.ts';
import type { Tables } from './tables.ts';
import { json } from './values.ts';

/** In the place of a name, in every language. */
const NOBODY = '—';
const NO_ACTOR = json({ id: '', name: NOBODY });

interface Found {
  readonly id: InvitationId;
  readonly cardId: CardId;
  readonly invitee: Invitee;
  readonly isHers: boolean;
  readonly isOver: boolean;
}

/**
 * Takes somebody out of everything that is over: who she was, her addresses and her words. That somebody was called, when, and how it
 * ended stays. `personId`: by which the chat knows her.
 */
export async function forgetPerson(trx: KyselyTransaction<Tables>, personId: string): Promise<Forgotten> {
  const id = personId.toLowerCase();
  const invited = (column: string) =>
    sql`exists (select from jsonb_array_elements_text(${sql.ref(column)} -> 'ids') as one where lower(one) = ${id})`;
  const { rows: found } = await sql<Found>`
    select id, card_id as "cardId", invitee, ${invited('invitee')} as "isHers",
      state = 'Terminated' and presence is null and retry_at is null
        and answer ->> 'wish' is distinct from 'later' as "isOver"
    from invitations where ${invited('invitee')} or lower(inviter ->> 'id') = ${id}
  `.execute(trx);
  await lockCards(trx, found);
  const over = found.filter(({ isOver }) => isOver);
  const hers = over.filter(({ isHers }) => isHers);
  await forgetInvited(
    trx,
    hers.map((one) => one.id),
  );
  await forgetInviter(
    trx,
    id,
    over.map((one) => one.id),
  );
  await forgetAddresses(
    trx,
    id,
    hers.map(({ invitee }) => invitee),
  );
  const waiting = await forgetWaiting(trx, invited);
  const appointments = await forgetAppointments(trx, id, invited);
  const reminders = await forgetReminders(trx, id);
  return {
    invitations: over.length,
    reminders,
    notYet: found.length - over.length + waiting.notYet + appointments,
    cards: [...new Set([...over.map(({ cardId }) => cardId), ...waiting.cards])],
  };
}

async function forgetInvited(trx: KyselyTransaction<Tables>, ids: readonly InvitationId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update invitations set
      person_key = 'forgotten:' || id,
      invitee = ${nobody('invitations')},
      message = null,
      answer = answer || '{"words": null}',
      in_chat = 'no', personal_thread_id = null, personal_activity_id = null
    where id = any(${ids})
  `.execute(trx);
  await trx.deleteFrom('calls').where('invitationId', 'in', ids).execute();
  await forgetEvents(trx, ids);
}

/** Who was not called in the end; who still waits for her turn is counted. */
async function forgetWaiting(
  trx: KyselyTransaction<Tables>,
  invited: (column: string) => RawBuilder<unknown>,
): Promise<{ readonly notYet: number; readonly cards: readonly CardId[] }> {
  const { rows: found } = await sql<{ id: string; cardId: CardId; isOver: boolean }>`
    select id, card_id as "cardId", state <> 'waiting' as "isOver" from waiting_invitees where ${invited('invitee')}
  `.execute(trx);
  await lockCards(trx, found);
  const over = found.filter(({ isOver }) => isOver);
  await sql`
    update waiting_invitees set invitee = ${nobody('waiting_invitees')}, why = null
    where id = any(${over.map(({ id }) => id)})
  `.execute(trx);
  return { notYet: found.length - over.length, cards: over.map(({ cardId }) => cardId) };
}

/** Stands for an invitee who is forgotten, in a row of that table. */
function nobody(table: string): RawBuilder<unknown> {
  return sql`jsonb_build_object('key', 'forgotten:' || ${sql.ref(`${table}.id`)}, 'name', ${NOBODY}::text,
    'address', 'sip:forgotten@forgotten.invalid', 'guessed', false)`;
}

/** Toasts are hers who has invited. */
async function forgetInviter(
  trx: KyselyTransaction<Tables>,
  id: string,
  over: readonly InvitationId[],
): Promise<void> {
  if (over.length > 0) {
    await sql`
      update invitations set inviter = ${NO_ACTOR}, toast = null
      where id = any(${over}) and lower(inviter ->> 'id') = ${id}
    `.execute(trx);
    await forgetEvents(trx, over);
  }
  await sql`
    update cards set inviter = ${NO_ACTOR}, toast = null
    where lower(inviter ->> 'id') = ${id} and not exists (
      select from invitations where card_id = cards.id and (state <> 'Terminated' or presence is not null)
    ) and not exists (select from waiting_invitees where card_id = cards.id and state = 'waiting')
  `.execute(trx);
  await sql`update questions set asked_by = '' where state <> 'open' and lower(asked_by) = ${id}`.execute(
    trx,
  );
  await sql`
    update questions set candidates = '[]' where state <> 'open' and exists (
      select from jsonb_array_elements(candidates) as candidate,
        jsonb_array_elements_text(candidate -> 'ids') as one where lower(one) = ${id}
    )
  `.execute(trx);
  await sql`
    update incoming_invitations set answer = (answer - 'invitee') || jsonb_build_object('by', ${NO_ACTOR}::jsonb)
    where ending is not null and lower(answer -> 'by' ->> 'id') = ${id}
  `.execute(trx);
}

/** What happened stays, without who did it. */
async function forgetEvents(trx: KyselyTransaction<Tables>, ids: readonly InvitationId[]): Promise<void> {
  await trx
    .updateTable('invitationEvents')
    .set({ detail: json({}) })
    .where('invitationId', 'in', ids)
    .execute();
}

async function forgetAddresses(
  trx: KyselyTransaction<Tables>,
  id: string,
  known: readonly Invitee[],
): Promise<void> {
  const addresses = known.flatMap(({ address, also = [] }) => [address, ...also]);
  const ids = [id, ...known.flatMap((one) => one.ids ?? [])].map((one) => one.toLowerCase());
  await sql`delete from unreachable_people where lower(person_id) = any(${ids})`.execute(trx);
  await trx.deleteFrom('rates').where('name', 'in', ids.map(rateNameOf)).execute();
  const blocks = [...ids.map(blockKeyOf), ...known.flatMap(addressKeysOf)];
  await sql`delete from blocks where id in (select id from blocks where key = any(${blocks}))`.execute(trx);
  if (addresses.length === 0) return;
  await trx.deleteFrom('ways').where('address', 'in', addresses).execute();
  const keys = known.flatMap(addressKeysOf);
  if (keys.length > 0) await trx.deleteFrom('bindings').where('addressKey', 'in', keys).execute();
}

/** Returns how many are still to come. */
async function forgetAppointments(
  trx: KyselyTransaction<Tables>,
  id: string,
  invited: (column: string) => RawBuilder<unknown>,
): Promise<number> {
  await sql`
    update appointments set organizer = ${NO_ACTOR}, toast = null
    where state <> 'active' and lower(organizer ->> 'id') = ${id}
  `.execute(trx);
  await sql`
    update appointment_attendees set
      invitee = ${nobody('appointmentAttendees')},
      in_chat = 'no', personal_thread_id = null, activity_id = null
    from appointments where appointments.id = appointment_id and appointments.state <> 'active' and ${invited('invitee')}
  `.execute(trx);
  const { rows } = await sql<{ n: string }>`
    select count(*) as n from appointments where state = 'active' and (
      lower(organizer ->> 'id') = ${id}
      or exists (select from appointment_attendees where appointment_id = appointments.id and ${invited('invitee')})
    )
  `.execute(trx);
  return Number(rows[0]?.n ?? 0);
}

/** Those that she asked for, and those for her alone; she is taken out of the others. */
async function forgetReminders(trx: KyselyTransaction<Tables>, id: string): Promise<number> {
  const others = (people: RawBuilder<unknown>) => sql`(
    select coalesce(jsonb_agg(person), '[]') from jsonb_array_elements(${people}) as person
    where not exists (select from jsonb_array_elements_text(person -> 'ids') as one where lower(one) = ${id})
  )`;
  const { rows } = await sql`
    delete from reminders
    where lower(made_by ->> 'id') = ${id}
      or (jsonb_typeof(invitees) = 'array' and ${others(sql`invitees`)} = '[]')
    returning 1
  `.execute(trx);
  await sql`
    update reminders set
      invitees = case when jsonb_typeof(invitees) = 'array' then ${others(sql`invitees`)} else invitees end,
      fired = case when fired is null then null
        else fired || jsonb_build_object('people', ${others(sql`(fired -> 'people')`)}) end
    where invitees::text ilike '%' || ${id} || '%' or fired::text ilike '%' || ${id} || '%'
  `.execute(trx);
  return rows.length;
}

import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { IncomingId } from '../desk/incoming-ports.ts';
import type { Transaction } from '../desk/ports.ts';
import type { CardId, InvitationId, QuestionId } from '../desk/records.ts';
import type { AppointmentId, AttendeeId } from '../desk/schedule/schedule-records.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';

type CardRows = Pick<
  Transaction,
  | 'insertCard'
  | 'lockCard'
  | 'nextPosition'
  | 'setCardActivity'
  | 'setCardUnsure'
  | 'setCardSeen'
  | 'insertQuestion'
  | 'question'
  | 'closeQuestion'
  | 'closeQuestions'
>;

const LAST_ROW =
  sql<number>`position + case kind when 'all' then greatest(1, jsonb_array_length(candidates)) - 1 else 0 end`.as(
    'position',
  );

/** A message was posted, and nobody knows whether it arrived. */
const UNSURE = '';

/** Cards and the questions on them. `locked` is told which cards nobody else can change until the commit. */
export function cardRows(trx: KyselyTransaction<Tables>, locked: Set<CardId> = new Set()): CardRows {
  return {
    async insertCard({ id, threadId, conferenceId, inviter, toast, urgent = false, persist = null }) {
      const text = toast === null ? null : plain(toast);
      await trx
        .insertInto('cards')
        .values({
          id,
          threadId,
          conferenceId,
          inviter: json(inviter),
          toast: text,
          urgent,
          persist: persist && json(persist),
        })
        .execute();
      locked.add(id);
    },

    lockCard(id) {
      locked.add(id);
      return trx.selectFrom('cards').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
    },

    async nextPosition(id) {
      const used = await trx
        .selectFrom('invitations')
        .select('position')
        .where('cardId', '=', id)
        .unionAll(trx.selectFrom('questions').select(LAST_ROW).where('cardId', '=', id))
        .unionAll(trx.selectFrom('waitingInvitees').select('position').where('cardId', '=', id))
        .execute();
      return Math.max(-1, ...used.map(({ position }) => position)) + 1;
    },

    // One statement for whatever has that id: each card that is posted comes here. For that of a reminder nothing waits until it is on
    // the disk: where the database crashes just then the message is sent again, as it may be anyway.
    async setCardActivity(id, activityId) {
      await sql`
        with of_thread as (update cards set activity_id = ${activityId} where id = ${id}),
          of_caller as (update incoming_invitations set activity_id = ${activityId} where id = ${id}),
          of_invited as (update invitations set personal_activity_id = ${activityId} where id = ${id}),
          of_appointment as (update appointments set activity_id = ${activityId} where id = ${id}),
          of_attendee as (update appointment_attendees set activity_id = ${activityId} where id = ${id})
        update reminders set activity_id = ${activityId} where id = ${id}
        returning set_config('synchronous_commit', 'off', true)
      `.execute(trx);
    },

    async setCardUnsure(id) {
      const { rows } = await sql<{ count: number }>`
        with of_thread as (update cards set activity_id = ${UNSURE} where id = ${id} and activity_id is null returning id),
          of_caller as (
            update incoming_invitations set activity_id = ${UNSURE} where id = ${id} and activity_id is null returning id
          ),
          of_invited as (
            update invitations set personal_activity_id = ${UNSURE} where id = ${id} and personal_activity_id is null
            returning id
          ),
          of_appointment as (
            update appointments set activity_id = ${UNSURE} where id = ${id} and activity_id is null returning id
          ),
          of_attendee as (
            update appointment_attendees set activity_id = ${UNSURE} where id = ${id} and activity_id is null returning id
          )
        select count(*)::integer as count from (
          select id from of_thread union all select id from of_caller union all select id from of_invited
          union all select id from of_appointment union all select id from of_attendee
        ) as marked
      `.execute(trx);
      return (rows[0]?.count ?? 0) > 0;
    },

    async setCardSeen(id, threadId, message) {
      const [pressed, activityId] = [plain(id), plain(message)];
      const isUnknown = (column: 'activityId' | 'personalActivityId') =>
        sql<boolean>`coalesce(${sql.ref(column)}, '') = ''`;
      const [invitationId, incomingId] = [pressed as InvitationId, pressed as IncomingId];
      await trx
        .updateTable('cards')
        .set({ activityId })
        .where('threadId', '=', threadId)
        .where(isUnknown('activityId'))
        .where((eb) =>
          eb.or([
            eb('id', '=', pressed as CardId),
            eb('id', 'in', eb.selectFrom('invitations').select('cardId').where('id', '=', invitationId)),
            eb(
              'id',
              'in',
              eb
                .selectFrom('questions')
                .select('cardId')
                .where('id', '=', pressed as QuestionId),
            ),
          ]),
        )
        .execute();
      await trx
        .updateTable('incomingInvitations')
        .set({ activityId })
        .where('id', '=', incomingId)
        .where('threadId', '=', threadId)
        .where(isUnknown('activityId'))
        .execute();
      await trx
        .updateTable('invitations')
        .set({ personalActivityId: activityId })
        .where('id', '=', invitationId)
        .where('personalThreadId', '=', threadId)
        .where(isUnknown('personalActivityId'))
        // It may show a later invitation of hers by now (movePersonalCard).
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('invitations as later')
                .select('later.id')
                .where('later.personalThreadId', '=', threadId)
                .where('later.personalActivityId', '=', activityId),
            ),
          ),
        )
        .execute();
      const attendeeId = pressed as AttendeeId;
      await trx
        .updateTable('appointments')
        .set({ activityId })
        .where('threadId', '=', threadId)
        .where(isUnknown('activityId'))
        .where((eb) =>
          eb.or([
            eb('id', '=', pressed as AppointmentId),
            eb(
              'id',
              'in',
              eb.selectFrom('appointmentAttendees').select('appointmentId').where('id', '=', attendeeId),
            ),
          ]),
        )
        .execute();
      await trx
        .updateTable('appointmentAttendees')
        .set({ activityId })
        .where('id', '=', attendeeId)
        .where('personalThreadId', '=', threadId)
        .where(isUnknown('activityId'))
        .execute();
    },

    async insertQuestion({ id, cardId, position, typed, candidates, askedBy, kind = 'who' }) {
      await trx
        .insertInto('questions')
        .values({ id, cardId, position, kind, typed: plain(typed), candidates: json(candidates), askedBy })
        .execute();
    },

    async question(id) {
      const cardId = trx.selectFrom('questions').select('cardId').where('id', '=', id);
      await lockCards(trx, await cardId.execute());
      return trx.selectFrom('questions').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
    },

    async closeQuestion(id, state) {
      await trx.updateTable('questions').set({ state }).where('id', '=', id).execute();
    },

    async closeQuestions(conferenceId) {
      const open = await trx
        .selectFrom('questions')
        .innerJoin('cards', 'cards.id', 'questions.cardId')
        .select(['questions.id', 'questions.cardId'])
        .where('cards.conferenceId', '=', conferenceId)
        .where('questions.state', '=', 'open')
        .execute();
      const cards = await lockCards(trx, open);
      if (cards.length > 0) {
        await trx
          .updateTable('questions')
          .set({ state: 'closed' })
          .where('cardId', 'in', cards)
          .where('state', '=', 'open')
          .execute();
      }
      return cards;
    },
  };
}

/** Locks cards before what is on them, always in the same order, so that two commits never wait for each other. */
export async function lockCards(
  trx: KyselyTransaction<Tables>,
  rows: readonly { readonly cardId: CardId }[],
): Promise<CardId[]> {
  if (rows.length === 0) return [];
  const locked = await trx
    .selectFrom('cards')
    .select('id')
    .where('id', 'in', [...new Set(rows.map(({ cardId }) => cardId))])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return locked.map(({ id }) => id);
}

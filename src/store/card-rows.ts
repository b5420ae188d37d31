import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { Transaction } from '../desk/ports.ts';
import type { CardId } from '../desk/records.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';

type CardRows = Pick<
  Transaction,
  | 'insertCard'
  | 'lockCard'
  | 'nextPosition'
  | 'setCardActivity'
  | 'insertQuestion'
  | 'question'
  | 'closeQuestion'
  | 'closeQuestions'
>;

/** Cards and the questions on them. */
export function cardRows(trx: KyselyTransaction<Tables>): CardRows {
  return {
    async insertCard({ id, threadId, conferenceId, inviter, toast }) {
      const text = toast === null ? null : plain(toast);
      await trx
        .insertInto('cards')
        .values({ id, threadId, conferenceId, inviter: json(inviter), toast: text })
        .execute();
    },

    lockCard(id) {
      return trx.selectFrom('cards').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
    },

    async nextPosition(id) {
      const used = await trx
        .selectFrom('invitations')
        .select('position')
        .where('cardId', '=', id)
        .unionAll(trx.selectFrom('questions').select('position').where('cardId', '=', id))
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

    async insertQuestion({ id, cardId, position, typed, candidates }) {
      await trx
        .insertInto('questions')
        .values({ id, cardId, position, typed: plain(typed), candidates: json(candidates) })
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

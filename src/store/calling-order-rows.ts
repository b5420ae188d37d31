import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { OrderTransaction } from '../desk/calling-order-ports.ts';
import { lockCards } from './card-rows.ts';
import { lastAttempts } from './invitation-rows.ts';
import type { Tables } from './tables.ts';
import { json } from './values.ts';

/** Those who are not called yet, or are to be called again. */
export function callingOrderRows(trx: KyselyTransaction<Tables>): Omit<OrderTransaction, 'moveOn'> {
  return {
    async insertWaiting({ invitee, ...rest }) {
      await trx
        .insertInto('waitingInvitees')
        .values({ ...rest, invitee: json(invitee) })
        .execute();
    },

    waitingOn(id) {
      return trx
        .selectFrom('waitingInvitees')
        .selectAll()
        .where('cardId', '=', id)
        .orderBy('stage')
        .orderBy('position')
        .execute();
    },

    async waiting(id) {
      const cardId = trx.selectFrom('waitingInvitees').select('cardId').where('id', '=', id);
      await lockCards(trx, await cardId.execute());
      return trx.selectFrom('waitingInvitees').selectAll().where('id', '=', id).executeTakeFirst();
    },

    async setWaiting(id, state, why) {
      await trx
        .updateTable('waitingInvitees')
        .set({ state, why: why ? json(why) : null, changedAt: sql<Date>`now()` })
        .where('id', '=', id)
        .execute();
    },

    async takeWaiting(id) {
      await trx.deleteFrom('waitingInvitees').where('id', '=', id).execute();
    },

    async emptyLines(id) {
      const cards = trx.selectFrom('cards').select('id').where('conferenceId', '=', id);
      await trx
        .updateTable('waitingInvitees')
        .set({ state: 'withdrawn', changedAt: sql<Date>`now()` })
        .where('cardId', 'in', cards)
        .where('state', '=', 'waiting')
        .execute();
      await trx
        .updateTable('invitations')
        .set({ retryAt: null })
        .where('conferenceId', '=', id)
        .where('retryAt', 'is not', null)
        .execute();
    },

    lastAttempts: (id) => lastAttempts(trx, id),

    async hasOpenQuestion(id) {
      const open = await trx
        .selectFrom('questions')
        .select('id')
        .where('cardId', '=', id)
        .where('state', '=', 'open')
        .limit(1)
        .executeTakeFirst();
      return open !== undefined;
    },

    async setRetry(id, seconds) {
      const at = seconds === null ? null : sql<Date>`now() + make_interval(secs => ${seconds})`;
      await trx.updateTable('invitations').set({ retryAt: at }).where('id', '=', id).execute();
    },
  };
}

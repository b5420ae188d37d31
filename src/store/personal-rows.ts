import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { PersonalStore, PersonalTransaction } from '../desk/personal-ports.ts';
import type { InvitationId, QuestionId } from '../desk/records.ts';
import type { Database } from './database.ts';
import { forgetPerson } from './forget-person.ts';
import { INVITATION_COLUMNS } from './invitation-rows.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';
import { wake } from './wake.ts';

/** So long nobody tries again to write to somebody. */
const REMEMBERED = sql<Date>`now() - interval '24 hours'`;

/** What the invited person sees and answers in a chat of her own. */
export function personalRows(
  trx: KyselyTransaction<Tables>,
): Omit<PersonalTransaction, 'drawPersonal' | 'ringAgainAfter'> {
  return {
    async setInChat(id, inChat) {
      await trx.updateTable('invitations').set({ inChat }).where('id', '=', id).execute();
    },

    async setPersonalThread(id, { id: personalThreadId, channel, title, reference }) {
      await trx
        .insertInto('threads')
        .values({
          id: personalThreadId,
          channel,
          title: plain(title),
          reference: json(reference ?? null),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await trx.updateTable('invitations').set({ personalThreadId }).where('id', '=', id).execute();
    },

    async isUnreachable(personIds) {
      const found = await trx
        .selectFrom('unreachablePeople')
        .select('personId')
        .where('personId', 'in', personIds.map(plain))
        .where('refusedAt', '>', REMEMBERED)
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    async rememberUnreachable(personIds) {
      // In one order for all, so that two commits never wait for each other.
      const rows = [...new Set(personIds.map(plain))].sort().map((personId) => ({ personId }));
      await trx
        .insertInto('unreachablePeople')
        .values(rows)
        .onConflict((conflict) => conflict.column('personId').doUpdateSet({ refusedAt: sql<Date>`now()` }))
        .execute();
    },

    async setAnswer(id, answer) {
      const { owner } = await trx
        .updateTable('invitations')
        .set({ answer: answer && json(answer) })
        .where('id', '=', id)
        .returning('owner')
        .executeTakeFirstOrThrow();
      // Without an id the owner looks at all of its wishes, and sees which of them this one is.
      await wake(trx, owner, 'unwanted');
    },

    forgetPerson: (personId) => forgetPerson(trx, personId),

    async setMessage(id, message) {
      await trx
        .updateTable('invitations')
        .set({ message: plain(message) })
        .where('id', '=', id)
        .execute();
    },
  };
}

export function personalReads(database: Database): PersonalStore {
  return {
    personalCard: (id) =>
      database.transaction().execute(async (trx) => {
        // Waits for a commit that has ordered a draw: whoever changes an invitation locks its card. See Jobs.sendDraw.
        const cardId = trx.selectFrom('invitations').select('cardId').where('id', '=', id);
        await trx.selectFrom('cards').select('id').where('id', '=', cardId).forShare().execute();
        const found = await trx
          .selectFrom('invitations')
          .select([...INVITATION_COLUMNS, 'personalThreadId', 'personalActivityId'])
          .where('id', '=', id)
          .where('inChat', '<>', 'no')
          .executeTakeFirst();
        if (!found) return undefined;
        const { personalThreadId, personalActivityId: activityId, ...invitation } = found;
        const conference = await trx
          .selectFrom('conferences')
          .selectAll()
          .where('id', '=', invitation.conferenceId)
          .executeTakeFirstOrThrow();
        const threads = await trx
          .selectFrom('threads')
          .select(['id', 'channel', 'title', 'reference'])
          .where('id', 'in', [invitation.threadId, personalThreadId ?? invitation.threadId])
          .execute();
        const thread = threads.find((one) => one.id === invitation.threadId);
        if (!thread) return undefined;
        const personalThread = threads.find((one) => one.id === personalThreadId);
        return { invitation, conference, thread, personalThread, activityId };
      }),

    async whose(id) {
      const invitation = await database
        .selectFrom('invitations')
        .innerJoin('cards', 'cards.id', 'invitations.cardId')
        .select(['cards.threadId', 'cards.inviter as first', 'invitations.inviter as last'])
        .where('invitations.id', '=', id as InvitationId)
        .executeTakeFirst();
      if (invitation) return { threadId: invitation.threadId, inviters: [invitation.first, invitation.last] };
      const question = await database
        .selectFrom('questions')
        .innerJoin('cards', 'cards.id', 'questions.cardId')
        .select(['cards.threadId', 'cards.inviter'])
        .where('questions.id', '=', id as QuestionId)
        .executeTakeFirst();
      return question && { threadId: question.threadId, inviters: [question.inviter] };
    },
  };
}

/** Deletes what is too old to keep anybody from being written to. */
export async function forgetUnreachable(database: Database): Promise<void> {
  await database.deleteFrom('unreachablePeople').where('refusedAt', '<=', REMEMBERED).execute();
}

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
): Omit<PersonalTransaction, 'drawPersonal' | 'drawPersonalAfter' | 'ringAgainAfter'> {
  return {
    async setInChat(id, inChat) {
      await trx.updateTable('invitations').set({ inChat }).where('id', '=', id).execute();
    },

    async setPersonalThread(id, thread) {
      if (!thread) {
        await trx.updateTable('invitations').set({ personalThreadId: null }).where('id', '=', id).execute();
        return;
      }
      const { id: personalThreadId, channel, title, reference } = thread;
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

    async reachable(personIds) {
      const refused = await refusedOf(trx, personIds);
      return personIds.filter((id) => !refused.includes(id));
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
        .set({ answer: answer && json(answer), retryAt: null })
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

    async setAcceptedLate(id) {
      await trx
        .updateTable('invitations')
        .set({ status: 'accepted', outcome: json({ word: 'accepted' }), changedAt: sql<Date>`now()` })
        .where('id', '=', id)
        .execute();
    },

    async movePersonalCard(from, to) {
      const { personalThreadId, personalActivityId } = await trx
        .selectFrom('invitations')
        .select(['personalThreadId', 'personalActivityId'])
        .where('id', '=', from)
        .executeTakeFirstOrThrow();
      await trx.updateTable('invitations').set({ personalActivityId: null }).where('id', '=', from).execute();
      await trx
        .updateTable('invitations')
        .set({ inChat: 'wanted', personalThreadId, personalActivityId })
        .where('id', '=', to)
        .execute();
    },
  };
}

/** Of these ids those by which somebody could not be written to lately. */
export async function refusedOf(
  trx: KyselyTransaction<Tables>,
  personIds: readonly string[],
): Promise<string[]> {
  if (personIds.length === 0) return [];
  const found = await trx
    .selectFrom('unreachablePeople')
    .select('personId')
    .where('personId', 'in', personIds.map(plain))
    .where('refusedAt', '>', REMEMBERED)
    .execute();
  const refused = new Set(found.map(({ personId }) => personId));
  return personIds.filter((id) => refused.has(plain(id)));
}

export function personalReads(database: Database): PersonalStore {
  return {
    threadsElsewhere(channel, personIds) {
      const ids = personIds.map(plain);
      return database
        .selectFrom('threads')
        .select(['id', 'channel', 'title', 'reference'])
        .distinctOn('channel')
        .where('channel', '<>', channel)
        .orderBy('channel')
        .orderBy(
          sql`id in (
            select personal_thread_id from invitations
            where personal_thread_id is not null and invitee -> 'ids' ?| ${ids}::text[]
            union select thread_id from invitations where inviter ->> 'id' = any(${ids}::text[])
          )`,
          'desc',
        )
        .orderBy('seenAt', 'desc')
        .execute();
    },

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
        const refusedIds = await refusedOf(trx, invitation.invitee.ids ?? []);
        const last = await trx
          .selectFrom('invitations')
          .select('id')
          .where('conferenceUri', '=', conference.uri)
          .where('personKey', '=', plain(invitation.invitee.key))
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        const threads = await trx
          .selectFrom('threads')
          .select(['id', 'channel', 'title', 'reference'])
          .where('id', 'in', [invitation.threadId, personalThreadId ?? invitation.threadId])
          .execute();
        const thread = threads.find((one) => one.id === invitation.threadId);
        if (!thread) return undefined;
        const personalThread = threads.find((one) => one.id === personalThreadId);
        return {
          invitation,
          conference,
          thread,
          personalThread,
          activityId,
          lastId: last?.id ?? id,
          refusedIds,
        };
      }),

    async whose(id) {
      const waiting = await database
        .selectFrom('waitingInvitees')
        .innerJoin('cards', 'cards.id', 'waitingInvitees.cardId')
        .select(['cards.threadId', 'cards.inviter'])
        .where('waitingInvitees.id', '=', id as InvitationId)
        .executeTakeFirst();
      if (waiting) return { threadId: waiting.threadId, inviters: [waiting.inviter] };
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

import {
  type Expression,
  type ExpressionBuilder,
  type Transaction as KyselyTransaction,
  type SqlBool,
  sql,
} from 'kysely';
import type { InvitationPatch, Transaction } from '../desk/ports.ts';
import type { CardId, InvitationRecord, ProcessId } from '../desk/records.ts';
import { lockCards } from './card-rows.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';
import { wake } from './wake.ts';

type InvitationRows = Pick<
  Transaction,
  | 'insertInvitation'
  | 'invitation'
  | 'lastInvitation'
  | 'livingInvitations'
  | 'setUnwanted'
  | 'update'
  | 'isSettled'
  | 'takeUntold'
>;

/** The columns of an InvitationRecord, no more. */
export const INVITATION_COLUMNS = [
  'id',
  'cardId',
  'threadId',
  'conferenceId',
  'position',
  'attempt',
  'invitee',
  'inviter',
  'toast',
  'urgent',
  'wanted',
  'state',
  'status',
  'queued',
  'outcome',
  'presence',
  'seen',
  'removalCode',
  'retryAt',
  'answer',
  'message',
  'inChat',
  'owner',
  'fence',
  'createdAt',
  'changedAt',
] as const satisfies readonly (keyof InvitationRecord)[];

/** On its way, in through a call of ours, or to be taken out by her conference: somebody has to own it. */
export function needsOwner(eb: ExpressionBuilder<Tables, 'invitations'>): Expression<SqlBool> {
  return eb.or([
    eb('state', '<>', 'Terminated'),
    eb('presence', '=', 'bridged'),
    eb.and([eb('presence', '=', 'independent'), eb('wanted', '=', 'out'), eb('removalCode', 'is', null)]),
  ]);
}

/** Of what needs an owner: who is not wanted in any more, or whose phone need not ring any more. */
export function isUnwanted(eb: ExpressionBuilder<Tables, 'invitations'>): Expression<SqlBool> {
  return eb.or([
    eb.and([eb('wanted', '=', 'out'), needsOwner(eb)]),
    eb.and([eb('state', '<>', 'Terminated'), eb(sql<string>`answer ->> 'wish'`, '=', 'link')]),
  ]);
}

/** Invitations, their history, and what is still to be told about them. */
export function invitationRows(trx: KyselyTransaction<Tables>, process: ProcessId): InvitationRows {
  return {
    async insertInvitation({ invitee, inviter, toast, urgent = false, ...rest }) {
      const { id, cardId, threadId, conferenceId, position, attempt } = rest;
      const conference = trx.selectFrom('conferences').select('uri').where('id', '=', conferenceId);
      const inserted = await trx
        .insertInto('invitations')
        .values({
          ...{ id, cardId, threadId, conferenceId, position, attempt },
          conferenceUri: conference,
          personKey: plain(invitee.key),
          invitee: json(invitee),
          inviter: json(inviter),
          toast: toast === null ? null : plain(toast),
          urgent,
          owner: process,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['conferenceUri', 'personKey'])
            .where('state', '<>', sql.lit('Terminated'))
            .doNothing(),
        )
        .returning(INVITATION_COLUMNS)
        .executeTakeFirst();
      return inserted ?? false;
    },

    async invitation(id) {
      await lockCards(
        trx,
        await trx.selectFrom('invitations').select('cardId').where('id', '=', id).execute(),
      );
      return trx
        .selectFrom('invitations')
        .select(INVITATION_COLUMNS)
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst();
    },

    // Not locked: it may be on the card of another thread, and what follows is guarded by the unique index.
    lastInvitation(conferenceUri, personKey) {
      return trx
        .selectFrom('invitations')
        .select(INVITATION_COLUMNS)
        .where('conferenceUri', '=', conferenceUri)
        .where('personKey', '=', plain(personKey))
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
    },

    async livingInvitations(conferenceId) {
      const living = trx
        .selectFrom('invitations')
        .where('conferenceId', '=', conferenceId)
        .where((eb) => eb.or([eb('state', '<>', 'Terminated'), eb('presence', 'is not', null)]));
      await lockCards(trx, await living.select('cardId').execute());
      return living.select(INVITATION_COLUMNS).orderBy('seq').forNoKeyUpdate().execute();
    },

    async setUnwanted(id) {
      const { owner } = await trx
        .updateTable('invitations')
        .set({ wanted: 'out', removalCode: null })
        .where('id', '=', id)
        .returning('owner')
        .executeTakeFirstOrThrow();
      await wake(trx, owner, 'unwanted', id);
    },

    update({ id, fence }, patch) {
      return trx
        .updateTable('invitations')
        .set(columnsOf(patch))
        .where('id', '=', id)
        .where('fence', '=', fence)
        .where('owner', '=', process)
        .returning(INVITATION_COLUMNS)
        .executeTakeFirst();
    },

    async isSettled(cardId) {
      const question = await trx
        .selectFrom('questions')
        .select('id')
        .where('cardId', '=', cardId)
        .where('state', '=', 'open')
        .limit(1)
        .executeTakeFirst();
      if (question) return false;
      const waiting = await trx
        .selectFrom('waitingInvitees')
        .select('id')
        .where('cardId', '=', cardId)
        .where('state', '=', 'waiting')
        .limit(1)
        .executeTakeFirst();
      if (waiting) return false;
      const last = await lastAttempts(trx, cardId);
      return last.every(({ state, retryAt }) => state === 'Terminated' && retryAt === null);
    },

    async takeUntold(cardId) {
      const untold = await trx
        .updateTable('invitations')
        .set({ told: true })
        .where('cardId', '=', cardId)
        .where('state', '=', 'Terminated')
        .where('told', '=', false)
        .returning(['id', 'position'])
        .execute();
      return untold.sort((a, b) => a.position - b.position).map(({ id }) => id);
    },
  };
}

/** The last attempt of each row of a card, in the order of the rows. */
export function lastAttempts(trx: KyselyTransaction<Tables>, cardId: CardId) {
  return trx
    .selectFrom('invitations')
    .select(INVITATION_COLUMNS)
    .distinctOn('position')
    .where('cardId', '=', cardId)
    .orderBy('position')
    .orderBy('seq', 'desc')
    .execute();
}

/** `changedAt` moves with the status only; a patch of nothing still finds out whether the fence stands. */
function columnsOf({ outcome, status, ...rest }: InvitationPatch) {
  return (eb: ExpressionBuilder<Tables, 'invitations'>) => ({
    fence: eb.ref('fence'),
    ...rest,
    ...(outcome && { outcome: json(outcome) }),
    ...(status && {
      status,
      changedAt: sql<Date>`case when ${eb.ref('status')} = ${status} then ${eb.ref('changedAt')} else now() end`,
    }),
  });
}

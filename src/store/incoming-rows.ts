import type { Transaction as KyselyTransaction } from 'kysely';
import { sql } from 'kysely';
import type {
  IncomingId,
  IncomingRecord,
  IncomingStore,
  IncomingTransaction,
} from '../desk/incoming-ports.ts';
import type { ProcessId } from '../desk/records.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import { living } from './take-over.ts';
import { json, plain } from './values.ts';
import { wake } from './wake.ts';

const COLUMNS = [
  'id',
  'threadId',
  'inviter',
  'subject',
  'toast',
  'conferenceUri',
  'answer',
  'ending',
  'activityId',
  'owner',
  'changedAt',
  'expiresAt',
] as const satisfies readonly (keyof IncomingRecord)[];

const THREAD_COLUMNS = ['threads.id', 'channel', 'title', 'reference'] as const;
const NOW = sql<Date>`clock_timestamp()`;

/** Invitations from outside, and in which thread they are shown. */
export function incomingRows(trx: KyselyTransaction<Tables>, process: ProcessId): IncomingTransaction {
  return {
    async bind(threadId, addressKeys, name) {
      const before = await trx
        .selectFrom('bindings')
        .innerJoin('threads', 'threads.id', 'bindings.threadId')
        .select(THREAD_COLUMNS)
        .where('addressKey', 'in', addressKeys)
        .where('threadId', '<>', threadId)
        .limit(1)
        .executeTakeFirst();
      const shown = { threadId, name: plain(name) };
      await trx
        .insertInto('bindings')
        .values([...addressKeys].sort().map((addressKey) => ({ addressKey: plain(addressKey), ...shown })))
        .onConflict((conflict) => conflict.column('addressKey').doUpdateSet({ ...shown, boundAt: NOW }))
        .execute();
      return before;
    },

    async unbind(threadId, addressKeys) {
      const unbound = await trx
        .deleteFrom('bindings')
        .where('threadId', '=', threadId)
        .$if(addressKeys !== undefined, (query) => query.where('addressKey', 'in', addressKeys ?? []))
        .returning('name')
        .execute();
      return [...new Set(unbound.map(({ name }) => name))];
    },

    async boundThread(addressKey) {
      const binding = await trx
        .selectFrom('bindings')
        .select('threadId')
        .where('addressKey', '=', plain(addressKey))
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!binding) return undefined;
      return trx
        .selectFrom('threads')
        .select(THREAD_COLUMNS)
        .where('id', '=', binding.threadId)
        .executeTakeFirst();
    },

    async countIncoming(threadId, inviterKey, since) {
      const { open, lately } = await trx
        .selectFrom('incomingInvitations')
        .select(({ fn }) => [
          fn
            .countAll<string>()
            .filterWhere((eb) => eb.and([eb('threadId', '=', threadId), eb('ending', 'is', null)]))
            .as('open'),
          fn
            .countAll<string>()
            .filterWhere((eb) =>
              eb.and([eb('inviterKey', '=', plain(inviterKey)), eb('createdAt', '>', since)]),
            )
            .as('lately'),
        ])
        .where((eb) =>
          eb.or([
            eb.and([eb('threadId', '=', threadId), eb('ending', 'is', null)]),
            eb.and([eb('inviterKey', '=', plain(inviterKey)), eb('createdAt', '>', since)]),
          ]),
        )
        .executeTakeFirstOrThrow();
      return { open: Number(open), lately: Number(lately) };
    },

    async insertIncoming({ inviter, inviterKey, subject, toast, ...rest }) {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('incomingInvitations')
        .values({
          ...rest,
          inviter: json(inviter),
          inviterKey: plain(inviterKey),
          subject: plain(subject),
          toast: toast === null ? null : plain(toast),
          owner: process,
        })
        .onConflict((conflict) =>
          conflict.columns(['inviterKey', 'conferenceUri']).where('ending', 'is', null).doNothing(),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    lockIncoming(id) {
      return trx
        .selectFrom('incomingInvitations')
        .select(COLUMNS)
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst();
    },

    async answerIncoming(id, answer) {
      const { owner } = await trx
        .updateTable('incomingInvitations')
        .set({ answer: json(answer), changedAt: NOW })
        .where('id', '=', id)
        .returning('owner')
        .executeTakeFirstOrThrow();
      await wake(trx, owner, 'answered', id);
    },

    async endIncoming(id, ending) {
      const ended = await trx
        .updateTable('incomingInvitations')
        .set({ ending, changedAt: NOW })
        .where('id', '=', id)
        .where('owner', '=', process)
        .where('ending', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return ended !== undefined;
    },

    async interruptIncoming() {
      const ended = await trx
        .updateTable('incomingInvitations')
        .set({ ending: 'interrupted', owner: process, changedAt: NOW })
        .where('ending', 'is', null)
        .where('owner', '<>', process)
        .where('owner', 'not in', living(trx, []))
        .returning('id')
        .execute();
      return ended.map(({ id }) => id);
    },
  };
}

type IncomingReads = Pick<IncomingStore, 'incoming' | 'answeredIncoming'>;

export function incomingReads(database: Database, process: ProcessId): IncomingReads {
  return {
    async incoming(id) {
      // Waits for a commit that has ordered a draw of it: see Jobs.sendDraw.
      return database.transaction().execute(async (trx) => {
        const record = await trx
          .selectFrom('incomingInvitations')
          .select(COLUMNS)
          .where('id', '=', id)
          .forShare()
          .executeTakeFirst();
        if (!record) return undefined;
        const thread = await trx
          .selectFrom('threads')
          .select(THREAD_COLUMNS)
          .where('id', '=', record.threadId)
          .executeTakeFirstOrThrow();
        return { record, thread };
      });
    },

    async answeredIncoming(): Promise<IncomingId[]> {
      const answered = await database
        .selectFrom('incomingInvitations')
        .select('id')
        .where('owner', '=', process)
        .where('ending', 'is', null)
        .where('answer', 'is not', null)
        .execute();
      return answered.map(({ id }) => id);
    },
  };
}

import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { Transaction } from '../desk/ports.ts';
import type { ConferenceId, ProcessId } from '../desk/records.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';
import { notified, wake } from './wake.ts';

type ThreadRows = Pick<
  Transaction,
  | 'claimActivity'
  | 'lockThread'
  | 'activeConference'
  | 'insertConference'
  | 'endConference'
  | 'conferenceMade'
>;

/** Activities, threads and their conferences. */
export function threadRows(trx: KyselyTransaction<Tables>, process: ProcessId): ThreadRows {
  const wakeFollower = async (id: ConferenceId) => {
    const roster = await trx
      .selectFrom('rosters')
      .select('follower')
      .where('conferenceId', '=', id)
      .executeTakeFirst();
    if (roster) await wake(trx, roster.follower, 'followed', id);
  };
  return {
    async claimActivity(channel, activityId) {
      // A redelivery that arrives while the first is being decided waits here for its commit.
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('activities')
        .values({ channel, activityId: plain(activityId) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async lockThread({ id, channel, title, reference }) {
      const seen = { channel, title: plain(title), reference: json(reference ?? null) };
      await trx
        .insertInto('threads')
        .values({ id, ...seen })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...seen, seenAt: sql<Date>`now()` }))
        .execute();
    },

    activeConference(threadId) {
      return trx
        .selectFrom('conferences')
        .selectAll()
        .where('threadId', '=', threadId)
        .where('state', '=', 'active')
        .forNoKeyUpdate()
        .executeTakeFirst();
    },

    async insertConference({ id, threadId, uri, subject }) {
      await trx
        .with('conference', (query) =>
          query
            .insertInto('conferences')
            .values({ id, threadId, uri, subject: plain(subject), state: 'active' }),
        )
        .with('roster', (query) =>
          query.insertInto('rosters').values({ conferenceId: id, follower: process }),
        )
        .selectNoFrom(notified(process, 'followed', id).as('notified'))
        .execute();
    },

    async endConference(id) {
      await trx.updateTable('conferences').set({ state: 'ended' }).where('id', '=', id).execute();
      await wakeFollower(id);
      const call = await trx
        .selectFrom('factoryCalls')
        .select('owner')
        .where('conferenceId', '=', id)
        .executeTakeFirst();
      if (call) await wake(trx, call.owner, 'unwanted');
    },

    async conferenceMade({ conferenceId, fence }, uri) {
      const { numUpdatedRows } = await trx
        .updateTable('factoryCalls')
        .set({ state: 'held', changedAt: sql<Date>`now()` })
        .where('conferenceId', '=', conferenceId)
        .where('owner', '=', process)
        .where('fence', '=', fence)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await trx.updateTable('conferences').set({ uri }).where('id', '=', conferenceId).execute();
      await trx
        .updateTable('invitations')
        .set({ conferenceUri: uri })
        .where('conferenceId', '=', conferenceId)
        .execute();
      await wakeFollower(conferenceId);
      return true;
    },
  };
}

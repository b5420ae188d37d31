import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { RosterTarget } from '../core/index.ts';
import type { ConferenceId, ProcessId } from '../desk/records.ts';
import type { RosterTransaction } from '../desk/roster-ports.ts';
import type { Database } from './database.ts';
import { INVITATION_COLUMNS } from './invitation-rows.ts';
import { quietConferences } from './quiet-conferences.ts';
import { readRoster } from './read-card.ts';
import type { Tables } from './tables.ts';
import { plain } from './values.ts';
import { wake } from './wake.ts';

/** Who is in, as conference servers tell, and what follows from it for those who were invited. */
export function rosterRows(trx: KyselyTransaction<Tables>, process: ProcessId): RosterTransaction {
  const cardsOf = async (conferenceId: ConferenceId) => {
    const cards = trx.selectFrom('cards').select('id').where('conferenceId', '=', conferenceId);
    return (await cards.orderBy('id').forNoKeyUpdate().execute()).map(({ id }) => id);
  };
  const active = trx.selectFrom('conferences').select('id').where('state', '=', 'active');
  return {
    cardsOf,

    async followedRoster(id) {
      const mine = await trx
        .selectFrom('rosters')
        .select('state')
        .where('conferenceId', '=', id)
        .where('follower', '=', process)
        .where('conferenceId', 'in', active)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return mine && readRoster(trx, id);
    },

    async setRosterState(id, state) {
      const { numUpdatedRows } = await trx
        .updateTable('rosters')
        .set({ state })
        .where('conferenceId', '=', id)
        .where('follower', '=', process)
        .where('conferenceId', 'in', active)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async setRoster(id, { state, changed = [], gone = [], moved = false }) {
      await trx
        .updateTable('rosters')
        .set({ state, ...(moved ? { movedAt: sql<Date>`now()` } : {}) })
        .where('conferenceId', '=', id)
        .execute();
      if (gone.length > 0) {
        await trx.deleteFrom('attendees').where('conferenceId', '=', id).where('key', 'in', gone).execute();
      }
      if (changed.length === 0) return;
      await trx
        .insertInto('attendees')
        .values(
          changed.map(({ key, address, name, since, ...rest }) => ({
            ...rest,
            conferenceId: id,
            key: plain(key),
            address: plain(address),
            name: plain(name),
            since: since ?? sql<Date>`now()`,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['conferenceId', 'key']).doUpdateSet(({ ref }) => ({
            address: ref('excluded.address'),
            addressKey: ref('excluded.addressKey'),
            name: ref('excluded.name'),
            status: ref('excluded.status'),
            takingPart: ref('excluded.takingPart'),
            invitationId: ref('excluded.invitationId'),
            since: ref('excluded.since'),
          })),
        )
        .execute();
    },

    async takesPart(id, addressKeys) {
      const found = await trx
        .selectFrom('rosters')
        .select((eb) =>
          eb
            .exists(
              eb
                .selectFrom('attendees')
                .select('key')
                .whereRef('attendees.conferenceId', '=', 'rosters.conferenceId')
                .where('takingPart', '=', true)
                .where('invitationId', 'is', null)
                .where('addressKey', '=', sql<string>`any(${addressKeys}::text[])`),
            )
            .as('isIn'),
        )
        .where('conferenceId', '=', id)
        .where('state', '=', 'known')
        .executeTakeFirst();
      return found && Boolean(found.isIn);
    },

    async setAttendeeUnwanted(id, addressKey) {
      const { numUpdatedRows } = await trx
        .updateTable('attendees')
        .set({ wanted: 'out', removalCode: null })
        .where('conferenceId', '=', id)
        .where('addressKey', '=', addressKey)
        .where('invitationId', 'is', null)
        .where('takingPart', '=', true)
        .executeTakeFirst();
      const roster = await trx
        .selectFrom('rosters')
        .select('follower')
        .where('conferenceId', '=', id)
        .executeTakeFirst();
      if (numUpdatedRows === 0n || !roster) return false;
      await wake(trx, roster.follower, 'unwanted');
      return true;
    },

    async setAttendeeRemoval(id, key, code) {
      await trx
        .updateTable('attendees')
        .set({ removalCode: code })
        .where('conferenceId', '=', id)
        .where('key', '=', key)
        .execute();
    },

    async lastInvitations(id) {
      const last = trx
        .selectFrom('invitations')
        .select('id')
        .distinctOn('personKey')
        .where('conferenceId', '=', id)
        .orderBy('personKey')
        .orderBy('seq', 'desc');
      return trx
        .selectFrom('invitations')
        .select(INVITATION_COLUMNS)
        .where('id', 'in', last)
        .orderBy('seq')
        .forNoKeyUpdate()
        .execute();
    },

    async bridgedCalls(callIds) {
      if (callIds.length === 0) return new Map();
      const calls = await trx
        .selectFrom('calls')
        .select(['callId', 'invitationId'])
        .where('callId', 'in', callIds.map(plain))
        .where(sql<string>`record ->> 'leg'`, '=', 'conference')
        .execute();
      return new Map(calls.map(({ callId, invitationId }) => [callId, invitationId]));
    },

    async setAttendance(id, { status, ...rest }) {
      await trx
        .updateTable('invitations')
        .set({ ...rest, ...(status && { status, changedAt: sql<Date>`now()` }) })
        .where('id', '=', id)
        .execute();
    },

    async lockQuiet(id) {
      await trx
        .selectFrom('threads')
        .select('id')
        .where('id', '=', trx.selectFrom('conferences').select('threadId').where('id', '=', id))
        .forNoKeyUpdate()
        .execute();
      await cardsOf(id);
      await trx.selectFrom('rosters').select('state').where('conferenceId', '=', id).forUpdate().execute();
      return (await quietConferences(trx, id)).length > 0;
    },
  };
}

/** See RosterStore. */
export function endpointsOf(
  database: Database,
  id: ConferenceId,
  addressKeys: readonly string[],
): Promise<RosterTarget[]> {
  return database
    .selectFrom('attendees')
    .select(['key', 'address'])
    .where('conferenceId', '=', id)
    .where('invitationId', 'is', null)
    .where('addressKey', '=', sql<string>`any(${addressKeys}::text[])`)
    .orderBy('key')
    .execute();
}

/** Who was in stays known for as long as somebody may still have to be taken out of a conference that has ended. */
export async function forgetRosters(database: Database): Promise<void> {
  await sql`
    delete from rosters using conferences
    where conferences.id = conference_id and conferences.state = 'ended' and moved_at < now() - interval '1 day'
  `.execute(database);
}

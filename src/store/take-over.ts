import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Owned } from '../desk/ports.ts';
import type { ConferenceRecord, InvitationId, InvitationRecord, ProcessId } from '../desk/records.ts';
import type { Database } from './database.ts';
import { INVITATION_COLUMNS, needsOwner } from './invitation-rows.ts';
import type { Tables } from './tables.ts';

/** Not renewed for so long: dead. Three renewals may fail before that. */
export const DEAD_AFTER = sql<Date>`now() - interval '10 s'`;

/** A process knows of what it has committed by then. */
const KNOWN_AFTER = sql<Date>`now() - interval '15 s'`;

/**
 * Takes what dead processes owned, in one UPDATE: two that do it at once get different ones, and what a process that only
 * seemed dead still writes has an old fence. `dead`: those known to be dead though their rows are young. Where it is said what `me`
 * knows of its own, also what it does not: the answer to its commit was lost, or the end could not be written.
 */
export function takeOver(
  database: Database,
  me: ProcessId,
  dead: readonly ProcessId[],
  known?: readonly InvitationId[],
): Promise<Owned[]> {
  return database.transaction().execute(async (trx) => {
    const invitations = await trx
      .updateTable('invitations')
      .set((eb) => ({ owner: me, fence: eb('fence', '+', 1) }))
      .where(needsOwner)
      .where((eb) =>
        eb.or([
          eb.and([eb('owner', '<>', me), eb('owner', 'not in', living(trx, dead))]),
          ...(known ? [eb.and([eb('owner', '=', me), isForgotten(eb, known)])] : []),
        ]),
      )
      .returning(INVITATION_COLUMNS)
      .execute();
    if (dead.length > 0) await trx.deleteFrom('processes').where('id', 'in', dead).execute();
    await trx.deleteFrom('processes').where('renewedAt', '<', sql<Date>`now() - interval '1 day'`).execute();
    return withConferences(trx, invitations);
  });
}

function isForgotten(
  eb: ExpressionBuilder<Tables, 'invitations'>,
  known: readonly InvitationId[],
): Expression<SqlBool> {
  return eb.and([
    eb('state', '<>', 'Terminated'),
    eb('changedAt', '<', KNOWN_AFTER),
    ...(known.length > 0 ? [eb('id', 'not in', known)] : []),
  ]);
}

export async function withConferences(
  database: Database,
  invitations: readonly InvitationRecord[],
): Promise<Owned[]> {
  if (invitations.length === 0) return [];
  const conferences = await database
    .selectFrom('conferences')
    .selectAll()
    .where('id', 'in', [...new Set(invitations.map(({ conferenceId }) => conferenceId))])
    .execute();
  const byId = new Map(conferences.map((conference) => [conference.id, conference]));
  return invitations.flatMap((invitation) => {
    const conference = byId.get(invitation.conferenceId);
    return conference ? [{ invitation, conference }] : [];
  });
}

/** Processes that renew their rows; `dead`: those known to be dead though their rows are young. */
export function living(database: Database, dead: readonly ProcessId[]) {
  return database
    .selectFrom('processes')
    .select('id')
    .where('renewedAt', '>', DEAD_AFTER)
    .$if(dead.length > 0, (query) => query.where('id', 'not in', dead));
}

/** Whether no other process lives. */
export async function isAlone(
  database: Database,
  me: ProcessId,
  dead: readonly ProcessId[],
): Promise<boolean> {
  const others = await database
    .selectFrom('processes')
    .select('id')
    .where('id', 'not in', [me, ...dead])
    .where('renewedAt', '>', DEAD_AFTER)
    .limit(1)
    .execute();
  return others.length === 0;
}

/** The active conferences whose roster `me` follows, also from now on those of dead processes; of these nothing is known. */
export async function followed(
  database: Database,
  me: ProcessId,
  dead: readonly ProcessId[],
): Promise<Pick<ConferenceRecord, 'id' | 'uri'>[]> {
  const active = database.selectFrom('conferences').select('id').where('state', '=', 'active');
  await database
    .updateTable('rosters')
    .set({ follower: me, state: 'unknown' })
    .where('follower', '<>', me)
    .where('follower', 'not in', living(database, dead))
    .where('conferenceId', 'in', active)
    .execute();
  return followedOf(database, me).execute();
}

/** Those that `me` follows as it is written now. */
export function followedOf(database: Database, me: ProcessId) {
  return (
    database
      .selectFrom('rosters')
      .innerJoin('conferences', 'conferences.id', 'rosters.conferenceId')
      .select(['conferences.id', 'conferences.uri'])
      .where('follower', '=', me)
      .where('conferences.state', '=', 'active')
      // One that its factory has still to make has nobody to tell who is in.
      .where('uri', 'not like', 'urn:%')
  );
}

import type { InvitationId, ProcessId } from '../desk/records.ts';
import type { Database } from './database.ts';
import { wakeAll } from './wake.ts';

/** No process has this name, so that any of them takes over what it owns. */
const NOBODY = '';

/**
 * Gives up what this process owns and of which no byte has left: raises the fence, and wakes the others. Returns what that was. Race:
 * a leg that is written down just now is found by the next owner, as after a crash.
 */
export function giveAway(database: Database, me: ProcessId): Promise<InvitationId[]> {
  return database.transaction().execute(async (trx) => {
    const given = await trx
      .updateTable('invitations')
      .set((eb) => ({ owner: NOBODY as ProcessId, fence: eb('fence', '+', 1) }))
      .where('owner', '=', me)
      .where('state', '<>', 'Terminated')
      .where('wanted', '=', 'in')
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('calls').select('callId').whereRef('invitationId', '=', 'invitations.id'))),
      )
      .returning('id')
      .execute();
    if (given.length > 0) await wakeAll(trx, 'left');
    return given.map(({ id }) => id);
  });
}

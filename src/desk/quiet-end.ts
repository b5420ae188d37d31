import type { Store, Transaction } from './ports.ts';
import type { ConferenceId } from './records.ts';
import { closeWithCards } from './thread-conference.ts';
import { isByHerself } from './view-of.ts';

/** Ends the conferences in which nobody rings and nobody is, after a while; of many processes one does it. */
export async function endQuiet(store: Store): Promise<void> {
  for (const id of await store.quiet()) {
    await store.commit(async (tx) => {
      // Race: somebody was invited, or came in, or another process has ended it, since we looked.
      if (!(await tx.lockQuiet(id))) return;
      await letGoOfTheUnseen(tx, id);
      await closeWithCards(tx, id);
    });
  }
}

/** Where the room is known to be empty, who joined by herself has left, though the roster never called her by her address. */
async function letGoOfTheUnseen(tx: Transaction, id: ConferenceId): Promise<void> {
  if ((await tx.takesPart(id, [])) === undefined) return;
  for (const invitation of (await tx.lastInvitations(id)).filter(isByHerself)) {
    const hasLeft = invitation.status === 'joined' ? ({ status: 'left' } as const) : {};
    await tx.setAttendance(invitation.id, { seen: false, presence: null, ...hasLeft });
  }
}

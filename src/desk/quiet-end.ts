import type { Store } from './ports.ts';
import { closeWithCards } from './thread-conference.ts';

/** Ends the conferences in which nobody rings and nobody is, after a while; of many processes one does it. */
export async function endQuiet(store: Store): Promise<void> {
  for (const id of await store.quiet()) {
    await store.commit(async (tx) => {
      // Race: somebody was invited, or came in, or another process has ended it, since we looked.
      if (await tx.lockQuiet(id)) await closeWithCards(tx, id);
    });
  }
}

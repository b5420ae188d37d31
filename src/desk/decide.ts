import { auditDecision } from './audit.ts';
import type { Store, Transaction } from './ports.ts';
import type { Inbound } from './requests.ts';
import type { ScheduleReceipt } from './schedule/schedule-views.ts';
import type { Receipt } from './views.ts';

/** What was seen before is not done again, and starts nothing. */
interface SeenBefore extends Receipt {
  readonly started?: never;
}

const SEEN_BEFORE: SeenBefore = { duplicate: true, says: [], cardId: undefined };

/**
 * One commit for one activity, of which the trail tells: every door of the desk decides by this. What is decided for one thread is
 * decided one after the other.
 */
export function decide<R extends Receipt | ScheduleReceipt>(
  store: Pick<Store, 'commit'>,
  inbound: Inbound,
  work: (tx: Transaction) => Promise<R>,
): Promise<R | SeenBefore> {
  const { thread, activityId } = inbound;
  return store.commit(async (tx) => {
    if (!(await tx.claimActivity(thread.channel, `${thread.id} ${activityId}`))) return SEEN_BEFORE;
    await tx.lockThread(thread);
    tx.actingFor(inbound);
    const decision = await work(tx);
    auditDecision(tx, decision);
    return decision;
  });
}

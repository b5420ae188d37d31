import type { Notice, Transaction } from './ports.ts';
import type { CardRecord } from './records.ts';

/** When nothing of a card is open any more, the thread is told how everybody ended who was not told of before. */
export async function tellWhenSettled(
  tx: Transaction,
  { id: cardId, threadId }: Pick<CardRecord, 'id' | 'threadId'>,
): Promise<void> {
  if (!(await tx.isSettled(cardId))) return;
  const invitationIds = await tx.takeUntold(cardId);
  if (invitationIds.length > 0) await tx.notice(threadId, { cardId, invitationIds } satisfies Notice);
}

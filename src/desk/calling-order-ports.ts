/** What the desk remembers of those who are not called yet. Declared here by the caller; `store/` implements it. */
import type { CardId, ConferenceId, InvitationId, InvitationRecord, WaitingRecord } from './records.ts';
import type { Say } from './views.ts';

/** The card is locked before any of it is written. */
export interface OrderTransaction {
  insertWaiting(waiting: Omit<WaitingRecord, 'state' | 'why' | 'changedAt'>): Promise<void>;
  /** Those of a card in the order in which they are called, also those who are not called any more. */
  waitingOn(id: CardId): Promise<WaitingRecord[]>;
  /** Locks its card; undefined: nobody waits under this id, or she was called and has an invitation. */
  waiting(id: InvitationId): Promise<WaitingRecord | undefined>;
  /** She is not called any more, and why where she was passed over. */
  setWaiting(id: InvitationId, state: WaitingRecord['state'], why?: Say): Promise<void>;
  /** She is called now: her invitation takes her id and her row. */
  takeWaiting(id: InvitationId): Promise<void>;
  /** Nobody of this conference is called any more who is not yet, or not again. */
  emptyLines(id: ConferenceId): Promise<void>;
  /** The last attempt of each row of a card. */
  lastAttempts(id: CardId): Promise<InvitationRecord[]>;
  hasOpenQuestion(id: CardId): Promise<boolean>;
  /** She is called again after so many seconds (`ringAgainAfter` does it); null: she is not. */
  setRetry(id: InvitationId, seconds: number | null): Promise<void>;
  /** Has it decided after the commit who of a card is called next, whichever process lives then (`onMoveOn`). */
  moveOn(id: CardId): Promise<void>;
}

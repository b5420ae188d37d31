/** What the desk remembers of the cards that invited people get for themselves. Declared here by the caller; `store/` implements it. */
import type {
  Actor,
  CardId,
  ConferenceRecord,
  InvitationId,
  InvitationRecord,
  PersonalAnswer,
  QuestionId,
  Thread,
  ThreadId,
} from './records.ts';

/** All that is drawn on the card of one invited person. */
export interface PersonalContent {
  readonly invitation: InvitationRecord;
  readonly conference: ConferenceRecord;
  /** Where she was invited. */
  readonly thread: Thread;
  /** Her own chat with the bot; undefined: it was not opened yet. */
  readonly personalThread: Thread | undefined;
  /** The message that shows it; null until it was posted, and where that shows a later invitation of hers now. */
  readonly activityId: string | null;
  /** Those of her ids by which she shall not be written to, because that was refused within the last day. */
  readonly refusedIds: readonly string[];
  /** Her last invitation to the conference, which may be this one. */
  readonly lastId: InvitationId;
}

export interface PersonalStore {
  /**
   * One thread of each other channel than that one: the last in which somebody with one of these ids has invited or was written to
   * alone, else the last one at all.
   */
  threadsElsewhere(channel: string, personIds: readonly string[]): Promise<Thread[]>;
  /** Undefined: no such invitation, or no card was wanted for it. */
  personalCard(id: InvitationId): Promise<PersonalContent | undefined>;
  /** In which thread an invitation or question stands, and who has asked for it; undefined: there is none. */
  whose(
    id: InvitationId | QuestionId,
  ): Promise<{ readonly threadId: ThreadId; readonly inviters: readonly Actor[] } | undefined>;
}

/** What was forgotten of somebody. */
export interface Forgotten {
  /** In so many past invitations, hers or of her making. */
  readonly invitations: number;
  readonly reminders: number;
  /** Invitations under way and appointments to come, which need her until they are over. */
  readonly notYet: number;
  /** They show her still, until they are drawn. */
  readonly cards: readonly CardId[];
}

/** Invitations are locked (`Transaction.invitation`) before any of it is written. */
export interface PersonalTransaction {
  setInChat(id: InvitationId, inChat: InvitationRecord['inChat']): Promise<void>;
  /** The chat in which her card is shown from now on; what is known of it already is kept. Undefined: none yet. */
  setPersonalThread(id: InvitationId, thread: Thread | undefined): Promise<void>;
  /** Those by which she can be written to, as far as we know: it was not refused within the last day. */
  reachable(personIds: readonly string[]): Promise<string[]>;
  rememberUnreachable(personIds: readonly string[]): Promise<void>;
  /** What she answers; null takes it back. Nobody tries again to call her. Wakes the owner when the transaction commits: with `link` her phone stops ringing. */
  setAnswer(id: InvitationId, answer: PersonalAnswer | null): Promise<void>;
  setMessage(id: InvitationId, message: string): Promise<void>;
  /** She has accepted after her phone was rung in vain: that is what became of the invitation. */
  setAcceptedLate(id: InvitationId): Promise<void>;
  /** The message that shows the card of one invitation shows that of another one from now on. */
  movePersonalCard(from: InvitationId, to: InvitationId): Promise<void>;
  /** Takes somebody whom the chat knows by this id out of everything that is over. */
  forgetPerson(personId: string): Promise<Forgotten>;
  /** Has the card drawn that she has for herself; its thread's card must be locked. No other card waits for it. */
  drawPersonal(id: InvitationId): Promise<void>;
  /** Has it drawn after so many seconds. */
  drawPersonalAfter(id: InvitationId, seconds: number): Promise<void>;
  /** Has somebody rung again after so many seconds, whichever process lives then (`onRingAgain`). */
  ringAgainAfter(id: InvitationId, seconds: number): Promise<void>;
}

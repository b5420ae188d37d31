/** What the desk needs from others. Declared here by the caller; `store/` implements it, `main.ts` wires it. */
import type { Outcome, Participant, State } from '../core/index.ts';
import type { AuditTransaction } from './audit.ts';
import type { BlockTransaction } from './blocks.ts';
import type { OrderTransaction } from './calling-order-ports.ts';
import type { FactoryTransaction } from './factory-ports.ts';
import type { IncomingStore, IncomingTransaction } from './incoming-ports.ts';
import type { PersonalStore, PersonalTransaction } from './personal-ports.ts';
import type { RateTransaction } from './rates.ts';
import type {
  Actor,
  CardId,
  CardRecord,
  ConferenceId,
  ConferenceRecord,
  InvitationEvent,
  InvitationId,
  InvitationRecord,
  KnownWay,
  QuestionId,
  QuestionRecord,
  RosterRecord,
  Status,
  Thread,
  ThreadId,
  WaitingRecord,
} from './records.ts';
import type { RosterStore, RosterTransaction } from './roster-ports.ts';
import type { ScheduleTransaction } from './schedule/schedule-ports.ts';
import type { ScheduleNotice } from './schedule/schedule-views.ts';
import type { Say } from './views.ts';

export interface Store extends IncomingStore, RosterStore, PersonalStore {
  /** Runs `work` in one database transaction: all of it is kept, or nothing (also when it throws). */
  commit<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** A card with everything drawn on it; undefined: no such card. */
  card(id: CardId): Promise<CardContent | undefined>;
  /** The active conference of a thread with its people, the last invitation of each, oldest first. */
  gathering(threadId: ThreadId): Promise<Gathering | undefined>;
  /**
   * The active conference that one of these addresses (without parameters) was invited to last, since then, unless that
   * wish was taken back.
   */
  lastWanted(addresses: readonly string[], since: Date): Promise<ConferenceRecord | undefined>;
  /**
   * Invitations of this process whose wish is `out` and that are not Terminated, still bridged, or in by themselves where the
   * conference was not asked yet to take them out; and those on their way whose phone need not ring any more (answer `link`).
   */
  unwanted(): Promise<Owned[]>;
  /**
   * Who else is in the conference that this invitation leads to, from whichever thread: `in` somebody; `coming`: nobody, but
   * somebody is on her way who does not wait for others; else `nobody`.
   */
  company(id: InvitationId): Promise<'in' | 'coming' | 'nobody'>;
  /** Calls back at once with the id when somebody wants out what this process owns (LISTEN/NOTIFY; `unwanted` is behind it). */
  onUnwanted(listener: (id: InvitationId) => void): void;
  /**
   * Takes what dead processes owned (not Terminated, still bridged, or to be taken out): one UPDATE that sets the owner and
   * raises the fence. A process is dead when its row is gone or was not renewed for 10 s, or when it ran on this host under a pid that
   * lives no more. Where it is said what is `known` here, also what this process owns and does not know for 15 s.
   */
  takeOver(known?: readonly InvitationId[]): Promise<Owned[]>;
  /** Leaves to the other processes what this one owns and of which no byte has left yet; returns what that was. */
  giveAway(): Promise<InvitationId[]>;
  /** Calls back at once when a process has given something away, or has left (LISTEN/NOTIFY; `takeOver` finds it anyhow). */
  onGivenAway(listener: () => void): void;
}

/** What worked last time, by canonical address. Any of it may fail; a call goes on without. */
export interface CallMemory {
  /** Undefined: nothing is known, or what is known is older than 30 days. */
  recall(address: string): Promise<KnownWay | undefined>;
  /** Over what was known. Whether she stepped out stays known as long as the way is the same. */
  remember(address: string, way: KnownWay): Promise<void>;
  forget(address: string): Promise<void>;
}

/** What this process owns, with where it leads. */
export interface Owned {
  readonly invitation: InvitationRecord;
  readonly conference: ConferenceRecord;
}

export interface CardContent {
  readonly card: CardRecord;
  readonly thread: Thread;
  readonly conference: ConferenceRecord;
  /** The last attempt of each row. */
  readonly invitations: readonly InvitationRecord[];
  /** Those who are not called yet, and those who were not. */
  readonly waiting: readonly WaitingRecord[];
  /** Open ones only. */
  readonly questions: readonly QuestionRecord[];
}

export interface Gathering {
  readonly conference: ConferenceRecord;
  readonly roster: RosterRecord;
  readonly invitations: readonly InvitationRecord[];
  /** Those who are not called yet. */
  readonly waiting: readonly WaitingRecord[];
  /** Open ones only. */
  readonly questions: readonly QuestionRecord[];
}

export interface InvitationPatch {
  readonly state?: State;
  readonly status?: Status;
  readonly queued?: boolean;
  readonly outcome?: Outcome;
  readonly presence?: 'bridged' | 'independent' | null;
  readonly removalCode?: number;
}

/** Rows that are read here are locked until the commit. Lock order: thread, card, question, invitation. */
export interface Transaction
  extends AuditTransaction,
    BlockTransaction,
    IncomingTransaction,
    RosterTransaction,
    FactoryTransaction,
    PersonalTransaction,
    OrderTransaction,
    RateTransaction,
    ScheduleTransaction {
  /** Remembers an inbound activity for a day; false: it was seen before. */
  claimActivity(channel: string, activityId: string): Promise<boolean>;
  /** Inserts or refreshes the thread and locks it, so that the commands of one thread are decided one after the other. */
  lockThread(thread: Thread): Promise<void>;
  activeConference(threadId: ThreadId): Promise<ConferenceRecord | undefined>;
  /** Its roster is followed by this process; `onFollowed` is called when the transaction commits. */
  insertConference(conference: Omit<ConferenceRecord, 'createdAt' | 'state'>): Promise<void>;
  /** Nobody follows its roster any more. */
  endConference(id: ConferenceId): Promise<void>;

  insertCard(card: NewCard): Promise<void>;
  /** Locks the card: changes of one card are decided one after the other. */
  lockCard(id: CardId): Promise<CardRecord | undefined>;
  /** Row positions used so far, by invitations and questions; one that asks about all of several keeps one for each. */
  nextPosition(id: CardId): Promise<number>;
  /** Of a card of any kind. */
  setCardActivity(id: CardId, activityId: string | null): Promise<void>;
  /** It was posted for the first time, and nobody knows whether that has arrived. False: it was not the first time. */
  setCardUnsure(id: CardId): Promise<boolean>;
  /** Somebody has pressed a button of this id in this message; it shows the card, where nobody knew which message does. */
  setCardSeen(pressed: string, threadId: ThreadId, activityId: string): Promise<void>;

  /** Who is meant, unless said. */
  insertQuestion(
    question: Omit<QuestionRecord, 'state' | 'askedAt' | 'kind'> & Partial<Pick<QuestionRecord, 'kind'>>,
  ): Promise<void>;
  question(id: QuestionId): Promise<QuestionRecord | undefined>;
  closeQuestion(id: QuestionId, state: 'answered' | 'closed'): Promise<void>;
  /** Closes what is still open on the cards of a conference; returns those cards. */
  closeQuestions(conferenceId: ConferenceId): Promise<CardId[]>;

  /**
   * Inserts with state Idle, status `inviting`, wanted `in`, owned by this process with fence 1. False: that person has an
   * invitation to that conference URI (from whichever thread) that is not Terminated; nothing was inserted, and the
   * transaction goes on.
   */
  insertInvitation(invitation: NewInvitation): Promise<InvitationRecord | false>;
  /** Locks its card first, then itself. */
  invitation(id: InvitationId): Promise<InvitationRecord | undefined>;
  /** The last invitation of a person to a conference URI, from whichever thread. */
  lastInvitation(conferenceUri: string, personKey: string): Promise<InvitationRecord | undefined>;
  /** Those of a conference that are on their way or in; locks their cards first. */
  livingInvitations(conferenceId: ConferenceId): Promise<InvitationRecord[]>;
  /** Writes the wish `out`, also once more after a refusal, and wakes the owner, whichever process that is, when the transaction commits. */
  setUnwanted(id: InvitationId): Promise<void>;
  /**
   * Only where the fence still stands; undefined: this process owns it no more, nothing was written. `changedAt` is set
   * when the status changes.
   */
  update(
    invitation: { readonly id: InvitationId; readonly fence: number },
    patch: InvitationPatch,
  ): Promise<InvitationRecord | undefined>;
  appendEvent(id: InvitationId, event: InvitationEvent): Promise<void>;

  /** Has the card drawn after the commit; any number of requests before the next draw cost one update. */
  draw(id: CardId): Promise<void>;
  /** Has it drawn once more after so many seconds: what it offers then may be something else. */
  drawAfter(id: CardId, seconds: number): Promise<void>;
  /** Whether nothing on the card is open any more: every last attempt Terminated for good, nobody waits, no open question. */
  isSettled(id: CardId): Promise<boolean>;
  /** Ended invitations of the card that no notice has told yet; marks them told. */
  takeUntold(id: CardId): Promise<InvitationId[]>;
  /** Queues a notice (a new message in the thread); notices of one thread go out in order. */
  notice(threadId: ThreadId, notice: Notice): Promise<void>;
}

export type NewInvitation = Pick<
  InvitationRecord,
  'id' | 'cardId' | 'threadId' | 'conferenceId' | 'position' | 'attempt' | 'invitee' | 'toast'
> & { readonly inviter: Actor } & Partial<Pick<InvitationRecord, 'urgent'>>;

/** Not urgent, and nobody called again, unless said. */
export type NewCard = Omit<CardRecord, 'activityId' | 'urgent' | 'persist'> &
  Partial<Pick<CardRecord, 'urgent' | 'persist'>>;

/** How the people of a card ended; the words are made when it is sent. */
export interface Notice {
  readonly cardId: CardId;
  readonly invitationIds: readonly InvitationId[];
  /** Somebody without an invitation, whom her conference did not take out. */
  readonly notRemoved?: { readonly name: string; readonly code: number };
  /** Somebody who cannot be written to in the chat; her phone rings all the same. */
  readonly unreachable?: { readonly name: string };
  /** Why people who were waiting were passed over. */
  readonly passedOver?: readonly Say[];
  /** What somebody who was invited lets the thread know. */
  readonly message?: { readonly name: string; readonly words: string; readonly ids?: readonly string[] };
  /** What became of something scheduled; the card is that of the appointment, or the reminder. */
  readonly schedule?: ScheduleNotice;
}

/**
 * What sip/ finds of a call whose process died. `nothing`: no INVITE ever left; `cancelled`: it rang and was stopped, or
 * nobody had answered; `ended`: what was left was hung up, or had ended; `unknown`: nobody could be asked;
 * `adopted`: a live call that goes on in this process; *answered* where nobody knows who has answered the conference's call.
 */
export type Recovered =
  | { readonly kind: 'nothing' | 'cancelled' | 'ended' | 'unknown' }
  | { readonly kind: 'adopted'; readonly participant: Participant; readonly word: 'joined' | 'answered' };

export interface CallRecovery {
  recover(id: InvitationId): Promise<Recovered>;
}

/** The one logger shape of all rooms (pino's). */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

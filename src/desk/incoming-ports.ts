/** What the desk remembers of invitations from outside. Declared here by the caller; `store/` implements it. */
import type { IncomingEnd, Inviter } from '../core/index.ts';
import type { Actor, Invitee, ProcessId, Thread, ThreadId } from './records.ts';

/** Also the id of the card that shows it: both kinds of cards are drawn by one queue. */
export type IncomingId = string & { readonly __id: 'card'; readonly __kind: 'incoming' };

/** What somebody in the thread wants; the process that holds the SIP transaction makes it so. */
export interface IncomingAnswer {
  readonly wish: 'join' | 'decline';
  readonly by: Actor;
  /** With `join`: whose phone rings; null: no address of hers is known, or none that may be rung. */
  readonly invitee: Invitee | null;
}

/**
 * How it ended. `unconfirmed`: accepted, but the inviter's side never said that it heard it; `interrupted`: its process
 * stopped or died, and the inviter cannot be answered any more.
 */
export type IncomingEnding = 'accepted' | 'declined' | IncomingEnd | 'unconfirmed' | 'interrupted';

export interface IncomingRecord {
  readonly id: IncomingId;
  readonly threadId: ThreadId;
  readonly inviter: Inviter;
  readonly subject: string;
  readonly toast: string | null;
  readonly conferenceUri: string;
  readonly answer: IncomingAnswer | null;
  /** Null: it stands. */
  readonly ending: IncomingEnding | null;
  /** Id of the message that shows it; null until it was posted. */
  readonly activityId: string | null;
  readonly owner: ProcessId;
  /** Since when it stands as it does. */
  readonly changedAt: Date;
  readonly expiresAt: Date;
}

export type NewIncoming = Pick<
  IncomingRecord,
  'id' | 'threadId' | 'inviter' | 'subject' | 'toast' | 'conferenceUri' | 'expiresAt'
> & {
  /** See `addressKey`. */
  readonly inviterKey: string;
};

export interface IncomingStore {
  /** As it stands, for drawing it and for heeding its answer. */
  incoming(id: IncomingId): Promise<{ readonly record: IncomingRecord; readonly thread: Thread } | undefined>;
  /** Those of this process that stand and have an answer. */
  answeredIncoming(): Promise<IncomingId[]>;
  /** Calls back at once when somebody has answered what this process holds (`answeredIncoming` is behind it). */
  onIncomingAnswered(listener: (id: IncomingId) => void): void;
}

/** Lock order: thread, incoming invitation. */
export interface IncomingTransaction {
  /** Has invitations of whom these addresses belong to shown in the thread; returns the other thread that had them. */
  bind(threadId: ThreadId, addressKeys: readonly string[], name: string): Promise<Thread | undefined>;
  /** Of the thread: these addresses, or all; returns whose they were. */
  unbind(threadId: ThreadId, addressKeys?: readonly string[]): Promise<string[]>;
  /** Where invitations of this address are shown; locks that until the commit. */
  boundThread(addressKey: string): Promise<Thread | undefined>;
  /** How many stand in the thread, and how many of the inviter have come since. */
  countIncoming(
    threadId: ThreadId,
    inviterKey: string,
    since: Date,
  ): Promise<{ open: number; lately: number }>;
  /** Owned by this process. False: one of that inviter to that conference stands; nothing was inserted. */
  insertIncoming(incoming: NewIncoming): Promise<boolean>;
  /** Locks it. */
  lockIncoming(id: IncomingId): Promise<IncomingRecord | undefined>;
  /** Writes what somebody wants, and wakes the owner when the transaction commits. */
  answerIncoming(id: IncomingId, answer: IncomingAnswer): Promise<void>;
  /** False: this process holds it no more, or it had ended; nothing was written. */
  endIncoming(id: IncomingId, ending: IncomingEnding): Promise<boolean>;
  /** Ends, as `interrupted`, what dead processes held; returns those. */
  interruptIncoming(): Promise<IncomingId[]>;
}

/** What is remembered. Plain data: the store keeps it, the desk decides with it, views are made from it. */
import type { EndpointStatus, Outcome, OutcomeWord, State, Way } from '../core/index.ts';
import type { Say } from './views.ts';

type Id<Name extends string> = string & { readonly __id: Name };
/** Conversation id of the channel, with `;messageid=…` of a channel thread. */
export type ThreadId = Id<'thread'>;
export type ConferenceId = Id<'conference'>;
export type CardId = Id<'card'>;
export type InvitationId = Id<'invitation'>;
export type QuestionId = Id<'question'>;
export type ProcessId = Id<'process'>;

/** A place where people talk, and how to speak there again later. */
export interface Thread {
  readonly id: ThreadId;
  /** Bot Framework channel id: `msteams`, `emulator` … */
  readonly channel: string;
  /** Title of the chat or channel; empty: none known. */
  readonly title: string;
  /** Conversation reference as JSON; only chat/ looks inside. */
  readonly reference: unknown;
}

/** Somebody in the chat. */
export interface Actor {
  /** The channel's user id. */
  readonly id: string;
  readonly name: string;
  /** Her language as the channel tells it, a BCP 47 tag; what she begins is shown in it for good. */
  readonly locale?: string;
  /** Where she lives, an IANA zone: by its clocks the times that she types are meant. */
  readonly zone?: string;
  /** By which the directory knows her; kept only where it is asked again when no roster can be read (INVITERS, the clock). */
  readonly mail?: string;
}

/** Somebody who can be rung. */
export interface Invitee {
  /** What makes two invitees the same person. */
  readonly key: string;
  readonly name: string;
  /** Canonical `sip:`, `sips:` or `tel:` address. */
  readonly address: string;
  /** The address was made from a mail address, nobody wrote it down as a SIP address. */
  readonly guessed: boolean;
  /** Further addresses of hers, canonical: a roster may tell any of them. */
  readonly also?: readonly string[];
  /** Her ids in the chat products, if she is known there. */
  readonly ids?: readonly string[];
  /** By which calendars know her. */
  readonly mail?: string;
  /** Where she lives, an IANA zone: times are read back to her by its clocks too. */
  readonly zone?: string;
  /** Outside of which her phone does not ring (quiet-hours.ts); missing: it always may. */
  readonly hours?: WorkingHours;
}

export interface WorkingHours {
  /** IANA zone. */
  readonly zone: string;
  /** From one time of the day (`08:00`) to another, on the next day where that is not later; `days` are those on which it begins, 1 is Monday. */
  readonly spans: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[];
}

/** What the invited person has answered in the chat herself. */
export interface PersonalAnswer {
  /**
   * `link`: accepted, she joins by the join link, and her phone need not ring. `phone`: accepted, she takes the call. `call`:
   * accepted after a missed call, ring again at once. `later`: ring again in a few minutes.
   */
  readonly wish: 'link' | 'phone' | 'call' | 'decline' | 'later';
  /** Why, where she said so. */
  readonly words: string | null;
}

export interface ConferenceRecord {
  readonly id: ConferenceId;
  readonly threadId: ThreadId;
  /** A URN until its factory has made it (`isMade`). */
  readonly uri: string;
  readonly subject: string;
  readonly state: 'active' | 'ended';
  readonly createdAt: Date;
}

/** One live card: one invite command. */
export interface CardRecord {
  readonly id: CardId;
  readonly threadId: ThreadId;
  readonly conferenceId: ConferenceId;
  readonly inviter: Actor;
  readonly toast: string | null;
  readonly urgent: boolean;
  /** Who does not answer is called again; null: is not. */
  readonly persist: Persistence | null;
  /** Id of the message that shows the card; null until it was posted, empty where nobody knows whether that has arrived. */
  readonly activityId: string | null;
}

/** How long and how often somebody is called who does not answer. */
export interface Persistence {
  /** From the end of one call to the next. */
  readonly everySeconds: number;
  /** Calls in all, the first among them. */
  readonly times: number;
}

/**
 * What is happening to a person: the words of an outcome, and those on the way to one and after it. Who is called only where
 * others do not come is `in-turn`, and then `not-needed` or, where she could not be called, `passed-over`.
 */
export type Status =
  | OutcomeWord
  | ('inviting' | 'ringing' | 'forwarded' | 'waiting' | 'calling' | 'left')
  | ('in-turn' | 'not-needed' | 'passed-over');

/**
 * One delivery to one person. `position` is her row on the card, `attempt` counts the deliveries of that row: the card
 * shows the last one.
 */
export interface InvitationRecord {
  readonly id: InvitationId;
  readonly cardId: CardId;
  readonly threadId: ThreadId;
  readonly conferenceId: ConferenceId;
  readonly position: number;
  readonly attempt: number;
  readonly invitee: Invitee;
  readonly inviter: Actor;
  readonly toast: string | null;
  readonly urgent: boolean;
  /** What people want; the process that owns the call makes it so. */
  readonly wanted: 'in' | 'out';
  readonly state: State;
  readonly status: Status;
  /** Waiting for its turn (pacing). */
  readonly queued: boolean;
  readonly outcome: Outcome | null;
  /** Set while she is in: whether her call runs through a dialog of ours. */
  readonly presence: 'bridged' | 'independent' | null;
  /** The roster has shown her taking part since she was invited, on a call of her own. */
  readonly seen: boolean;
  /**
   * With what code her conference refused to take her out, 0: it said nothing. Null: it was not asked yet, or it has done so.
   */
  readonly removalCode: number | null;
  /** When she is called again because she did not answer; null: she is not. */
  readonly retryAt: Date | null;
  readonly answer: PersonalAnswer | null;
  /** What she lets the thread know. */
  readonly message: string | null;
  /** Whether she has a card of her own; `refused`: she cannot be written to. Its id is that of the invitation (`personalCardId`). */
  readonly inChat: 'no' | 'wanted' | 'refused';
  readonly owner: ProcessId;
  /** Raised by every takeover; a write with an older fence has no effect. */
  readonly fence: number;
  readonly createdAt: Date;
  /** Since when the status is what it is. */
  readonly changedAt: Date;
}

/** Somebody on a card who is called only where nobody of the stages before her comes. */
export interface WaitingRecord {
  /** Of the invitation that she gets when she is called. */
  readonly id: InvitationId;
  readonly cardId: CardId;
  readonly position: number;
  /** Those of one stage are called together, stage after stage. */
  readonly stage: number;
  readonly invitee: Invitee;
  readonly state: 'waiting' | 'not-needed' | 'withdrawn' | 'passed-over';
  /** Why she was passed over. */
  readonly why: Say | null;
  readonly changedAt: Date;
}

/** `unknown`: nobody can say for the time being; `none`: the server tells nobody, or not us. */
export type RosterState = 'known' | 'unknown' | 'none';

/** Who is in a conference, as its server tells. */
export interface RosterRecord {
  readonly state: RosterState;
  /** As told last; true at this moment only where `state` is `known`. */
  readonly attendees: readonly Attendee[];
}

/** One endpoint of one person, as the conference server sees it. */
export interface Attendee {
  readonly key: string;
  /** Canonical; empty: withheld. */
  readonly address: string;
  /** Empty: not told. */
  readonly name: string;
  readonly status: EndpointStatus;
  /** In the conference, as opposed to on the way in or out. */
  readonly takingPart: boolean;
  /** Whom we bridge by it: her call runs through us. */
  readonly invitationId: InvitationId | null;
  /** Since when `takingPart` is what it is. */
  readonly since: Date;
  /** What people want of who has no invitation. */
  readonly wanted: 'in' | 'out';
  /** What her conference has answered when it was asked to take her out, 0: nothing. Null: it was not asked. */
  readonly removalCode: number | null;
}

/** What worked for an address last time. */
export interface KnownWay extends Way {
  /** Whether her phone joined by itself when it was asked to; missing: it was not asked, or nobody knows. */
  readonly steppedOut?: boolean;
}

/** A name that fits several people, until somebody chooses the right one; or whether so many shall be rung. */
export interface QuestionRecord {
  readonly kind: 'who' | 'all';
  readonly id: QuestionId;
  readonly cardId: CardId;
  readonly position: number;
  /** The name as typed. */
  readonly typed: string;
  readonly candidates: readonly Invitee[];
  readonly state: 'open' | 'answered' | 'closed';
  /** The channel's user id of who named somebody. */
  readonly askedBy: string;
  readonly askedAt: Date;
}

/** One line of an invitation's history, append-only. */
export interface InvitationEvent {
  readonly kind: 'created' | 'state' | 'queued' | 'unwanted' | 'answer' | 'participant' | 'taken-over';
  readonly detail: Readonly<Record<string, unknown>>;
}

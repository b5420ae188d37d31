/** What the desk hands out: stored state, made ready for drawing. No sentences: codes and facts. */
import type { Inviter, Outcome } from '../core/index.ts';
import type { IncomingEnding, IncomingId } from './incoming-ports.ts';
import type {
  Actor,
  CardId,
  InvitationId,
  PersonalAnswer,
  QuestionId,
  RosterState,
  Status,
  Thread,
} from './records.ts';

export interface CardView {
  readonly id: CardId;
  readonly subject: string;
  /** Undefined: it is still to be made. */
  readonly conferenceUri: string | undefined;
  readonly conferenceState: 'active' | 'ended';
  /** Link with which everybody can join; undefined: CONFERENCE_JOIN_URL is not set. */
  readonly joinUrl: string | undefined;
  readonly toast: string | null;
  readonly urgent: boolean;
  readonly inviter: Actor;
  /** In the order in which they were invited. */
  readonly rows: readonly RowView[];
}

export type RowView = InvitationRow | QuestionRow;

export interface InvitationRow {
  readonly kind: 'invitation';
  readonly id: InvitationId;
  /** Counts the attempts: a press carries it as `version`, so that a press on an old card is known as one. */
  readonly attempt: number;
  readonly name: string;
  readonly address: string;
  readonly guessed: boolean;
  readonly status: Status;
  readonly queued: boolean;
  readonly outcome: Outcome | null;
  readonly since: Date;
  /** Set while she is in and to be taken out; `code` is the answer of her conference, 0: none came. */
  readonly removal:
    | { readonly kind: 'under-way' }
    | { readonly kind: 'refused'; readonly code: number }
    | null;
  /** What can still be done about it; on a card, what of it is offered there. */
  readonly actions: readonly ('cancel' | 'remove' | 'again')[];
  /** What she herself can press on the row, because she cannot be written to. */
  readonly answers: readonly RowAnswer[];
  /** What she has answered in the chat herself. */
  readonly answer: PersonalAnswer | null;
  /** What she lets the thread know. */
  readonly message: string | null;
  /** On a card, where she is called again because she did not answer: when, and which of how many calls that is. */
  readonly retry?: { readonly at: Date; readonly next: number; readonly of: number };
  /** Why she was not called when it was her turn. */
  readonly passedOver?: Say;
  /** In a gathering, for five minutes: "her" means the last one. */
  readonly lately?: Lately;
}

/** Whose wish something was (the channel's user id), when, and on which card it stands. */
export interface Lately {
  readonly by: string;
  readonly at: Date;
  readonly cardId: CardId;
}

export type RowAnswer = 'accept' | 'refuse' | 'later';

/** The card that an invited person gets for herself. */
export interface PersonalView {
  readonly kind: 'personal';
  readonly id: CardId;
  readonly invitationId: InvitationId;
  readonly attempt: number;
  readonly inviter: Actor;
  readonly subject: string;
  readonly toast: string | null;
  readonly urgent: boolean;
  readonly status: Status;
  readonly answer: PersonalAnswer | null;
  /** Set where she has accepted and joins by it. */
  readonly joinUrl: string | undefined;
  readonly since: Date;
  /** Set where she has missed the call and can still accept: she gets the link then, or is called at once. */
  readonly late: 'link' | 'call' | null;
  readonly actions: readonly (RowAnswer | 'tell')[];
}

export interface PersonalToDraw {
  readonly view: PersonalView;
  /** Her own chat with the bot where it is open, else the thread in which she was invited. */
  readonly thread: Thread;
  readonly isOpen: boolean;
  /** Her ids in the chat products. */
  readonly ids: readonly string[];
  readonly activityId: string | null;
}

export interface QuestionRow {
  readonly kind: 'question';
  readonly id: QuestionId;
  readonly typed: string;
  readonly candidates: readonly { readonly key: string; readonly name: string; readonly address: string }[];
  /** Set where it asks whether they all shall be rung: so many, with those whose turn comes later. */
  readonly rings?: number;
}

/** A question that can still be answered by typing. */
export interface AskedQuestion extends QuestionRow {
  readonly lately: Lately;
}

/** What a draw job needs. */
export interface CardToDraw {
  readonly view: CardView;
  readonly thread: Thread;
  readonly activityId: string | null;
}

/** The card of an invitation that came from outside. */
export interface IncomingView {
  readonly kind: 'incoming';
  readonly id: IncomingId;
  readonly inviter: Inviter;
  /** Empty: not told. */
  readonly subject: string;
  readonly toast: string | null;
  readonly conferenceUri: string;
  readonly status: 'invited' | 'joining' | 'declining' | IncomingEnding;
  /** Who pressed; undefined: nobody. */
  readonly answeredBy: string | undefined;
  /** Whose phone is called into the conference; undefined: nobody's. */
  readonly rings: string | undefined;
  readonly since: Date;
  readonly actions: readonly ('join' | 'decline')[];
}

export interface IncomingToDraw {
  readonly view: IncomingView;
  readonly thread: Thread;
  readonly activityId: string | null;
}

/** The answer to `who`. */
export interface GatheringView {
  readonly subject: string;
  /** Undefined: it is still to be made. */
  readonly conferenceUri: string | undefined;
  readonly joinUrl: string | undefined;
  readonly rows: readonly InvitationRow[];
  /** Open ones of the last five minutes, in the order in which they were asked. */
  readonly questions: readonly AskedQuestion[];
  /** Whether it is known who is in. */
  readonly roster: RosterState;
  /** Who is in without having been invited here; nobody where that is not known. */
  readonly others: readonly OtherPerson[];
}

/** Somebody of whom only the roster tells. */
export interface OtherPerson {
  /** Empty: not told. */
  readonly name: string;
  /** Empty: withheld; then nobody can say whom to take out. */
  readonly address: string;
  readonly removal: InvitationRow['removal'];
}

/** Something to tell the person who typed or pressed; `cards/words` has the sentence. */
export interface Say {
  readonly code: SayCode;
  readonly facts: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Every code the desk says, with its facts behind it. */
export type SayCode =
  | 'already-inviting' // name, status
  | 'already-in' // name
  | 'just-ended' // name, status
  | 'quiet-hours' // name, until (instant), zone
  | 'quiet-hours-then' // name; of something scheduled
  | 'blocked' // name, until (instant), zone
  | 'blocking' // until (instant), zone
  | 'unblocked'
  | 'not-blocked'
  | 'cancelling' // names
  | 'nothing-to-cancel' // name?
  | 'removing' // names
  | 'not-in' // name, status
  | 'already-ended' // name, status
  | 'conference-using' // uri
  | 'conference-ended' // subject, people (whom its server is asked to take out), others (in without an invitation)
  | 'conference-none'
  | 'forgotten' // invitations, reminders, days (that the audit trail keeps)
  | 'forgotten-not-yet' // count
  | 'question-answered' // typed
  | 'question-dropped' // typed
  | 'listening' // names, address (of the first)
  | 'listening-moved' // name, from (title of the other thread; empty: none known)
  | 'listening-stopped' // names
  | 'listening-to-nobody'
  | 'incoming-over'
  | 'not-hers' // name
  | 'press.not-member'
  | 'message-empty'
  | 'policy.domain' // name, address, domain, allowed
  | 'policy.number' // name, address
  | 'policy.prefix' // name, address
  | 'policy.emergency' // name, address
  | 'policy.premium' // name, address
  | 'policy.inviters' // (who typed is none of INVITERS)
  | 'policy.inviters-unknown' // (nobody knows whether she is)
  | 'policy.rate' // count, limit (per minute), left, seconds (until all of them may be; 0: never)
  | 'rung-by-others' // name, seconds
  | 'address.invalid' // address
  | 'address.not-sip' // address
  | 'toast.empty'
  | 'toast.too-long'; // characters, limit

/** What became of a command or a press. */
export interface Receipt {
  /** The activity was seen before: nothing was done, nothing needs to be said. */
  readonly duplicate: boolean;
  readonly says: readonly Say[];
  /** The card that shows the effect, if there is one. It is drawn by the queue; a press also answers with it. */
  readonly cardId: CardId | undefined;
}

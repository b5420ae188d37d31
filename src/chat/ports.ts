/** What the chat room needs of others. Declared here by the caller; desk/, directory/ and teams/ fit. */
import type { Sizes } from '../cards/index.ts';
import type {
  CardId,
  CardToDraw,
  GatheringView,
  Inbound,
  IncomingId,
  IncomingToDraw,
  InvitationId,
  Invitee,
  InviteRequest,
  OtherPerson,
  PersonalToDraw,
  QuestionId,
  Receipt,
  ScheduleReceipt,
  Thread,
  ThreadId,
  When,
} from '../desk/index.ts';
import type { Doubt, Found, Member, Wanted } from '../directory/index.ts';
import type { Lane } from './patience.ts';

/** The desk, as people reach it by typing and pressing. */
export interface Door {
  invite(request: InviteRequest): Promise<Receipt>;
  again(inbound: Inbound, id: InvitationId): Promise<Receipt>;
  cancel(inbound: Inbound, ids: readonly InvitationId[]): Promise<Receipt>;
  remove(inbound: Inbound, ids: readonly InvitationId[], others?: readonly OtherPerson[]): Promise<Receipt>;
  choose(inbound: Inbound, id: QuestionId, chosen: readonly string[] | 'all'): Promise<Receipt>;
  end(inbound: Inbound): Promise<Receipt>;
  use(inbound: Inbound, uri: string): Promise<Receipt>;
  /** What she pressed was not hers to do. */
  refuse(inbound: Inbound, code: 'press.not-member'): Promise<Receipt>;
  /** Whether it has to be known who asks for people to be rung. */
  readonly asksWho?: boolean;
  gathering(threadId: ThreadId): Promise<GatheringView | undefined>;
  cardToDraw(cardId: CardId): Promise<CardToDraw | undefined>;
  /** A button with this id was pressed in this message. */
  seen(threadId: ThreadId, pressed: string, activityId: string): Promise<void>;
  /** In which thread an invitation or question stands, and who has asked for it; undefined: there is none. */
  whose(id: InvitationId | QuestionId): Promise<Whose | undefined>;
}

export interface Whose {
  readonly threadId: ThreadId;
  readonly inviters: readonly { readonly id: string }[];
}

/** The desk's other door: invitations from outside. */
export interface ReceptionDoor extends ReceptionEasel {
  listen(inbound: Inbound, people: readonly Invitee[]): Promise<Receipt>;
  stopListening(inbound: Inbound, people: readonly Invitee[]): Promise<Receipt>;
  answer(
    inbound: Inbound,
    id: IncomingId,
    wish: 'join' | 'decline',
    invitee: Invitee | undefined,
  ): Promise<Receipt>;
}

export interface ReceptionEasel {
  incomingToDraw(cardId: CardId): Promise<IncomingToDraw | undefined>;
}

/** What somebody wants for herself, wherever she is invited from; `me`: as far as she is known. */
export interface BlockDoor {
  block(inbound: Inbound, me: Invitee | undefined, until: When): Promise<Receipt | ScheduleReceipt>;
  unblock(inbound: Inbound, me: Invitee | undefined): Promise<Receipt>;
}

/** The desk's third door: those who are invited. */
export interface PersonalDoor extends PersonalEasel {
  /** Forgets who says so, as far as it is over. */
  forget(inbound: Inbound): Promise<Receipt>;
  answer(
    inbound: Inbound,
    id: InvitationId,
    wish: 'accept' | 'decline' | 'later',
    words?: string,
  ): Promise<Receipt>;
  tell(inbound: Inbound, id: InvitationId, words: string): Promise<Receipt>;
}

export interface PersonalEasel {
  personalToDraw(cardId: CardId): Promise<PersonalToDraw | undefined>;
  /** Her own chat is open: her card is shown there. */
  opened(id: InvitationId, thread: Thread): Promise<void>;
  /** She cannot be written to by these ids of hers. */
  unreachable(id: InvitationId, ids: readonly string[]): Promise<void>;
  /** As `Easel.unsure`, of her own card. */
  unsure(id: InvitationId): Promise<void>;
  /** In each other product than that one, the thread from which she may be reached: where she has invited or was written to, else any. */
  elsewhere(channel: string, ids: readonly string[]): Promise<readonly Thread[]>;
}

/** The desk, as the draw job sees it. */
export interface Easel {
  cardToDraw(cardId: CardId): Promise<CardToDraw | undefined>;
  posted(cardId: CardId, activityId: string | null): Promise<void>;
  /** Nobody knows whether it has arrived: it is drawn once more after a while. */
  unsure(cardId: CardId): Promise<void>;
}

export interface People {
  inThread(roster: () => Promise<readonly Member[]>): { find(wanted: Wanted): Promise<Found> };
  /** Undefined: all that is known can be asked. */
  readonly doubt?: Doubt | undefined;
}

/** Speaks in a thread without having been asked. */
export interface Messenger {
  /** With which other messages the service counts a post, or an update, in this thread. */
  lane(thread: Thread, what: 'post' | 'update'): Lane;
  /** Posts a new message; returns its id. Throws MessengerError. */
  post(thread: Thread, message: Outgoing): Promise<string>;
  /** To a chat with one person alone, in the product of `near`; undefined: it knows none of these ids. */
  wayTo(near: Thread, ids: readonly string[]): WayTo | undefined;
  /** Replaces a message. Throws MessengerError. */
  update(thread: Thread, activityId: string, message: Outgoing): Promise<void>;
}

export interface WayTo {
  /** By which that product knows her. */
  readonly ids: readonly string[];
  /** Opens the chat, or the one that is there. Throws MessengerError. */
  open(): Promise<Thread>;
}

/** `alert`: shows it as a notification too, which disappears. */
export type Outgoing =
  | { readonly text: string; readonly mentioning?: Mentioning }
  | { readonly card: Sizes; readonly alert?: boolean; readonly mentioning?: readonly Mentioned[] };

/** Somebody who is notified by it where she can be mentioned. */
export interface Mentioned {
  /** Hers in all products. */
  readonly ids: readonly string[];
  readonly name: string;
}

/** What is said instead where somebody can be mentioned: her name, and what comes behind it. */
export interface Mentioning extends Mentioned {
  readonly rest: string;
}

export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

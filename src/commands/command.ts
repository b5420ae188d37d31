/**
 * What a typed line means. Everything except `unknown` and `problem` is right in form: names are short enough, the toast
 * is one that core accepts, the address of `use` is an address. Whether it may be done is the desk's decision, who is
 * meant the directory's.
 */
import type { Facts } from '../core/errors.ts';
import type { Before, When } from './times/when.ts';

/** Somebody as typed: who that is, the directory finds out (it takes this shape as it stands). */
export type InviteeText =
  /** At most 200 characters, never empty, without control characters; HTML and Markdown in it are data. */
  | { readonly kind: 'name'; readonly name: string }
  /** A mention: the channel's id counts, the name is only for show. */
  | { readonly kind: 'mention'; readonly id: string; readonly name: string }
  /** `sip:`, `sips:` or `tel:` as typed (not yet checked), with the display name in front of it where there was one. */
  | { readonly kind: 'address'; readonly address: string; readonly name?: string };

/** Names of all commands, in the order of the help. */
export type CommandName =
  | 'invite'
  | 'cancel'
  | 'remove'
  | 'again'
  | 'remind'
  | 'scheduled'
  | 'who'
  | 'use'
  | 'end'
  | 'listen'
  | 'unlisten'
  | 'block'
  | 'unblock'
  | 'forget'
  | 'help';

/** How people are to be called. */
export interface CallingManner {
  readonly urgent?: true;
  /** One after the other, until somebody is in; at once unless said. */
  readonly inTurn?: true;
  /** Who does not answer is called again after so many seconds (30 to 1800), so many times in all (1 to 10). */
  readonly persist?: { readonly everySeconds?: number; readonly times?: number };
}

/** Who of those named is not meant: "the surgeons except Mary". */
export interface Except {
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
}

/** One or more people; `me` says that the sender is (also) meant. */
export interface InviteCommand {
  readonly kind: 'invite';
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
  readonly except?: Except;
  /** What stood after `saying`, accepted by core's ToastMessage. */
  readonly toast?: string;
  /** What stood after `to`, on one line, at most 200 characters. */
  readonly subject?: string;
  /** Undefined: now. */
  readonly when?: When;
  readonly urgent?: true;
  readonly inTurn?: true;
  readonly persist?: { readonly everySeconds: number; readonly times: number };
  /** Who is called where nobody of those before came: "else Bob, else Sue". */
  readonly otherwise?: readonly {
    readonly invitees: readonly InviteeText[];
    readonly me: boolean;
    readonly except?: Except;
  }[];
}

export interface CancelCommand {
  readonly kind: 'cancel';
  /** Empty, and not `me`: everybody who is still being invited (but `except`). */
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
  readonly except?: Except;
}

export interface RemoveCommand {
  readonly kind: 'remove';
  /** Empty, and not `me`, with `except`: everybody else. */
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
  readonly except?: Except;
}

export interface AgainCommand {
  readonly kind: 'again';
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
  readonly except?: Except;
}

export interface UseCommand {
  readonly kind: 'use';
  /** Canonical `sip:` or `sips:` address of a conference. */
  readonly address: string;
}

/** Whose invitations to us are (no longer) shown here. */
export interface ListenCommand {
  readonly kind: 'listen' | 'unlisten';
  /** Empty, and not `me`: with `unlisten` everybody's. */
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
  readonly except?: Except;
}

/** `remind Mary in 10 minutes to call Bob`; at least one of invitees, me and everyone. */
export interface RemindCommand {
  readonly kind: 'remind';
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
  /** All who belong to what was scheduled or is under way in the thread. */
  readonly everyone: boolean;
  /** Of those who are named; never of everyone. */
  readonly except?: Except;
  readonly when: When | Before;
  /** What of, accepted by core's ToastMessage. */
  readonly words?: string;
}

/** What is scheduled in the thread. */
export interface ScheduledCommand {
  readonly kind: 'scheduled';
}

/** Whoever types it does not want to be rung until then. */
export interface BlockCommand {
  readonly kind: 'block';
  /** Never repeated. */
  readonly until: When;
}

export interface PlainCommand {
  /** `forget`: whoever types it. `unblock`: whoever types it may be rung again, or wants to be. */
  readonly kind: 'who' | 'end' | 'unblock' | 'forget' | 'help';
}

/** No verb that we know stood in front. `nearest` is what may have been meant; nothing is done without asking. */
export interface UnknownCommand {
  readonly kind: 'unknown';
  readonly nearest?: CommandName;
}

/**
 * A known command that cannot be done as typed. Codes and facts:
 * `command.no-name` · `command.no-address` · `command.too-many-names` (count, limit) · `name.too-long` (name: its
 * beginning, characters, limit) · `subject.too-long` (characters, limit) · `address.not-sip` (address) ·
 * `command.remove-whom` · `command.no-toast` (only an invitation says something) · `address.invalid`, `toast.empty`, `toast.too-long` as core has them ·
 * those of `times/time-problem.ts`.
 */
export interface ProblemCommand {
  readonly kind: 'problem';
  readonly command: CommandName;
  readonly code: string;
  readonly facts: Facts;
}

export type Command =
  | InviteCommand
  | CancelCommand
  | RemoveCommand
  | AgainCommand
  | UseCommand
  | ListenCommand
  | RemindCommand
  | ScheduledCommand
  | BlockCommand
  | PlainCommand
  | UnknownCommand
  | ProblemCommand;

/** A mention as the channel reports it: `text` is what stands in the message (`<at>Mary</at>`). */
export interface Mention {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** What else is known about the message. */
export interface MessageContext {
  /** All mentions of the message, the one of the bot among them. */
  readonly mentions?: readonly Mention[];
  /** The bot itself: its mention is not an invitee, and its name in front of a command is skipped. */
  readonly bot?: { readonly id: string; readonly name: string };
  /** Language of the author, a BCP 47 tag: decides where a verb belongs to two languages. */
  readonly locale?: string;
  /** When it was written, and in which zone its author lives (IANA). Without both, no times are read. */
  readonly now?: Date;
  readonly zone?: string;
}

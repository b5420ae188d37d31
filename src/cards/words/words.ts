/** What a language has to say. One table per language; a missing entry is a compile error. */
import type { OutcomeDetail, OutcomeWord, ParticipantEnd } from '../../core/index.ts';
import type { IncomingView, PersonalAnswer, SayCode, Status } from '../../desk/index.ts';
import type { ScheduleWords } from './schedule/schedule-words.ts';

/** Facts behind a code, as the rooms hand them out. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * A sentence: what happened, and what to do. `{name}` is replaced by that fact, made safe for show. A function where the
 * sentence depends on which facts there are.
 */
export type Sentence = string | ((facts: Facts) => string);

/** Of commands/: a line that was understood but cannot be done as typed. */
export type CommandCode =
  | 'command.no-name'
  | 'command.no-address'
  | 'command.no-toast'
  | 'command.remove-whom'
  | 'command.too-many-names' // count, limit
  | 'name.too-long' // name (its beginning), characters, limit
  | 'subject.too-long' // characters, limit
  | 'text.too-long' // characters, limit
  | 'address.not-sip'; // address

/** Of directory/. */
export type DirectoryCode =
  | 'roster.unavailable' // wanted
  | 'person.too-many' // wanted, count
  | 'directory.old' // seconds
  | 'directory.unread';

/** Of chat/. */
export type ChatCode =
  | 'command.unknown' // nearest?
  | 'command.unknown-in-channel' // nearest?, bot
  | 'person.nobody' // wanted, nearest
  | 'person.no-address' // name
  | 'person.which' // typed, names
  | 'person.not-invited' // typed, nearest
  | 'command.everybody'
  | 'except.unclear' // typed, names
  | 'number.national' // wanted
  | 'pronoun.nobody'
  | 'pronoun.which' // names
  | 'correction.which' // names
  | 'me.no-address' // name
  | 'listen.no-address' // name
  | 'inviting' // names
  | 'bot.not-in-channel' // bot
  | 'form.only-names'
  | 'press.malformed'
  | 'press.not-member'
  | 'press.unknown'
  | 'forgotten' // invitations, reminders, days (that the audit trail keeps)
  | 'forgotten-not-yet' // count
  | 'press.copy'
  | 'press.repeated'
  | 'error'; // reference

export type Code = SayCode | CommandCode | DirectoryCode | ChatCode;

/** More about one person's row, under the word of its status. */
export type DetailCode =
  | OutcomeDetail // name, address; code where somebody answered; seconds with retry-later
  | 'queued'
  | 'waiting'
  | 'answered'
  | 'answered-by' // by
  | 'offline'
  | 'not-found'
  | 'not-allowed'
  | 'cannot'
  | 'guessed'
  | 'removing'
  | 'not-removed' // code, 0: no answer
  | 'unknown'
  | 'interrupted-unknown'
  | 'conference-refused';

export type CommandTopic =
  | 'invite'
  | 'cancel'
  | 'remove'
  | 'again'
  | 'who'
  | 'use'
  | 'end'
  | 'listen'
  | 'unlisten'
  | 'remind'
  | 'scheduled'
  | 'block'
  | 'unblock'
  | 'forget'
  | 'help';

export interface Words {
  /** ISO 639-1. */
  readonly language: string;
  readonly status: Readonly<Record<Status, string>>;
  readonly details: Readonly<Record<DetailCode, Sentence>>;
  readonly says: Readonly<Record<Code, Sentence>>;
  /** How people ended, for the message in the thread; `{names}` have the same end. */
  readonly told: Readonly<Record<Status, Sentence>>;
  /** Their conference did not take them out; names, code (0: no answer). */
  readonly notRemoved: Sentence;
  /** A single call from the command line, for whoever runs the bot. */
  readonly call: {
    /** Who calls about what, as phones show it. */
    readonly inviter: string;
    readonly subject: string;
    /** What to do about it; name, address, code. */
    readonly hints: Readonly<Record<OutcomeWord, Sentence>>;
    readonly noServer: string; // problem
    readonly bridged: string; // name
    readonly ended: Readonly<Record<ParticipantEnd['how'], string>>; // name
  };
  readonly card: {
    readonly untitled: string;
    readonly invitedBy: string; // name
    readonly toast: string; // toast
    readonly ended: string;
    readonly question: string; // typed
    readonly moreCandidates: Sentence; // count
    readonly openQuestion: string;
    /** Whether so many shall be rung, and how that is answered. */
    readonly many: string; // count
    readonly manyHint: string;
    readonly line: string; // word, count, names
    readonly more: string; // count
    readonly nobody: string;
    readonly speakRow: string; // name, word
    readonly speakMore: Sentence; // count
    /** A notice for one person, who is mentioned: her name stands first. */
    readonly addressed: string; // name, text
    readonly conference: string; // uri
    readonly others: string; // count, names
    readonly rosterUnknown: string;
    readonly rosterNone: string;
    readonly urgent: string;
    /** She is called again: when, and which of how many calls that is. */
    readonly again: string; // time, next, of
    /** The same where no time can be shown. */
    readonly againSoon: string; // next, of
  };
  readonly buttons: {
    readonly ringAll: string; // count
    readonly ringNobody: string;
    readonly cancel: string;
    readonly remove: string;
    readonly again: string;
    readonly join: string;
    readonly decline: string;
    readonly me: string;
    readonly accept: string;
    readonly later: string;
    readonly tell: string;
  };
  /** What the invited person sees and answers in a chat of her own. */
  readonly personal: {
    readonly invites: string; // name
    /** Once her phone rings no more. */
    readonly invited: string; // name
    readonly open: string;
    readonly input: string;
    readonly answered: Readonly<Record<PersonalAnswer['wish'], string>>;
    readonly hints: Readonly<Record<'link' | 'phone' | 'call' | 'later', string>>;
    /** She has missed the call, and can still accept. */
    readonly late: Readonly<Record<'link' | 'call', string>>;
    /** In the thread. */
    readonly postponed: string; // names
    readonly writes: string; // name, words
    readonly unreachable: string; // name
  };
  /** An invitation from outside. */
  readonly incoming: {
    readonly status: Readonly<Record<IncomingView['status'], string>>;
    readonly invites: string; // name, address
    readonly joins: string; // by, name, uri
    /** No phone rings for who pressed. */
    readonly joinsAlone: string; // by, uri
    readonly declines: string; // by
    readonly why: Readonly<Partial<Record<IncomingView['status'], string>>>; // uri
  };
  readonly schedule: ScheduleWords;
  /** The form behind Slack's message shortcut; titles and buttons of at most 24 characters. */
  readonly form: {
    readonly title: string;
    readonly submit: string;
    readonly close: string;
    readonly people: string;
    readonly others: string;
    readonly subject: string;
    readonly toast: string;
    /** Nobody was chosen or named. */
    readonly nobody: string;
  };
  /** What the stores and lists of the chat products say of the app. */
  readonly app: {
    readonly name: string;
    readonly short: string;
    readonly long: string;
  };
  readonly welcome: {
    readonly title: string;
    readonly lines: readonly [string, string];
    /** Instead of the lines, where only mentions are read. */
    readonly mention: readonly [string, string]; // bot
  };
  readonly help: {
    readonly title: string;
    readonly topics: Readonly<Record<CommandTopic, string>>;
    readonly example: string; // example
    readonly mention: string; // bot
  };
  /** `Mary, Bob and Sue`. */
  readonly and: (names: readonly string[]) => string;
  readonly duration: (seconds: number) => string;
  readonly number: (value: number) => string;
}

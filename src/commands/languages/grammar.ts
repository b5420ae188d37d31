import type { CommandName } from '../command.ts';
import type { Declaration } from '../declarations.ts';
import type { TimeGrammar } from './times/time-words.ts';

/** A command as the help of a language shows it: a line that is understood. */
export type Shown = Pick<Declaration, 'name' | 'syntax' | 'example'>;

/**
 * How a language with spaces says what the declarations say in English. Everything is compared in lower case and without
 * accents; rows of phrases are written as one line each, separated by commas.
 */
export interface Grammar {
  /** ISO 639-1. */
  readonly language: string;
  /** `lade … ein` stands around the names, `… einladen` behind them. */
  readonly verbs: Readonly<Record<CommandName, readonly string[]>>;
  /** What people put in front of a command and behind it. */
  readonly front: readonly string[];
  readonly behind: readonly string[];
  /** Behind the names: to, in, or out of the conference of this thread. */
  readonly where: readonly string[];
  /** Between two names. */
  readonly and: string;
  readonly me: string;
  readonly everybody: string;
  /** Who was named before, one or several: "ruf sie noch einmal an". */
  readonly her: string;
  readonly them: string;
  /** In front of a name: articles, titles. */
  readonly before: string;
  /** Behind those who are meant, in front of those who are not. */
  readonly except: string;
  /** In front of a subject in quotes. */
  readonly about: string;
  /** What begins the message of an invitation. */
  readonly saying: readonly string[];
  /** What may stand in a question for `who` or beside `end` without changing it. */
  readonly padding: string;
  /** Who says this does not ask for it: "lade Mary nicht ein". */
  readonly not: string;
  /** Words that prove this language where a verb is an English one too ("invite Marie et Bob"). */
  readonly marks?: string;
  /** Takes apart what is written as one word with a verb: "invite-moi". */
  readonly apart?: (beginning: string) => string;
  /** What begins the words of a reminder: "erinnere mich um 9 daran, dass …". */
  readonly of: string;
  /** In front of the end of something, and of how long it lasts; the latter may have one behind it, too: "2 Stunden lang". */
  readonly until: string;
  readonly lasting: string;
  /** In front of a span that begins now: "in 2 Stunden". */
  readonly fromNow: string;
  readonly times: TimeGrammar;
  /** In the order of the help. */
  readonly shown: readonly Shown[];
}

import { ToastMessage } from '../core/index.ts';
import type { Command, ProblemCommand, RemindCommand } from './command.ts';
import { readInvitees } from './invitees.ts';
import { phrases, standsAt } from './phrases.ts';
import { type PlainText, withNames } from './plain-text.ts';
import { checked, problem } from './problem.ts';
import { pronounOf } from './pronouns.ts';
import { type Split, timeOf, withoutSeparators } from './timed.ts';
import { type Reading, type ReadWords, readBefore, timesAtEnd, timeWithin, wordsOf } from './times/index.ts';
import type { Token } from './tokens.ts';

/** What begins the words of a reminder. */
const OF = phrases('to, that, about, of, for, saying, with the words, with the message').toSorted(
  (a, b) => b.length - a.length,
);

/** A reminder, as far as it has been taken apart. */
export interface RemindParts {
  readonly about: readonly Token[];
  readonly plain: PlainText;
  /** Undefined: nobody knows what time it is. */
  readonly read: ReadWords | undefined;
  /** Words about time in front of the command. */
  readonly inFront: readonly Token[];
}

/**
 * `remind NAMES WHEN [to WORDS]`, `remind NAMES to WORDS WHEN`. The words are taken as they stand; a time in them counts only
 * where none stands in front of them: "remind me at 9 to call Bob at 10".
 */
export function remind({ about, plain, read: readTime, inFront }: RemindParts): Command {
  if (readTime === undefined) return problem('remind', 'time.none');
  const read: ReadWords = (words) => readBefore(words) ?? readTime(words);
  const { rest: names, time, words: behind } = split(about, read);
  const isTimed = inFront.length > 0 || (time.length > 0 && !isUnfinished(read, time));
  const { rest: words, time: atEnd } = isTimed ? { rest: behind, time: [] } : splitEnd(behind, read);
  const reading = timeOf([inFront, time, atEnd], names, plain, read);
  const named = readInvitees(names, plain, 'remind');
  if ('kind' in named) return named;
  const called = named.invitees.filter(({ kind }) => kind === 'name').map(({ name = '' }) => name);
  const everyone = called.some((name) => EVERYONE.has(name.toLowerCase()));
  // Who belongs to everyone is only known when it is time.
  const isOpen = everyone && named.except !== undefined;
  if (called.some(pronounOf) || isOpen || (!named.me && named.invitees.length === 0)) {
    return problem('remind', 'command.no-name');
  }
  const said = checked('remind', () => toText(words, plain));
  if (typeof said === 'object') return said;
  const when = whenOf(reading);
  if (when.kind === 'problem') return when;
  return {
    kind: 'remind',
    ...(everyone ? { invitees: [], me: false } : named),
    everyone,
    when,
    ...(said && { words: said }),
  };
}

const EVERYONE = new Set(['everyone', 'everybody', 'all', 'us', 'all of us']);

/** In front of the words may stand a time; "quarter to ten" and "Monday to Friday" are no beginning of words. */
function split(about: readonly Token[], read: ReadWords): Split & { readonly words: readonly Token[] } {
  const keys = about.map(({ key }) => key);
  const opens = (at: number) => OF.find((phrase) => standsAt(keys, at, phrase));
  const begins = about.findIndex(
    ({ kind, text }, at) =>
      at > 0 && (kind === 'quoted' || opens(at) || /.:$/.test(about[at - 1]?.text ?? text)),
  );
  const end = begins < 0 ? about.length : begins;
  const found = timeWithin(about, end, read);
  const rest = about.slice(0, found?.from ?? end);
  const behind = withoutSeparators(about.slice(found?.to ?? end));
  const opener = OF.find((phrase) =>
    standsAt(
      behind.map(({ key }) => key),
      0,
      phrase,
    ),
  );
  // "10 minutes before the retro": it has a name that nobody knows here.
  const isNamed = found && 'kind' in found.reading && found.reading.kind === 'before';
  const isOpened = behind.length === 0 || opener !== undefined || behind[0]?.kind === 'quoted';
  if (isNamed && !isOpened) return { rest: about, time: [], words: [] };
  return {
    rest,
    time: found ? about.slice(found.from, found.to) : [],
    words: behind.slice(opener?.length ?? 0),
  };
}

/** `"Bring the plans" at 9`, `call Bob at 9`. */
function splitEnd(words: readonly Token[], read: ReadWords): Split {
  const [first, ...behind] = words;
  if (first?.kind === 'quoted' && read(wordsOf(behind))) return { rest: [first], time: behind };
  for (const { from } of timesAtEnd(words, read))
    return { rest: words.slice(0, from), time: words.slice(from) };
  return { rest: words, time: [] };
}

function isUnfinished(read: ReadWords, time: readonly Token[]): boolean {
  const reading = read(wordsOf(time));
  return reading !== undefined && 'code' in reading && reading.code === 'time.no-hour';
}

function toText(words: readonly Token[], plain: PlainText): string | undefined {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return undefined;
  const written = words.length === 1 ? first.text : plain.text.slice(first.start, last.end);
  return new ToastMessage(withNames(plain, written).trim()).message;
}

function whenOf(reading: Reading | undefined): RemindCommand['when'] | ProblemCommand {
  if (reading === undefined) return problem('remind', 'time.none');
  if ('code' in reading) return problem('remind', reading.code, reading.facts);
  return reading;
}

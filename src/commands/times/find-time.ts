/** Where in a line stands a phrase about time. Names are cut out first: a phrase never begins the people who are named. */
import type { Token } from '../tokens.ts';
import type { TimeProblem } from './time-problem.ts';
import { fold, isDatePart, isOpener, mayBegin, maySay } from './vocabulary.ts';
import type { Before, When } from './when.ts';

export type Reading = When | Before | TimeProblem;
export type ReadWords = (words: readonly string[]) => Reading | undefined;

/** Tokens [from, to) are the phrase. */
export interface FoundTime {
  readonly reading: Reading;
  readonly from: number;
  readonly to: number;
}

/** No phrase about time is longer; this bounds the work for a line that is nothing but time words. */
const LONGEST = 24;
const AND = new Set(['and', '&', '+', 'plus']);

/** All phrases that end where the tokens end, the longest first. Something stands in front of each. */
export function* timesAtEnd(tokens: readonly Token[], read: ReadWords): Generator<FoundTime> {
  const to = tokens.length;
  let first = to;
  while (first > 1 && to - first < LONGEST && isSaid(tokens, first - 1)) first -= 1;
  for (let from = first; from < to; from += 1) {
    const reading = mayStand(tokens, from) ? read(wordsOf(tokens.slice(from, to))) : undefined;
    if (reading) yield { reading, from, to };
  }
}

/** The longest phrase that begins where the tokens begin. */
export function timeInFront(tokens: readonly Token[], read: ReadWords): FoundTime | undefined {
  const [first] = tokens;
  return first && mayBegin(keyOf(first)) ? longestFrom(tokens, 0, read) : undefined;
}

/**
 * The first phrase behind somebody, and in front of `end`: there its first word stands. None where a number, a weekday or a month
 * follows that does not fit: "on Tuesday, 17 March", which is a Wednesday.
 */
export function timeWithin(tokens: readonly Token[], end: number, read: ReadWords): FoundTime | undefined {
  // Names are short; who writes more than this between them writes no command.
  for (let from = 1; from < Math.min(end, 200); from += 1) {
    const found = mayStand(tokens, from) ? longestFrom(tokens, from, read) : undefined;
    const behind = found && tokens.slice(found.to).find(({ kind }) => kind !== 'separator');
    if (found) return behind && isDatePart(keyOf(behind)) ? undefined : found;
  }
  return undefined;
}

/** Whether a token begins such a phrase also where a name could stand: `tomorrow`, but not `Sunday`. */
export function isOpening(token: Token | undefined): boolean {
  return token !== undefined && isOpener(keyOf(token));
}

/** Whether names hold words that nobody is called by: then a time was meant and not understood. `isTimed`: another was. */
export function isLikeTime(tokens: readonly Token[], isTimed: boolean): boolean {
  const text = wordsOf(tokens).join(' ').slice(0, 2_000);
  return SURELY.test(text) || (isTimed && WITH_A_TIME.test(text.replace(GROUP, ' ')));
}

/** "Everybody in surgery", "the surgeons on call": these words belong to a group. */
const GROUP =
  /(?<=^| )(?:(?:everybody|everyone|all|people)(?: else)?|(?:the|our|all)(?: the)? \S+) (?:in|from|on) /g;

/** "Mary on Halloween at 9" */
const WITH_A_TIME =
  /(?:^| )(?:on|at|in|until|till|every|each|next|last|by|before|after|starting) |(?:^| )(?:\d+[/.]\d+|(?:week|weekend|month|fortnight)(?: |$))/;

const HOUR = '\\d{1,2}(?::\\d\\d)?(?:am|pm)?';
const SURELY = new RegExp(
  `(?:^| )(?:${[
    'today|tomorrow|tonight|yesterday|later|eod|end of (?:the )?day|in the (?:morning|afternoon|evening)',
    'weekdays?|hourly|daily|weekly|monthly|quarterly|yearly|(?:every|each) \\S+|(?:once|twice|times) an? \\w+',
    `\\d{1,2}[:h]\\d{2}(?:am|pm)?|\\d{1,2} ?(?:am|pm|o'?clock)|${HOUR}-${HOUR}`,
    '(?:in|after|before|within|at|from|until|by) (?:\\d|(?:an?|half|one|two|three|five|ten|fifteen|twenty|thirty) )\\S*',
    '(?:next|last|on|this) (?:week|month|year|\\w+day)|(?:at|after|before|over) lunch\\w*',
    '\\d+ (?:min|minutes?|hours?|seconds?|days?|weeks?)',
  ].join('|')})(?: |$)| (?:from|until|till|starting)$`,
);

function longestFrom(tokens: readonly Token[], from: number, read: ReadWords): FoundTime | undefined {
  let end = from;
  while (end < tokens.length && end - from < LONGEST && isSaid(tokens, end)) end += 1;
  for (let to = end; to > from; to -= 1) {
    const reading = tokens[to - 1]?.kind === 'word' ? read(wordsOf(tokens.slice(from, to))) : undefined;
    if (reading) return { reading, from, to };
  }
  return undefined;
}

/** "Mary and May", but "Mary, tomorrow". */
function mayStand(tokens: readonly Token[], at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  return token !== undefined && mayBegin(keyOf(token)) && !AND.has(before?.key ?? '');
}

/** A word about time, or the name of a zone in front of `time`, whatever it is. */
function isSaid(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind === 'separator') return token.text === ',';
  if (token?.kind !== 'word') return false;
  if (token.key === '' || maySay(keyOf(token))) return true;
  const behind = tokens.slice(at + 1, at + 4).findIndex(({ key }) => key === 'time');
  return behind >= 0 && tokens.slice(at, at + behind + 1).every(({ kind }) => kind === 'word');
}

/** "@ 9" is "at 9". */
function keyOf({ kind, key, text }: Token): string {
  if (kind !== 'word') return '';
  // "In -5 minutes" is no time.
  if (/^[-−]\d/.test(text)) return text;
  return text === '@' ? 'at' : fold(key);
}

export function wordsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.map(keyOf).filter((key) => key !== '');
}

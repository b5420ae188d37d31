/**
 * How the people of an invitation are called: `urgently`, `one after the other`, `keep trying`. Read in front of a line and behind
 * its names only, so that nothing inside a name or a toast is taken for it.
 */
import type { CallingManner } from './command.ts';
import { type Phrase, phrases, standsAt } from './phrases.ts';
import type { Token } from './tokens.ts';

/** The first pause is what is meant by "keep trying", the others are how far it may be changed. */
const EVERY_SECONDS = { usual: 120, least: 30, most: 1_800 };
/** Calls in all, the first among them. */
const TIMES = { usual: 3, least: 1, most: 10 };
/** No clause has more words. */
const LONGEST = 12;

const SHE = '(?:she|he|they)';
export const HER = '(?: (?:her|him|them|it))?';
const ANSWERS =
  '(?:answers?|picks? up|joins?|comes?|accepts?|responds?|is in|are in|is here|has (?:joined|answered))';
const SOMEBODY = '(?:somebody|someone|anybody|anyone|one of them|the first|the first one)';
export const N = '(\\d{1,4}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|few)';
export const UNIT = '(seconds?|secs?|s|minutes?|mins?|min|hours?)';

interface Clause {
  readonly source: string;
  readonly read: (said: readonly string[]) => CallingManner;
  /** It may also stand in front of a line. */
  readonly isInFront?: true;
  /** And between the verb and the names: nobody is called so. */
  readonly isNoName?: true;
}

const CLAUSES: readonly Clause[] = [
  {
    source: 'urgently|with urgency|as a matter of urgency|as soon as possible',
    read: () => ({ urgent: true }),
    isInFront: true,
    isNoName: true,
  },
  {
    source: `(?:(?:because|since|as) )?(?:(?:it's|its|it is|this is|that's|that is) )?(?:(?:really|very|super|quite|extremely) )?urgent|asap|(?:because )?(?:it's|it is|this is) an emergency|(?:with )?(?:high|top|highest) priority`,
    read: () => ({ urgent: true }),
    isInFront: true,
  },
  {
    source: `one after the other|one after another|one by one|one at a time|in turn|in (?:this|that) order|in sequence|sequentially|until ${SOMEBODY} ${ANSWERS}`,
    read: () => ({ inTurn: true }),
    isInFront: true,
    isNoName: true,
  },
  {
    source: 'all at once|at the same time|all at the same time|all together|simultaneously|in parallel',
    read: () => ({}),
  },
  {
    source: `(?:(?:try|call|ring|retry)${HER}(?: again)? )?every(?: ${N})? ${UNIT}`,
    read: ([number = '1', unit = '']) => ({ persist: { everySeconds: secondsOf(number, unit) } }),
  },
  {
    // When she is called again, and not when she is called.
    source: `(?:try|retry|call|ring)${HER} again (?:in|after) ${N} ${UNIT}`,
    read: ([number = '', unit = '']) => ({ persist: { everySeconds: secondsOf(number, unit) } }),
  },
  {
    source: `(?:(?:try|call|ring)${HER}(?: again)? )?(?:(?:up to|at most|no more than|not more than|max|maximum) )?${N} (?:times|attempts|tries|calls)(?: at most)?`,
    read: ([number = '']) => ({ persist: { times: within(TIMES, numberOf(number)) } }),
  },
  {
    source: `keep (?:on )?(?:trying|calling|ringing)${HER}|until ${SHE} ${ANSWERS}|try${HER} again(?: and again)?|(?:call|ring) (?:her|him|them) again|again and again`,
    read: () => ({ persist: {} }),
  },
];

const compiled = (make: (source: string) => string) =>
  CLAUSES.map(({ source, ...clause }) => ({ ...clause, pattern: new RegExp(make(`(?:${source})`), 'u') }));
const IN_FRONT = compiled((source) => `^${source}(?: |$)`).filter(({ isInFront }) => isInFront);
const BEHIND = compiled((source) => `(?:^| )${source}$`);
/** "Keep calling Mary" is an invitation. */
const KEEP = longestFirst(
  'keep calling, keep ringing, keep trying, keep trying to reach, keep trying to call, keep on calling, keep on trying, keep trying to get',
);
const LINKS = new Set(['and', 'but', 'then', 'please', 'so']);

export interface SaidOfNames {
  readonly tokens: readonly Token[];
  readonly manner: CallingManner;
}

export interface SaidManner extends SaidOfNames {
  /** The clause has said that somebody is to be called: no verb is left. */
  readonly isCall: boolean;
}

/** Takes off what is said about the manner at both ends of a line; something always stays. */
export function splitManner(line: readonly Token[]): SaidManner {
  const keep = KEEP.find((one) =>
    standsAt(
      line.map(({ key }) => key),
      0,
      one,
    ),
  );
  const isCall = keep !== undefined && line.length > keep.length;
  const named = isCall ? line.slice(keep.length) : line;
  const behind = splitMannerBehind(named, isCall ? { persist: {} } : {});
  return { ...takeInFront(behind.tokens, behind.manner, IN_FRONT), isCall };
}

/** The same around names, where only what is no name counts in front: there is an Urgent Care. */
export function splitMannerOfNames(names: readonly Token[], manner: CallingManner): SaidOfNames {
  const behind = splitMannerBehind(names, manner);
  return takeInFront(
    behind.tokens,
    behind.manner,
    IN_FRONT.filter(({ isNoName }) => isNoName),
  );
}

/** Several wishes about trying again are one. */
export function together(first: CallingManner, second: CallingManner): CallingManner {
  const persist = { ...first.persist, ...second.persist };
  return { ...first, ...second, ...(first.persist || second.persist ? { persist } : {}) };
}

/** How often and how long somebody is called who does not answer, where nothing else was said. */
export function persistenceOf({ everySeconds, times }: NonNullable<CallingManner['persist']>) {
  return { everySeconds: everySeconds ?? EVERY_SECONDS.usual, times: times ?? TIMES.usual };
}

/** The same at the end only. */
export function splitMannerBehind(tokens: readonly Token[], before: CallingManner): SaidOfNames {
  let manner = before;
  let to = tokens.length;
  for (;;) {
    const end = lastSaid(tokens, to);
    const from = Math.max(0, end - LONGEST);
    const text = wordsOf(tokens.slice(from, end));
    const found = first(BEHIND, text);
    const size = found ? sizeOf(found.whole) : 0;
    if (!found || end - size < 1) return { tokens: tokens.slice(0, to), manner };
    manner = together(found.clause.read(found.said), manner);
    to = lastSaid(tokens, end - size);
  }
}

function takeInFront(tokens: readonly Token[], before: CallingManner, clauses: typeof IN_FRONT): SaidOfNames {
  let manner = before;
  let from = 0;
  for (;;) {
    const found = first(clauses, wordsOf(tokens.slice(from, from + LONGEST)));
    const next = found ? from + sizeOf(found.whole) : tokens.length;
    if (!found || next >= tokens.length) return { tokens: tokens.slice(from), manner };
    manner = together(found.clause.read(found.said), manner);
    from = next;
    while (from < tokens.length - 1 && isLink(tokens[from])) from += 1;
  }
}

/** Where a line ends without commas and links behind it. */
export function lastSaid(tokens: readonly Token[], end: number): number {
  let to = end;
  while (to > 1 && isLink(tokens[to - 1])) to -= 1;
  return to;
}

function isLink(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return token.kind === 'separator' || (token.kind === 'word' && (token.key === '' || LINKS.has(token.key)));
}

function first(clauses: typeof IN_FRONT, text: string) {
  const found = clauses.flatMap((clause) => {
    const match = clause.pattern.exec(text);
    return match
      ? [{ clause, whole: match[0], said: match.slice(1).filter((one) => one !== undefined) }]
      : [];
  });
  return found.toSorted((a, b) => b.whole.length - a.whole.length)[0];
}

/** One word for each token; what is no word is none of ours. */
export function wordsOf(tokens: readonly Token[]): string {
  return tokens.map(({ kind, key }) => (kind === 'word' && key !== '' ? key : '-')).join(' ');
}

function sizeOf(said: string): number {
  return said.trim().split(' ').length;
}

export function longestFirst(table: string): readonly Phrase[] {
  return phrases(table).toSorted((a, b) => b.length - a.length);
}

const NUMBERS: Readonly<Record<string, number>> = {
  ...{
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    few: 3,
  },
};

function numberOf(word: string): number {
  return NUMBERS[word] ?? Number(word);
}

export function secondsOf(first: string, second: string): number {
  // "Every minute" has one word only.
  const [number, unit] = second === '' ? ['1', first] : [first, second];
  const size = unit.startsWith('s') ? 1 : unit.startsWith('h') ? 3_600 : 60;
  return within(EVERY_SECONDS, numberOf(number) * size);
}

function within({ least, most }: { readonly least: number; readonly most: number }, value: number): number {
  return Math.min(most, Math.max(least, value));
}

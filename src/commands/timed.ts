/** Lines with a time: which of their words it is. Names are cut out first. */
import type { CommandName } from './command.ts';
import { type PlainText, withNames } from './plain-text.ts';
import { withoutPoliteness } from './politeness.ts';
import {
  isLikeTime,
  isOpening,
  type Reading,
  type ReadWords,
  timeInFront,
  timesAtEnd,
  wordsOf,
} from './times/index.ts';
import type { Token } from './tokens.ts';
import type { FoundVerb } from './verbs.ts';

export type FindVerb = (tokens: readonly Token[]) => FoundVerb | undefined;

export interface Split {
  /** Without the words about time. */
  readonly rest: readonly Token[];
  /** Empty: there are none. */
  readonly time: readonly Token[];
}

/** To ring somebody once more at a time is to invite her then. */
const INVITING: readonly CommandName[] = ['invite', 'again'];

/** `tomorrow at 9 invite Mary`. */
export function splitTimeInFront(
  tokens: readonly Token[],
  read: ReadWords | undefined,
  findVerb: FindVerb,
): Split {
  const nothing = { rest: tokens, time: [] };
  if (!read || findVerb(tokens)) return nothing;
  const found = timeInFront(tokens, read);
  if (!found) return nothing;
  const rest = withoutPoliteness(tokens.slice(found.to));
  const name = findVerb(rest)?.name;
  return name === 'remind' || (name && INVITING.includes(name))
    ? { rest, time: tokens.slice(0, found.to) }
    : nothing;
}

/** `invite Mary tomorrow at 9`, where somebody is left who is invited: "invite Sunday at 10" rings Sunday. */
export function splitTimeAtEnd(tokens: readonly Token[], read: ReadWords, findVerb: FindVerb): Split {
  for (const { from } of timesAtEnd(tokens, read)) {
    const rest = tokens.slice(0, from);
    const verb = findVerb(rest);
    const isAboutSomebody = verb && rest.slice(verb.from, verb.to).some(({ kind }) => kind !== 'separator');
    if (isAboutSomebody && INVITING.includes(verb.name)) return { rest, time: tokens.slice(from) };
  }
  return { rest: tokens, time: [] };
}

/** `Mary tomorrow at 9` in front of a subject, `tomorrow at 9 Mary` behind the verb. */
export function splitTimeFromNames(names: readonly Token[], read: ReadWords): Split {
  for (const { from } of timesAtEnd(names, read))
    return { rest: names.slice(0, from), time: names.slice(from) };
  const found = isOpening(names[0]) ? timeInFront(names, read) : undefined;
  const rest = found ? withoutSeparators(names.slice(found.to)) : [];
  return rest.length > 0 && found ? { rest, time: names.slice(0, found.to) } : { rest: names, time: [] };
}

/**
 * What was said about time in all places together: `tomorrow … at 9`. Undefined: nothing, and nothing among the names looks
 * like it. Problems hold the words as they were typed.
 */
export function timeOf(
  places: readonly (readonly Token[])[],
  names: readonly Token[],
  plain: PlainText,
  read: ReadWords,
): Reading | undefined {
  const words = places.flatMap(wordsOf);
  const isUnclear = isLikeTime(names, words.length > 0);
  const reading = isUnclear || words.length === 0 ? undefined : read(words);
  if (!isUnclear && words.length === 0) return undefined;
  if (reading && !('code' in reading && 'words' in reading.facts)) return reading;
  const typed = plain.typedTime ?? places.map((place) => textOf(place, plain)).join(' ');
  const said = [isUnclear ? textOf(names, plain) : '', typed].join(' ').replace(/\s+/g, ' ').trim();
  const facts = { words: said.slice(0, 100).toWellFormed() };
  return reading && 'code' in reading ? { ...reading, facts } : { code: 'time.unclear', facts };
}

function textOf(tokens: readonly Token[], plain: PlainText): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? withNames(plain, plain.text.slice(first.start, last.end)) : '';
}

export function withoutSeparators(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex(({ kind }) => kind !== 'separator');
  return first < 0 ? [] : tokens.slice(first);
}

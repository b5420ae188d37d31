/** Finds the command that a line begins with, from the verbs that the declarations name. */
import { distance } from 'fastest-levenshtein';
import type { CommandName } from './command.ts';
import type { Declaration } from './declarations.ts';
import { type Phrase, standsAt } from './phrases.ts';

/** A verb as it was found: the words from `from` up to `to` are what it is about. */
export interface FoundVerb {
  readonly name: CommandName;
  readonly from: number;
  readonly to: number;
}

export interface VerbIndex {
  /** `keys` are the words of the line (Token.key; empty for what is no word). The longest verb wins. */
  find(keys: readonly string[]): FoundVerb | undefined;
  /**
   * What was meant where the verb has a clear slip of the fingers in it (a letter left out, doubled or swapped), or
   * undefined. Never a command that ends or moves a conference.
   */
  findSlip(keys: readonly string[]): FoundVerb | undefined;
  /** The command whose verb is nearest to a word that is none. */
  nearest(word: string): CommandName | undefined;
}

interface Verb {
  readonly name: CommandName;
  readonly head: Phrase;
  readonly tail: Phrase;
}

/** Throws where two commands claim one verb: then nobody could say which of them was meant. */
export function indexVerbs(declarations: readonly Pick<Declaration, 'name' | 'verbs'>[]): VerbIndex {
  const owner = new Map<string, CommandName>();
  for (const { name, verbs } of declarations) {
    for (const verb of verbs) {
      const other = owner.get(verb);
      if (other !== undefined)
        throw new Error(`The verb "${verb}" belongs to two commands: ${other} and ${name}`);
      owner.set(verb, name);
    }
  }
  const verbs = [...owner].map(([verb, name]): Verb => {
    const [head = '', tail = ''] = verb.split(' … ');
    return { name, head: words(head), tail: words(tail) };
  });
  const longestFirst = verbs.toSorted((a, b) => size(b) - size(a));
  const find = (keys: readonly string[]): FoundVerb | undefined => {
    const verb = longestFirst.find((one) => fits(keys, one));
    return verb && { name: verb.name, from: verb.head.length, to: keys.length - verb.tail.length };
  };
  return {
    find,
    findSlip: (keys) => {
      const found = corrected(keys, verbs).map(find);
      const [one] = found;
      return found.every((other) => other?.name === one?.name && other?.to === one?.to) ? one : undefined;
    },
    nearest: (word) => nearest(word, verbs),
  };
}

/** Shorter words are one slip from too many others: "cal", "gt", "bing". */
const SHORTEST_CORRECTED = 5;
const NEVER_GUESSED: readonly CommandName[] = ['end', 'use'];

/** A line as it may have been meant: another word in front, or at the end, where a language has its verbs there. */
function corrected(keys: readonly string[], verbs: readonly Verb[]): readonly (readonly string[])[] {
  const [first = '', last = ''] = [keys[0], keys.at(-1)];
  const inFront = meantBy(first, verbs, ({ head }) => head[0] ?? '').map((word) => [word, ...keys.slice(1)]);
  const behind = meantBy(last, verbs, ({ head, tail }) => (head.length > 0 ? '' : (tail.at(-1) ?? '')));
  return [...inFront, ...behind.map((word) => [...keys.slice(0, -1), word])];
}

function meantBy(typed: string, verbs: readonly Verb[], wordOf: (verb: Verb) => string): readonly string[] {
  if (typed.length < SHORTEST_CORRECTED || typed.length > 20) return [];
  const meant = verbs.filter((verb) => isSlip(typed, wordOf(verb)));
  return meant.some(({ name }) => NEVER_GUESSED.includes(name)) ? [] : [...new Set(meant.map(wordOf))];
}

/** A replaced letter or another beginning makes other words ("incite", "fall"), so these are no slips. */
function isSlip(typed: string, verb: string): boolean {
  if (typed.charAt(0) !== verb.charAt(0) || Math.abs(typed.length - verb.length) > 1) return false;
  if (typed.length === verb.length) return howFar(typed, verb) === 1 && distance(typed, verb) === 2;
  const [longer, shorter] = typed.length > verb.length ? [typed, verb] : [verb, typed];
  const at = [...longer].findIndex((letter, i) => shorter[i] !== letter);
  if (longer.slice(0, at) + longer.slice(at + 1) !== shorter) return false;
  return longer === verb || longer[at] === longer[at - 1];
}

function nearest(word: string, verbs: readonly Verb[]): CommandName | undefined {
  if (word.length < 3 || word.length > 20) return undefined;
  const begun = verbs.find(({ head: [first = ''] }) => first.startsWith(word));
  if (begun) return begun.name;
  const close = verbs
    .filter(({ head, tail }) => head.length === 1 && tail.length === 0)
    .map(({ name, head: [first = ''] }) => ({ name, far: howFar(word, first) }))
    .toSorted((a, b) => a.far - b.far)[0];
  return close && close.far <= (word.length <= 4 ? 1 : 2) ? close.name : undefined;
}

/** Two letters that changed places are one slip ("hlep"), though two edits. */
function howFar(typed: string, verb: string): number {
  const wrong = [...verb].findIndex((letter, i) => typed[i] !== letter);
  const swapped =
    typed.slice(0, wrong) + (typed[wrong + 1] ?? '') + (typed[wrong] ?? '') + typed.slice(wrong + 2);
  return wrong >= 0 && swapped === verb ? 1 : distance(typed, verb);
}

const words = (text: string): Phrase => text.split(' ').filter((word) => word !== '');

const size = ({ head, tail }: Verb): number => head.length + tail.length;

/** Something has to stand between head and tail: "ring again" is not "ring … again". */
function fits(keys: readonly string[], { head, tail }: Verb): boolean {
  if (!standsAt(keys, 0, head)) return false;
  return (
    tail.length === 0 ||
    (keys.length > head.length + tail.length && standsAt(keys, keys.length - tail.length, tail))
  );
}

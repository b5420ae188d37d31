/**
 * The headers of one call come again and again: its From, To and Call-ID in each message, its peer's Contact in each call, `CSeq: 1
 * INVITE` for ever. What was read lately is copied instead of being read again, which takes a tenth of the time. A Via differs from
 * others of its peer only in its branch, a From or To in its tag: such a one is read with another word there, which is put right
 * in the copy.
 *
 * Whoever gets a value may change it, so everybody gets a copy. Long texts are not kept, and the oldest goes first: a peer that
 * never repeats itself costs a megabyte at most.
 */
import type { GrammarParse } from './grammar.ts';

const MAX_ENTRIES = 1_000;
const MAX_LENGTH = 200;

const STAND_IN = 'stand-in';

interface Varying {
  readonly key: string;
  /** Finds the word, in the simplest of the forms that it may have. */
  readonly pattern: RegExp;
  /** Where the parsed value keeps it. */
  holder(value: Record<string, unknown>): unknown;
}

const TAG: Varying = {
  key: 'tag',
  pattern: /;tag=([a-zA-Z0-9-]+)(?=;|$)/,
  holder: ({ parameters }) => parameters,
};
const VARYING = new Map<string, Varying>([
  ['Via', { key: 'branch', pattern: /;branch=([a-zA-Z0-9-]+)(?=;|$)/, holder: (via) => via }],
  ['From', TAG],
  ['To', TAG],
]);

/** The same parser, remembering. */
export function remembering(parse: GrammarParse): GrammarParse {
  const known = new Map<string, unknown>();

  const recall: GrammarParse = (input, startRule) => {
    const key = `${startRule} ${input}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return copyOf(remembered);
    // Of the key, not of the input: its pieces would keep the whole message in memory that they were cut from.
    const value = parse(key.slice(startRule.length + 1), startRule);
    if (known.size >= MAX_ENTRIES) known.delete(known.keys().next().value ?? '');
    known.set(key, copyOf(value));
    return value;
  };

  return (input, startRule) => {
    if (input.length > MAX_LENGTH) return parse(input, startRule);
    const varying = VARYING.get(startRule);
    const [before = '', word, after, ...more] = varying ? input.split(varying.pattern) : [];
    if (!varying || word === undefined || more.length > 0) return recall(input, startRule);
    const value = recall(`${before};${varying.key}=${STAND_IN}${after}`, startRule);
    const holder = isObject(value) ? varying.holder(value) : undefined;
    // Otherwise it stood elsewhere, as in a quoted name.
    if (!isObject(holder) || holder[varying.key] !== STAND_IN) return recall(input, startRule);
    holder[varying.key] = word;
    return value;
  };
}

/** Of primitive values, arrays, and objects whose class keeps everything in ordinary properties, as URI and NameAddrHeader do. */
function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy = Object.create(Object.getPrototypeOf(value));
  for (const key of Object.keys(value)) copy[key] = copyOf(value[key as keyof T]);
  return copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

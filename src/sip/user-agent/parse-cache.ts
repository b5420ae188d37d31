/**
 * The headers of one call come again and again: its From, To and Call-ID in each message, its peer's Contact in each call, `CSeq: 1
 * INVITE` for ever. What was read lately is copied instead of being read again, which takes a tenth of the time.
 *
 * Whoever gets a value may change it, so everybody gets a copy. Long texts are not kept, and the oldest goes first: a peer that
 * never repeats itself costs a megabyte at most.
 */
import type { GrammarParse } from './grammar.ts';

const MAX_ENTRIES = 1_000;
const MAX_LENGTH = 200;

/** The same parser, remembering. */
export function remembering(parse: GrammarParse): GrammarParse {
  const known = new Map<string, unknown>();
  return (input, startRule) => {
    if (input.length > MAX_LENGTH) return parse(input, startRule);
    const key = `${startRule} ${input}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return copyOf(remembered);
    // Of the key, not of the input: its pieces would keep the whole message in memory that they were cut from.
    const value = parse(key.slice(startRule.length + 1), startRule);
    if (known.size >= MAX_ENTRIES) known.delete(known.keys().next().value ?? '');
    known.set(key, copyOf(value));
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

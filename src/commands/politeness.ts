/** Takes off what people put around a command: "Hey Usher, could you please …, thanks". */
import type { Token } from './tokens.ts';

const phrases = (text: string): readonly string[][] => text.split(', ').map((phrase) => phrase.split(' '));

const IN_FRONT = [
  ...phrases('please, pls, kindly, hey, hi, hello, ok, okay, so, also, and, just, now, then'),
  ...phrases("can you, could you, would you, will you, can we, could we, let's, lets, let us"),
  ...phrases("i want to, i'd like to, i would like to, we need to, i need to"),
];
const BEHIND = phrases('please, pls, thanks, thank you, now, right now, asap, too, also, as well');

export function withoutPoliteness(tokens: readonly Token[], botName = ''): readonly Token[] {
  const keys = tokens.map(({ key }) => key);
  const bot = botName.toLowerCase().split(/\s+/);
  const inFront = [...IN_FRONT, bot];
  let from = 0;
  while (from < tokens.length) {
    const single = isNoise(tokens[from]) || isBegunName(tokens[from], bot) ? 1 : 0;
    const length = Math.max(single, lengthAt(keys, from, inFront));
    if (length === 0) break;
    from += length;
  }
  let to = tokens.length;
  while (to > from) {
    const length = isNoise(tokens[to - 1]) ? 1 : lengthBefore(keys, from, to, BEHIND);
    if (length === 0) break;
    to -= length;
  }
  return tokens.slice(from, to);
}

/** Commas, dashes, and signs that are no word. */
function isNoise(token: Token | undefined): boolean {
  return token?.kind === 'separator' || (token?.kind === 'word' && token.key === '');
}

/** "@Conf" for "Conf Bot": a mention that the client did not complete. */
function isBegunName(token: Token | undefined, [first = '']: readonly string[]): boolean {
  return token?.kind === 'word' && token.key.length > 2 && token.text.startsWith('@') && token.key === first;
}

function lengthAt(keys: readonly string[], from: number, phrases: readonly string[][]): number {
  return (
    phrases.find((words) => words.every((word, i) => word !== '' && keys[from + i] === word))?.length ?? 0
  );
}

function lengthBefore(
  keys: readonly string[],
  from: number,
  to: number,
  phrases: readonly string[][],
): number {
  const fits = (words: string[]) =>
    to - words.length >= from && words.every((word, i) => keys[to - words.length + i] === word);
  return phrases.find(fits)?.length ?? 0;
}

/** Takes off what people put around a command: "Hey Usher, could you please …, thanks". */
import { type Phrase, phrases, standsAt } from './phrases.ts';
import type { Token } from './tokens.ts';

const IN_FRONT = [
  ...phrases('please, pls, kindly, hey, hi, hello, ok, okay, so, also, and, just, now, then'),
  ...phrases("can you, could you, would you, will you, can we, could we, let's, lets, let us"),
  ...phrases("i want to, i'd like to, i would like to, we need to, i need to"),
];
/** The longer first: "right now" before "now". */
const BEHIND = phrases('please, pls, thanks, thank you, right now, now, asap, too, also, as well');

export function withoutPoliteness(tokens: readonly Token[], botName = ''): readonly Token[] {
  const keys = tokens.map(({ key }) => key);
  const bot = botName.toLowerCase().split(/\s+/).filter(Boolean);
  const inFront = bot.length > 0 ? [bot, ...IN_FRONT] : IN_FRONT;
  let from = 0;
  while (from < tokens.length) {
    const phrase = inFront.find((one) => standsAt(keys, from, one));
    const single = isNoise(tokens[from]) || isBegunName(tokens[from], bot) ? 1 : 0;
    const length = phrase?.length ?? single;
    if (length === 0) break;
    from += length;
  }
  let to = tokens.length;
  while (to > from) {
    const phrase = BEHIND.find((one) => to - one.length >= from && standsAt(keys, to - one.length, one));
    const length = phrase?.length ?? (isNoise(tokens[to - 1]) ? 1 : 0);
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
function isBegunName(token: Token | undefined, [first]: Phrase): boolean {
  return token?.kind === 'word' && token.text.startsWith('@') && token.key === first;
}

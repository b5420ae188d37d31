/** Takes off what people put around a command: "Hey Usher, could you please …, thanks". */
import { type Phrase, phrases, standsAt } from './phrases.ts';
import { isDatePart } from './times/index.ts';
import type { Token } from './tokens.ts';

/** "Right now" before "now". */
const longestFirst = (table: readonly Phrase[]) => table.toSorted((a, b) => b.length - a.length);

const IN_FRONT = longestFirst([
  ...phrases(
    'please, pls, plz, kindly, hey, hi, hello, yo, dear, ok, okay, so, also, and, just, now, then, well, um, uh, hmm',
  ),
  ...phrases(
    'hey there, hi there, good morning, good afternoon, good evening, thanks, sorry, excuse me, actually, right',
  ),
  ...phrases('quick, quickly, alright, all right, yes, yeah, yep, sure, next, first, oh'),
  ...phrases(
    "can you, could you, would you, will you, can we, could we, let's, lets, let us, you could, you can",
  ),
  ...phrases('can you please, could you possibly, would you please, would you kindly, do me a favor and'),
  ...phrases('do me a favour and, be so kind and, be so kind as to, do you think you could, could somebody'),
  ...phrases('could someone, can somebody, can someone, try to'),
  ...phrases("i want to, i'd like to, i would like to, we need to, i need to, we want to"),
  ...phrases("i want you to, i'd like you to, i need you to, i'd love to, go ahead and"),
  ...phrases(
    "we'd like to, we would like to, i'd like for you to, may i ask you to, might you, it's time to, time to",
  ),
]);
const BEHIND = longestFirst([
  ...phrases(
    'please, pls, plz, thanks, thx, cheers, thanks a lot, thank you, thank you very much, many thanks',
  ),
  ...phrases(
    'right now, now, right away, immediately, at once, all at once, at the same time, straight away, quickly',
  ),
  ...phrases("too, also, as well, for me, for us, if you can, if you could, if possible, if you don't mind"),
  ...phrases('would you, will you, could you, can you, ok, okay, real quick, when you can'),
]);

export function withoutPoliteness(tokens: readonly Token[], botName = ''): readonly Token[] {
  const keys = tokens.map(({ key }) => key);
  const bot = botName.toLowerCase().split(/\s+/).filter(Boolean);
  const inFront = bot.length > 0 ? [bot, ...IN_FRONT] : IN_FRONT;
  let from = 0;
  while (from < tokens.length) {
    const phrase = inFront.find((one) => standsAt(keys, from, one));
    const single = isNoise(tokens[from]) || isBegunName(tokens[from], bot) ? 1 : 0;
    const length = phrase?.length ?? single;
    // "Next, call Mary", but "next Tuesday".
    if (length === 0 || (keys[from] === 'next' && isDatePart(keys[from + 1] ?? ''))) break;
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

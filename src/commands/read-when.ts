import { inEnglish } from './languages/in-english.ts';
import { toPlainText } from './plain-text.ts';
import { readTime, type TimeProblem, type When, wordsOf } from './times/index.ts';
import { tokenize } from './tokens.ts';

/** Longer ones say more than a time. */
const MAX_CHARACTERS = 200;

/** A time that stands alone: what is typed beside the button *Move*. `now` and `zone` as in a message's context. */
export function readWhen(
  text: string,
  { now, zone, locale }: { readonly now: Date; readonly zone: string; readonly locale?: string },
): When | TimeProblem {
  const plain = inEnglish(toPlainText(text.slice(0, MAX_CHARACTERS), {}), '', locale);
  const words = wordsOf(tokenize(plain.text));
  const time = readTime(words[0] === 'to' ? words.slice(1) : words, { now, zone });
  return time ?? { code: 'time.unclear', facts: { words: text.trim() } };
}

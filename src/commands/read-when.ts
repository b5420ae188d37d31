import { timeInEnglish } from './languages/in-english.ts';
import { toPlainText } from './plain-text.ts';
import { isMoment, readTime, type TimeProblem, type When, wordsOf } from './times/index.ts';
import { tokenize } from './tokens.ts';

/** Longer ones say more than a time. */
const MAX_CHARACTERS = 200;

/** A time that stands alone: what is typed beside the button *Move*. `now` and `zone` as in a message's context. */
export function readWhen(
  text: string,
  { now, zone, locale }: { readonly now: Date; readonly zone: string; readonly locale?: string },
): When | TimeProblem {
  const typed = toPlainText(text.slice(0, MAX_CHARACTERS), {}).text;
  const read = (words: readonly string[]) =>
    isMoment({ now, zone }) ? readTime(words, { now, zone }) : undefined;
  const english = timeInEnglish(typed, locale, (words) => read(words) !== undefined);
  const [first = '', ...others] = wordsOf(tokenize(english));
  const words = first === 'to' || first === 'until' ? others : [first, ...others];
  // Nobody is called "10" or "noon" here.
  const reading = read(words) ?? read(['at', ...words]);
  if (reading && !('code' in reading && 'words' in reading.facts)) return reading;
  const code = reading && 'code' in reading ? reading.code : 'time.unclear';
  return { code, facts: { words: typed.trim() } };
}

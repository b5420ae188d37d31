/** Numbers as they are spoken: `twenty`, `12th`, `last`. Everything here is in lower case, without accents. */

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(' ');
const CARDINALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(ONES.map((word, i) => [word, i])),
  twenty: 20,
  'twenty-five': 25,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  fifty: 50,
  sixty: 60,
  ninety: 90,
};
const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  last: -1,
};

/** Alternatives of a pattern, longest first. */
export const CARDINAL = `\\d{1,4}|${Object.keys(CARDINALS)
  .toSorted((a, b) => b.length - a.length)
  .join('|')}`;
export const ORDINAL = `\\d{1,2}(?:st|nd|rd|th)|${Object.keys(ORDINALS).join('|')}`;

/** Undefined: no number. */
export function cardinal(word: string): number | undefined {
  return /^\d{1,4}(?:\.\d)?$/.test(word) ? Number(word) : CARDINALS[word];
}

/** `last` is -1. */
export function ordinal(word: string): number | undefined {
  return /^\d{1,2}(?:st|nd|rd|th)$/.test(word) ? Number.parseInt(word, 10) : ORDINALS[word];
}

export const NUMBER_WORDS: readonly string[] = [...Object.keys(CARDINALS), ...Object.keys(ORDINALS)];

/** Brings names to the form in which they are compared: without case, accents, punctuation and the order of a comma. */

/** One way to read a name. */
export interface Folded {
  readonly parts: readonly string[];
  /** All parts in one, so that "Mary-Ann", "Mary Ann" and "Maryann" are one name. */
  readonly joined: string;
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h' },
};
/** How German and Nordic names are written where the keyboard lacks the letter: Mueller is Müller. */
const SPELLED_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

/** All ways to read a name, the plainest first: umlauts spelled out, "Smith, John" turned round, without "(Sales)". */
export function fold(name: string): readonly Folded[] {
  const lower = name.normalize('NFC').toLowerCase();
  const orders = [lower];
  const comma = lower.indexOf(',');
  if (comma > 0) orders.push(`${lower.slice(comma + 1)} ${lower.slice(0, comma)}`);
  const withoutRemarks = orders.map((text) => text.replace(/\([^()]*\)/g, ' '));
  const readings = new Map<string, Folded>();
  for (const text of [...orders, ...withoutRemarks]) {
    for (const spelled of [text, text.replace(/[äöüåø]/g, (letter) => SPELLED_OUT[letter] ?? letter)]) {
      const parts = partsOf(spelled);
      if (parts.length > 0) readings.set(parts.join(' '), { parts, joined: parts.join('') });
    }
  }
  // A name of signs and emoji alone is compared as it stands.
  if (readings.size === 0 && lower.trim() !== '') return [{ parts: [lower.trim()], joined: lower.trim() }];
  return [...readings.values()];
}

/**
 * Only the combining marks of Latin, Greek and Cyrillic are accents; in other scripts marks are vowels. Apostrophes join
 * (O'Brien), other signs divide (Jean-Luc).
 */
function partsOf(lower: string): readonly string[] {
  return lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036F'’‘`´]/g, '')
    .replace(/[ßæœøłđðþıħ]/g, (letter) => LETTERS[letter] ?? letter)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((part) => part !== '');
}

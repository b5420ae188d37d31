/** Numbers, spans and enumerations as a language writes them: `Intl` knows how. */
import type { Words } from './words.ts';

/** `locale` is a BCP 47 tag. */
export function formatsOf(locale: string): Pick<Words, 'language' | 'and' | 'duration' | 'number'> {
  const list = new Intl.ListFormat(locale);
  const number = new Intl.NumberFormat(locale);
  const units = Object.fromEntries(
    ['second', 'minute', 'hour'].map((unit) => [
      unit,
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }),
    ]),
  );
  const span = (unit: string, count: number) => units[unit]?.format(count) ?? '';
  return {
    language: new Intl.Locale(locale).language,
    and: (names) => list.format(names),
    number: (value) => number.format(value),
    duration: (seconds) => {
      if (seconds < 90) return span('second', seconds);
      const minutes = Math.ceil(seconds / 60);
      return minutes < 120 ? span('minute', minutes) : span('hour', Math.ceil(minutes / 60));
    },
  };
}

/** Which of two forms a number takes; of our languages none has more for whole numbers below a million. */
export function pluralOf(locale: string): (count: unknown, one: string, other: string) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, one, other) =>
    rules.select(typeof count === 'number' ? count : listOf(count).length) === 'one' ? one : other;
}

/** Names among the facts; an empty one is none. */
export function listOf(fact: unknown): readonly unknown[] {
  return Array.isArray(fact) ? fact : fact === undefined || fact === '' || fact === 0 ? [] : [fact];
}

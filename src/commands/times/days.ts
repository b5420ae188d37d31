/** Weekdays and calendar dates. Dates are luxon's, in UTC, and stand for a day somewhere, not for an instant. */
import type { DateTime } from 'luxon';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
/** As RFC 5545 3.3.10 writes them. */
const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type WeekdayCode = (typeof CODES)[number];

export const MONTHS =
  'january february march april may june july august september october november december'.split(' ');

/** Singular or plural, long or short. */
export const WEEKDAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?';

/** Of a word that WEEKDAY fits. */
export function weekdayCode(word: string): WeekdayCode {
  const at = WEEKDAYS.findIndex((name) => name.startsWith(word.slice(0, 3)));
  return CODES[at] ?? 'MO';
}

export function codeOf(date: DateTime): WeekdayCode {
  return CODES[date.weekday - 1] ?? 'MO';
}

/** From one to the other, over the end of the week where need be. */
export function weekdaysFrom(first: WeekdayCode, last: WeekdayCode): readonly WeekdayCode[] {
  const [from, to] = [CODES.indexOf(first), CODES.indexOf(last)];
  return CODES.filter((_, at) => (from <= to ? at >= from && at <= to : at >= from || at <= to));
}

/** In the order of the week, each once. */
export function inOrder(codes: readonly WeekdayCode[]): readonly WeekdayCode[] {
  return CODES.filter((code) => codes.includes(code));
}

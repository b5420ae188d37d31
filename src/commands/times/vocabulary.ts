/** Which words may stand in a phrase about time, and which may begin one. */
import { MONTHS, WEEKDAY } from './days.ts';
import { NUMBER_WORDS } from './numbers.ts';
import { ZONE_WORDS } from './zone-names.ts';

const words = (...rows: string[]) => rows.flatMap((row) => row.split(', '));

const OPENERS = new Set(
  words(
    'at, in, on, every, each, today, tomorrow, tonight, yesterday, next, this, last, daily, weekly, monthly, yearly',
    'annually, fortnightly, weekdays, workdays, weekends, noon, midday, midnight, the, half, quarter, after, from, a, an',
    'starting, beginning, monthly, coming, working, business',
    ...NUMBER_WORDS,
  ),
);
const INSIDE = new Set(
  words(
    'of, to, and, until, till, through, thru, past, before, other, weekday, weekend, workday, morning, mornings',
    'afternoon, afternoons, evening, evenings, night, nights, am, pm, a.m, p.m, day, days, week, weeks, month, months',
    "year, years, minute, minutes, min, mins, m, hour, hours, hr, hrs, h, second, seconds, sec, secs, s, fortnight, o'clock",
    'oclock, time, now, later, hence, ago, about, around, exactly, sharp, couple, quarters, single, my, our, local, by',
    'approximately, roughly, standard, daylight, as, beforehand, ahead, early, prior, it, its, that, our, start, starts',
    'begins, call, meeting, conference',
    ...MONTHS,
    ...MONTHS.map((month) => month.slice(0, 3)),
    'sept',
  ),
);
const WEEKDAYS = new RegExp(`^${WEEKDAY}(?:-${WEEKDAY})?$`);
const NUMERIC =
  /^(?:\d{1,4}(?:st|nd|rd|th|am|pm|h|m|s|min|mins|hrs?|d|w)?|\d{1,2}[:.]\d{2}(?:am|pm|h)?|\d{1,2}h\d{2}|\d{1,2}h\d{1,2}m(?:in)?|\d{1,3}\.\d\w*|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\/\d{1,2}(?:\/\d{2,4})?|(?:utc|gmt)[+-]\d{1,2}(?::?\d\d)?)$/;
const ZONE = /^[a-z]+\/[a-z_/+-]+\d*$/;
const LONGEST = 40;

/** A number, a weekday, a month. */
export function isDatePart(key: string): boolean {
  return (
    NUMERIC.test(key) ||
    WEEKDAYS.test(key) ||
    MONTHS.some((month) => month === key || month.slice(0, 3) === key)
  );
}

export function mayBegin(key: string): boolean {
  return OPENERS.has(key) || isDatePart(key);
}

const SURE = new Set(words('at, on, in, every, each, today, tomorrow, tonight, next, this, daily'));

/** Begins a phrase also where a name could stand: nobody is called so. */
export function isOpener(key: string): boolean {
  return SURE.has(key);
}

export function maySay(key: string): boolean {
  return key.length <= LONGEST && (mayBegin(key) || INSIDE.has(key) || ZONE_WORDS.has(key) || ZONE.test(key));
}

export function isNumeric(key: string): boolean {
  return NUMERIC.test(key);
}

export function isZoneWord(key: string): boolean {
  return ZONE_WORDS.has(key);
}

/** Lower case, without accents: "São Paulo" is typed as "sao paulo", too. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
}

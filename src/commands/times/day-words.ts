import { casual } from 'chrono-node/en';
import { DateTime } from 'luxon';
import { codeOf, MONTHS, WEEKDAY, type WeekdayCode, weekdayCode } from './days.ts';
import { ORDINAL, ordinal } from './numbers.ts';

/** Which day was meant; `weekday` is the next one of that name, which may be today. */
export type Day = { readonly date: DateTime } | { readonly weekday: WeekdayCode };

/** What may stand around a day without saying anything: "on the 14 march". */
const IN_FRONT = /^(?:(?:on|the|at|by|,) )+/;
const DATE = ['year', 'month', 'day'] as const;
/** A date without a year that is longer ago is that of next year. */
const JUST_PASSED_DAYS = 60;
/** A week is no day. */
const TOO_WIDE = /^(?:(?:next|this|last|coming) )?(?:week|weekend|month|year|quarter)$/;
const HAS_MODIFIER = /(?:^| )(?:next|this|last|past|coming)(?: |$)/;

/**
 * Reads the words for one day with chrono. Only what is written there in so many words is taken (`isCertain`); chrono's own
 * guesses, its hours and its `Date` are not. Undefined: no day, or more than one.
 *
 * @param today the speaker's day
 */
export function readDay(words: string, today: DateTime): Day | undefined {
  const text = dated(words.replace(IN_FRONT, ''), today);
  if (text === '' || TOO_WIDE.test(text) || /^for /.test(text) || isEitherWay(text)) return undefined;
  // Noon in UTC: far from the hours that daylight saving takes away on whatever machine this runs.
  const instant = today.set({ hour: 12 }).toJSDate();
  const [found, another] = casual.parse(text, { instant, timezone: 0 });
  if (!found || another || found.text.length !== text.length || found.end) return undefined;
  const { start } = found;
  if (start.isCertain('hour') || start.isCertain('timezoneOffset')) return undefined;
  const [year = 0, month = 0, day = 0] = DATE.map((part) => start.get(part) ?? 0);
  const dateIn = (some: number) => DateTime.fromObject({ year: some, month, day }, { zone: 'utc' });
  const hasNoYear = start.isCertain('day') && !start.isCertain('year');
  const isLongAgo = hasNoYear && dateIn(year) < today.minus({ days: JUST_PASSED_DAYS });
  const date = dateIn(isLongAgo ? year + 1 : year);
  if (!date.isValid) return undefined;
  const isNamed = start.isCertain('weekday');
  if (isNamed && start.get('weekday') !== date.weekday % 7) return undefined;
  if (isNamed && !start.isCertain('day') && !HAS_MODIFIER.test(text)) return { weekday: codeOf(date) };
  // A month alone is no day.
  return start.isCertain('day') || isNamed ? { date } : undefined;
}

/** 3/4 is in March for some and in April for others. */
function isEitherWay(text: string): boolean {
  const [, one = 0, other = 0] = /(?:^| )(\d{1,2})\/(\d{1,2})(?:\/|$)/.exec(text) ?? [];
  return Number(one) > 0 && Number(one) <= 12 && Number(other) <= 12 && Number(one) !== Number(other);
}

const NEXT_WEEK_IN_FRONT = new RegExp(`^((?:next|this) week) (?:on )?(${WEEKDAY})$`);
const NTH_WEEKDAY = new RegExp(
  `^(${ORDINAL}) (${WEEKDAY}) (?:of|in) (${MONTHS.join('|')}|(?:this|next) month)$`,
);

/** Says as a date, or in another order, what chrono does not know. */
function dated(text: string, today: DateTime): string {
  const [, dayOfMonth] = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(text) ?? [];
  const [, nth = '', weekday = '', month = ''] = NTH_WEEKDAY.exec(text) ?? [];
  if (dayOfMonth !== undefined) return inText(nextDayOfMonth(Number(dayOfMonth), today)) ?? text;
  if (nth !== '') return inText(nthWeekday(ordinal(nth) ?? 0, weekdayCode(weekday), month, today)) ?? text;
  return text.replace(/^day after tomorrow$/, 'in 2 days').replace(NEXT_WEEK_IN_FRONT, '$2 $1');
}

const inText = (date: DateTime | undefined) => date?.toFormat('yyyy-MM-dd');

/** `the 20th` */
function nextDayOfMonth(day: number, today: DateTime): DateTime | undefined {
  const months = [0, 1, 2].map((ahead) => today.startOf('month').plus({ months: ahead }));
  return months.map((month) => month.set({ day })).find((date) => date.day === day && date >= today);
}

/** `the first monday of may` */
function nthWeekday(nth: number, code: WeekdayCode, name: string, today: DateTime): DateTime | undefined {
  const at = MONTHS.indexOf(name);
  const ahead = name.endsWith(' month') ? Number(name.startsWith('next')) : (at + 13 - today.month) % 12;
  const first = today.startOf('month').plus({ months: ahead });
  const all = Array.from({ length: first.daysInMonth ?? 0 }, (_, i) => first.plus({ days: i }));
  return all.filter((date) => codeOf(date) === code).at(nth > 0 ? nth - 1 : nth);
}

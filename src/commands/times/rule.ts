import type { DateTime } from 'luxon';
import { codeOf, inOrder, WEEKDAY, type WeekdayCode, weekdayCode, weekdaysFrom } from './days.ts';
import { CARDINAL, cardinal, ORDINAL, ordinal } from './numbers.ts';

/** How something repeats, as far as words say it: the parts of an RFC 5545 RECUR value. */
export interface Rule {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval?: number;
  readonly days?: readonly WeekdayCode[];
  /** Which of `days` in the month: 1 is the first, -1 the last. */
  readonly nth?: readonly number[];
  /** Which of all `days` of the month together: -1 with Monday to Friday is its last working day. */
  readonly position?: number;
  /** -1 is the last one. */
  readonly monthDay?: number;
}

export interface CutRule {
  readonly rule: Rule;
  /** The phrase without it. */
  readonly rest: string;
}

const WORKING: readonly WeekdayCode[] = ['MO', 'TU', 'WE', 'TH', 'FR'];
const WEEKEND: readonly WeekdayCode[] = ['SA', 'SU'];
const EVERY = '(?:every single|every|each)';
const MONTHLY = `(?:(?:of|in) )?(?:the|${EVERY}) month|monthly`;
const LIST = `${WEEKDAY}(?:(?: and)? ${WEEKDAY})*`;
const NTH = `(?:${ORDINAL})(?:(?: and)? (?:${ORDINAL}))?`;
const WORKDAY = '(?:weekdays?|working days?|workdays?|business days?)';

type Groups = Readonly<Record<string, string>>;
type Form = readonly [pattern: RegExp, rule: (groups: Groups) => Rule | undefined];

const form = (source: string, rule: (groups: Groups) => Rule | undefined): Form => [
  new RegExp(`(?<= |^)(?:${source})(?= |$)`),
  rule,
];

/** The first that fits: what is said of a month before what is said of a week with the same words. */
const FORMS: readonly Form[] = [
  form(
    `(?:on )?(?:${MONTHLY}) on (?:the )?last ${WORKDAY}|(?:on )?(?:the )?last ${WORKDAY} (?:${MONTHLY})`,
    () => ({
      freq: 'MONTHLY',
      days: WORKING,
      position: -1,
    }),
  ),
  form(`(?:${MONTHLY}) on (?:the )?last day|(?:on )?(?:the )?last day (?:${MONTHLY})`, () => ({
    freq: 'MONTHLY',
    monthDay: -1,
  })),
  form(`(?:${MONTHLY}) on (?:the )?(?<nth>${NTH}) (?<day>${WEEKDAY})`, nthWeekday),
  form(`(?:on )?(?:the |${EVERY} )?(?<nth>${NTH}) (?<day>${WEEKDAY}) (?:${MONTHLY})`, nthWeekday),
  form(`(?:on )?${EVERY} (?<nth>first|last) (?<day>${WEEKDAY})`, nthWeekday),
  form(`(?:${MONTHLY}) on (?:the )?(?<nth>${ORDINAL})`, monthDay),
  form(`(?:on )?(?:the |${EVERY} )?(?<nth>${ORDINAL})(?: day)? (?:${MONTHLY})`, monthDay),
  form(
    `(?:on |from )?(?:${EVERY} )?(?<first>${WEEKDAY})(?: (?:to|through|thru|till|until) |-)(?<last>${WEEKDAY})`,
    ({ first = '', last = '' }) => ({
      freq: 'WEEKLY',
      days: weekdaysFrom(weekdayCode(first), weekdayCode(last)),
    }),
  ),
  form(`(?:on )?${EVERY} ${WORKDAY}|(?:on )?(?:weekdays|working days|workdays|business days)`, () => ({
    freq: 'WEEKLY',
    days: WORKING,
  })),
  form(`(?:on |at )?(?:${EVERY} weekend|weekends)`, () => ({ freq: 'WEEKLY', days: WEEKEND })),
  form(
    `(?:on )?every (?<count>other|second|2nd|${CARDINAL}) (?:weeks?(?: on)? )?(?<days>${LIST})`,
    ({ count = '', days = '' }) => weekly(days, intervalOf(count)),
  ),
  form(
    `every (?<count>other|second|2nd|${CARDINAL}) (?<unit>days?|weeks?)|fortnightly|every fortnight`,
    ({ count = 'other', unit = 'week' }) => ({
      freq: unit.startsWith('d') ? 'DAILY' : 'WEEKLY',
      interval: intervalOf(count),
    }),
  ),
  form(
    `(?:${EVERY} week|weekly) on (?<days>${LIST})|(?:on )?${EVERY} (?<every>${LIST})|(?:on )?(?<list>${LIST}) ${EVERY} week`,
    ({ days, every, list }) => weekly(days ?? every ?? list ?? ''),
  ),
  form(`(?:on )?(?<days>(?:${WEEKDAY}(?<=days)(?: and)? )*${WEEKDAY}(?<=days))`, ({ days = '' }) =>
    weekly(days),
  ),
  form(`${EVERY} day|daily`, () => ({ freq: 'DAILY' })),
  form(`${EVERY} week|weekly`, () => ({ freq: 'WEEKLY' })),
  form(`${EVERY} year|yearly|annually`, () => ({ freq: 'YEARLY' })),
];

/** Cuts out of a phrase how often. Undefined: once. */
export function cutRule(text: string): CutRule | undefined {
  for (const [pattern, make] of FORMS) {
    const found = pattern.exec(text);
    const rule = found && make((found.groups ?? {}) as Groups);
    if (!rule) continue;
    const rest = `${text.slice(0, found.index)}${text.slice(found.index + found[0].length)}`;
    return { rule, rest: rest.replace(/\s+/g, ' ').trim() };
  }
  return undefined;
}

function nthWeekday({ nth = '', day = '' }: Groups): Rule | undefined {
  const which = nth.split(/ and | /).map((word) => ordinal(word) ?? 0);
  if (which.some((one) => one > 5)) return undefined;
  return { freq: 'MONTHLY', days: [weekdayCode(day)], nth: which };
}

function monthDay({ nth = '' }: Groups): Rule | undefined {
  const day = ordinal(nth) ?? 0;
  return day < -1 || day > 31 || day === 0 ? undefined : { freq: 'MONTHLY', monthDay: day };
}

function weekly(days: string, interval = 1): Rule {
  const codes = days.split(/ and | /).map(weekdayCode);
  return { freq: 'WEEKLY', days: inOrder(codes), ...(interval > 1 && { interval }) };
}

function intervalOf(count: string): number {
  return /^(?:other|second|2nd)$/.test(count) ? 2 : (cardinal(count) ?? 1);
}

/** Whether a day can be the first. A rule that names no day begins on any. */
export function fits({ days, nth, position, monthDay: day }: Rule, date: DateTime): boolean {
  if (day !== undefined) return date.day === (day > 0 ? day : date.daysInMonth);
  if (days === undefined) return true;
  if (!days.includes(codeOf(date))) return false;
  if (nth !== undefined)
    return nth.some((one) => (one > 0 ? Math.ceil(date.day / 7) === one : isInLastWeek(date)));
  if (position === undefined) return true;
  return Array.from({ length: 7 }, (_, i) => date.plus({ days: i + 1 })).every(
    (next) => next.month !== date.month || !days.includes(codeOf(next)),
  );
}

const isInLastWeek = (date: DateTime): boolean => date.day + 7 > (date.daysInMonth ?? 31);

/** As RFC 5545 3.3.10 writes it. What the words leave open, the first one says: a week, a year later. */
export function formatRule(rule: Rule, first: DateTime): string {
  const { freq, interval = 1, days, nth, position, monthDay: day } = rule;
  const isOpen = freq === 'WEEKLY' && days === undefined;
  const named = isOpen ? [codeOf(first)] : days;
  const byDay = named?.flatMap((code) => (nth ? nth.map((one) => `${one}${code}`) : [code]));
  return [
    `FREQ=${freq}`,
    interval > 1 && `INTERVAL=${interval}`,
    freq === 'YEARLY' && `BYMONTH=${first.month};BYMONTHDAY=${first.day}`,
    byDay && `BYDAY=${byDay.join(',')}`,
    day !== undefined && `BYMONTHDAY=${day}`,
    position !== undefined && `BYSETPOS=${position}`,
  ]
    .filter(Boolean)
    .join(';');
}

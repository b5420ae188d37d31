import { DateTime } from 'luxon';
import type { ClockTime } from './clock-time.ts';
import type { Day } from './day-words.ts';
import { codeOf } from './days.ts';
import type { Duration } from './duration.ts';
import { fits, formatRule, type Rule } from './rule.ts';
import type { TimeProblem } from './time-problem.ts';
import type { When } from './when.ts';

export type DayPart = 'morning' | 'afternoon' | 'evening' | 'night';

/** A phrase, taken apart. */
export interface Meant {
  readonly zone: string;
  /** The speaker's day. */
  readonly today: DateTime;
  readonly clock?: ClockTime;
  readonly part?: DayPart;
  readonly day?: Day;
  readonly rule?: Rule;
}

/** Nobody knows today whom to ring in more than a year. */
const FARTHEST_DAYS = 366;
/** First and last hour that an hour without am or pm may mean. */
const WAKING = [7, 19] as const;

/**
 * Which time was meant:
 *
 * - An hour without am or pm is one of the day, 7:00 to 19:00: `at 5` is 17:00, `at 9` is 9:00. Both sevens are: the next one,
 *   or with a day the one in the morning. Where today is said and that hour has passed, the other one is meant.
 * - A time without a day is the next such time; a weekday is the next one of that name, today if the hour is still ahead.
 * - `next`, `this`, `tomorrow` and dates are days of the speaker, also where the hour is one of another zone.
 * - `tonight at midnight` is the end of the day; with any other day midnight may be its beginning or its end.
 */
export function resolve(meant: Meant, words: string, { now }: { readonly now: Date }): When | TimeProblem {
  const unclear: TimeProblem = { code: 'time.unclear', facts: { words } };
  if (meant.clock === undefined) return { code: 'time.no-hour', facts: { words } };
  const times = timesOf(meant, now);
  const [time] = times.filter(({ at }) => at > now.getTime()).toSorted((a, b) => a.at - b.at);
  const { zone, rule } = meant;
  if (!time) return times[0] ? { code: 'time.past', facts: { local: times[0].local, zone } } : unclear;
  if (isTooFar(time.at, now)) return TOO_FAR;
  return { kind: 'at', local: time.local, zone, ...(rule && { rule: formatRule(rule, time.date) }) };
}

/** Hours and minutes count from now; in a day, a week or a month it is the same hour, whatever the clocks do until then. */
export function resolveDuration(
  { seconds, days, months }: Duration,
  { now, zone }: { readonly now: Date; readonly zone: string },
): When | TimeProblem {
  const time = DateTime.fromJSDate(now, { zone }).plus({ months, days, seconds });
  if (isTooFar(time.toMillis(), now)) return TOO_FAR;
  if (days > 0 || months > 0) return { kind: 'at', local: written(time), zone };
  return seconds > 0 ? { kind: 'in', seconds } : { code: 'time.past', facts: { local: written(time), zone } };
}

const TOO_FAR: TimeProblem = { code: 'time.too-far', facts: { days: FARTHEST_DAYS } };

const isTooFar = (at: number, now: Date): boolean => at - now.getTime() > FARTHEST_DAYS * 86_400_000;

const written = (time: DateTime): string => time.toFormat("yyyy-MM-dd'T'HH:mm");

/** The hours that each part of the day has. */
const PARTS: Readonly<Record<DayPart, readonly [from: number, to: number]>> = {
  morning: [0, 11],
  afternoon: [12, 18],
  evening: [16, 23],
  night: [18, 23],
};

/** Which times may be meant, none where the words contradict each other. */
function timesOf(meant: Meant, now: Date): readonly Time[] {
  const { clock, part, day, rule, today } = meant;
  if (clock === undefined) return [];
  if (clock.isMidnight) return midnight(meant, now);
  const hours = clock.isExact ? [clock.hour] : [clock.hour % 12, (clock.hour % 12) + 12];
  const within = ([from, to]: readonly [number, number]) =>
    hours.filter((hour) => hour >= from && hour <= to).flatMap((hour) => firstTime(meant, hour, now) ?? []);
  if (part !== undefined) return within(PARTS[part]);
  if (clock.isExact) return within([0, 23]);
  const waking = within(WAKING);
  const isToday = day !== undefined && 'date' in day && +day.date === +today && rule === undefined;
  if (isToday && waking.every(({ at }) => at <= now.getTime())) return within([0, 23]);
  return day || rule ? waking.slice(0, 1) : waking;
}

function midnight(meant: Meant, now: Date): readonly Time[] {
  const { day, part, rule, today } = meant;
  const isTonight = part === 'night' && day !== undefined && 'date' in day && +day.date === +today;
  if (isTonight) return [timeAt(today.plus({ days: 1 }), 0, meant)];
  const isOpen = day === undefined && (rule === undefined || rule.freq === 'DAILY');
  return isOpen ? [firstTime(meant, 0, now)].filter((time) => time !== undefined) : [];
}

interface Time {
  /** As written, also where the clocks leave it out. */
  readonly local: string;
  readonly date: DateTime;
  readonly at: number;
}

/** A named day as it is; else the first day ahead that fits. */
function firstTime(meant: Meant, hour: number, now: Date): Time | undefined {
  const { day, rule, today } = meant;
  const named = day && 'date' in day ? day.date : undefined;
  if (rule?.freq === 'YEARLY') {
    const years = named ? [named, named.plus({ years: 1 })] : [];
    return years.map((date) => timeAt(date, hour, meant)).find(({ at }) => at > now.getTime());
  }
  if (named && rule === undefined) return timeAt(named, hour, meant);
  // In another zone it may still be yesterday.
  const from = named ?? today.minus({ days: 1 });
  for (let ahead = 0; ahead <= FARTHEST_DAYS + 1; ahead += 1) {
    const date = from.plus({ days: ahead });
    if (day && 'weekday' in day && codeOf(date) !== day.weekday) continue;
    if (rule && !fits(rule, date)) continue;
    const time = timeAt(date, hour, meant);
    if (time.at > now.getTime()) return time;
  }
  return undefined;
}

/** Of two that the clock shows that day it is the first, as in `instantOf` of the desk. */
function timeAt(date: DateTime, hour: number, { zone, clock }: Meant): Time {
  const time = date.set({ hour, minute: clock?.minute ?? 0 });
  const possible = time.setZone(zone, { keepLocalTime: true }).getPossibleOffsets();
  return { local: written(time), date, at: Math.min(...possible.map((one) => one.toMillis())) };
}

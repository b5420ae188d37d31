/** When somebody works, by the clocks of her zone. */
export interface WorkingHours {
  /** IANA zone. */
  readonly zone: string;
  /** At least one. */
  readonly spans: readonly Span[];
}

/** From a time of the day to another, on the next day where that is not later. */
export interface Span {
  /** Days on which it begins, 1 is Monday. */
  readonly days: readonly number[];
  /** `08:00` */
  readonly from: string;
  /** `18:00`; midnight is `00:00`. */
  readonly to: string;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = `(${DAYS.join('|')})[a-z]*`;
const TIME = '([01]?\\d|2[0-4]):([0-5]\\d)';
const SPAN = new RegExp(`^(?:${DAY}(?: ?- ?${DAY})? +)?${TIME} ?- ?${TIME}$`);
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** `Mon-Fri 08:00-18:00, Sat 10:00-12:00`, `22:00-06:00` on all days; undefined: that is none. */
export function readHours(text: string, zone: string): WorkingHours | undefined {
  const spans = text.toLowerCase().replaceAll('–', '-').split(',').map(readSpan);
  const known = spans.filter((span) => span !== undefined);
  return known.length === spans.length ? { zone, spans: known } : undefined;
}

function readSpan(text: string): Span | undefined {
  const [, first, last = first, fromHour, fromMinute, toHour, toMinute] = SPAN.exec(text.trim()) ?? [];
  const from = `${fromHour?.padStart(2, '0')}:${fromMinute}`;
  const to = `${toHour?.padStart(2, '0')}:${toMinute}`;
  if (fromHour === undefined || from >= '24:00' || to > '24:00' || from === to) return undefined;
  const days = first === undefined || last === undefined ? EVERY_DAY : daysFrom(first, last);
  return { days, from, to: to === '24:00' ? '00:00' : to };
}

/** Also over the end of the week: `Fri-Mon`. */
function daysFrom(first: string, last: string): number[] {
  const begin = DAYS.indexOf(first);
  const count = ((DAYS.indexOf(last) - begin + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => ((begin + i) % 7) + 1);
}

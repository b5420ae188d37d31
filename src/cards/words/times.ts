/** Times as a language says them, always with their zone: `Intl` knows the names of days, months and zones. */

export interface Times {
  /** `Monday, March 1, 2027 at 3:30 PM Central European Time`. `at`: an instant, or that as ISO text; without a zone in UTC. */
  readonly moment: (at: Date | string, zone?: string) => string;
  /** `2:30 AM`, of a local time `2027-03-14T02:30:00`. */
  readonly clock: (local: string) => string;
  /** `Monday, March 1, 2027 at 3:30 PM`, of a local time. */
  readonly wall: (local: string) => string;
  readonly repetition: (rule: string) => Repetition;
}

/** What an RFC 5545 RECUR value says, ready for a sentence. */
export interface Repetition {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  /** Each second, third … unit. */
  readonly every: number;
  /** Monday to Friday. */
  readonly isWeekdays: boolean;
  /** Names of days. */
  readonly days: readonly string[];
  /** Which of those days in the month: 1 to 5, -1 is the last. */
  readonly nth: number | undefined;
  /** Days of the month: 1 to 31, -1 is the last. */
  readonly monthDays: readonly number[];
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** A Monday. */
const FIRST_DAY = Date.UTC(2027, 0, 4);
const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, Repetition['unit']>> = {
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
};

/** `locale` is a BCP 47 tag. */
export function timesOf(locale: string): Times {
  const dayNames = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const format = (at: Date, options: Intl.DateTimeFormatOptions) =>
    // A fact that is missing is shown like any other.
    Number.isNaN(at.getTime()) ? '?' : new Intl.DateTimeFormat(locale, options).format(at);
  const full = {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  } as const;
  return {
    moment: (at, zone = 'UTC') =>
      format(new Date(at), {
        ...full,
        timeZone: zone,
        // That of UTC is no name.
        timeZoneName: /^(?:Etc\/)?UTC$/.test(zone) ? 'long' : 'longGeneric',
      }),
    clock: (local) => format(onWall(local), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
    wall: (local) => format(onWall(local), { ...full, timeZone: 'UTC' }),
    repetition: (rule) => {
      const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
      const days = listed(parts.get('BYDAY'));
      const codes = days.map((day) => day.slice(-2));
      const nth = Number.parseInt(days[0] ?? '', 10) || Number(parts.get('BYSETPOS') ?? '');
      return {
        unit: UNITS[parts.get('FREQ') ?? ''] ?? 'day',
        every: Number(parts.get('INTERVAL') ?? 1),
        isWeekdays: codes.length === 5 && !codes.includes('SA') && !codes.includes('SU'),
        days: codes.map((code) => dayNames.format(FIRST_DAY + DAYS.indexOf(code) * DAY_MS)),
        nth: nth === 0 ? undefined : nth,
        monthDays: listed(parts.get('BYMONTHDAY')).map(Number),
      };
    },
  };
}

function onWall(local: string): Date {
  return new Date(`${local.slice(0, 16)}:00Z`);
}

function listed(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(',');
}

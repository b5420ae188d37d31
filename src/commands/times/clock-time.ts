import { CARDINAL, cardinal } from './numbers.ts';

/** An hour as it was written. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  /** `5` may be five in the morning and in the afternoon; `05:00`, `17`, `5pm` and `noon` say which. */
  readonly isExact: boolean;
  readonly isMidnight?: true;
}

export interface CutClock {
  readonly clock: ClockTime;
  readonly before: string;
  readonly after: string;
}

const HALF_DAY = '(?: ?(?<half>am|pm|a\\.m|p\\.m))?';
const HOUR = `(?:${CARDINAL})`;
const DAY_WORD =
  'today|tomorrow|tonight|mornings?|afternoons?|evenings?|nights?|daily|day|weekdays?|weekends?|\\w+days?|sun|mon|tue|tues|wed|thu|thur|thurs|fri|sat';

/** The first that fits. All stand between spaces. */
const PATTERNS: readonly RegExp[] = [
  /(?:at )?(?:12 )?(?<word>noon|midday|midnight)/,
  `(?:at )?(?<minute>half|(?:a )?quarter|5|10|20|25|five|ten|twenty|twenty-five|${HOUR} minutes) (?<to>past|after|to|before) (?<hour>${HOUR})${HALF_DAY}`,
  `(?:at )?(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2})|h(?<minutes>\\d{2})?)${HALF_DAY}(?: ?(?:hours|hrs|h|o'clock))?`,
  "(?:at )?(?<hour>\\d{1,2}) ?(?<half>am|pm|a\\.m|p\\.m)(?: o'clock)?",
  `(?:at )?(?<hour>${HOUR}) o'?clock${HALF_DAY}`,
  'at (?<hour>\\d{2})(?<minute>\\d{2})(?: (?:hours|hrs|h))?',
  `at (?<hour>${HOUR})(?: (?<minute>fifteen|twenty|thirty|forty-five|forty))?${HALF_DAY}`,
  `(?<=(?:^| )(?:${DAY_WORD}) )(?<hour>\\d{1,2})`,
].map((source) => new RegExp(`(?<= |^)(?:${typeof source === 'string' ? source : source.source})(?= |$)`));

/** Cuts the one clock time out of a phrase. Undefined: there is none. */
export function cutClock(text: string): CutClock | undefined {
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const clock = clockOf(found.groups ?? {});
    if (!clock) return undefined;
    const { index } = found;
    return { clock, before: text.slice(0, index).trim(), after: text.slice(index + found[0].length).trim() };
  }
  return undefined;
}

function clockOf(groups: Readonly<Record<string, string | undefined>>): ClockTime | undefined {
  const { word, to, half } = groups;
  if (word === 'midnight') return { hour: 0, minute: 0, isExact: true, isMidnight: true };
  if (word !== undefined) return { hour: 12, minute: 0, isExact: true };
  const written = groups.hour ?? '';
  let hour = cardinal(written) ?? 99;
  let minute = minuteOf(groups.minute ?? groups.minutes ?? '0');
  if (to === 'to' || to === 'before') {
    hour = hour === 0 ? 23 : hour - 1 || 12;
    minute = 60 - minute;
  }
  if (hour > 23 || minute > 59 || minute < 0) return undefined;
  if (half === undefined) {
    return { hour, minute, isExact: hour > 12 || hour === 0 || /^0\d/.test(written) };
  }
  if (hour > 12 || hour === 0) return undefined;
  return { hour: (hour % 12) + (half.startsWith('p') ? 12 : 0), minute, isExact: true };
}

function minuteOf(written: string): number {
  const word = written.replace(/^a /, '').replace(/ minutes$/, '');
  if (word === 'half') return 30;
  return word === 'quarter' ? 15 : (cardinal(word) ?? 99);
}

import { CARDINAL, cardinal } from './numbers.ts';

/** A span of time. Days and months are kept apart from seconds: a day has not always 24 hours. */
export interface Duration {
  readonly seconds: number;
  readonly days: number;
  readonly months: number;
}

const UNITS: readonly (readonly [pattern: string, unit: keyof Duration, times: number])[] = [
  ['s|secs?|seconds?', 'seconds', 1],
  ['m|mins?|minutes?', 'seconds', 60],
  ['h|hrs?|hours?', 'seconds', 3600],
  ['d|days?', 'days', 1],
  ['w|wks?|weeks?', 'days', 7],
  ['fortnights?', 'days', 14],
  ['months?', 'months', 1],
  ['years?', 'months', 12],
];
const UNIT = UNITS.map(([pattern]) => pattern).join('|');
const QUANTITY = `half an?|half|(?:a )?quarter of an|three quarters of an|a couple of|a|an|\\d{1,4}\\.\\d|${CARDINAL}`;

/** `10 minutes`, `an hour and a half`, `2h30`: for patterns that hold one. */
export const DURATION = `(?:${QUANTITY})(?: and a half)? ?(?:${UNIT})(?![a-z])(?:(?: and)? ?(?:${QUANTITY}) ?(?:${UNIT})(?![a-z])| and a half| and a quarter|(?<=\\dh) ?\\d\\d)*`;
const PIECE = new RegExp(
  `(?<quantity>${QUANTITY})(?<half> and a half)? ?(?<unit>${UNIT})(?![a-z])(?<more> and a half| and a quarter)?(?:(?<=\\dh) ?(?<minutes>\\d\\d)\\b)?`,
  'g',
);

const FRACTIONS: Readonly<Record<string, number>> = {
  half: 0.5,
  'half a': 0.5,
  'half an': 0.5,
  'quarter of an': 0.25,
  'a quarter of an': 0.25,
  'three quarters of an': 0.75,
  'a couple of': 2,
  a: 1,
  an: 1,
};
const MORE: Readonly<Record<string, number>> = { ' and a half': 0.5, ' and a quarter': 0.25 };

/** Of a text that DURATION fits. Half a day is twelve hours. */
export function readDuration(text: string): Duration {
  const sum = { seconds: 0, days: 0, months: 0 };
  for (const { groups = {} } of text.matchAll(PIECE)) {
    const { quantity = '', half = '', unit = '', more = '', minutes = '0' } = groups;
    const count = (FRACTIONS[quantity] ?? cardinal(quantity) ?? 0) + (MORE[half] ?? 0) + (MORE[more] ?? 0);
    const [, name = 'seconds', times = 0] =
      UNITS.find(([pattern]) => new RegExp(`^(?:${pattern})$`).test(unit)) ?? [];
    const whole = name === 'seconds' ? count * times : Math.floor(count * times);
    sum[name] += whole;
    if (name === 'days') sum.seconds += Math.round((count * times - whole) * 86_400);
    sum.seconds += Number(minutes) * 60;
  }
  return { ...sum, seconds: Math.round(sum.seconds) };
}

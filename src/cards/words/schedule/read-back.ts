import type { Facts, Words } from '../words.ts';
import type { ScheduleWords } from './schedule-words.ts';

/**
 * A time as it was understood, with its zone, how it repeats, and what daylight saving does to it. Facts: `at` (an instant as ISO
 * text), `zone`, `local`, `shift`, `rule`.
 */
export function readBack(
  { at, zone, local, shift, rule }: Facts,
  { times, repeats, card }: Pick<ScheduleWords, 'times' | 'repeats' | 'card'>,
): string {
  const time = times.moment(String(at), typeof zone === 'string' ? zone : undefined);
  const told =
    typeof rule === 'string' ? card.series.replace('{repeats}', repeats(rule)).replace('{time}', time) : time;
  if (shift !== 'gap' && shift !== 'overlap') return told;
  return `${told}. ${card[shift].replace('{local}', times.clock(String(local)))}`;
}

/** A fact in seconds as a span; `?` where it is missing, as any fact. */
export function spanOf(seconds: Facts[string] | undefined, { duration }: Pick<Words, 'duration'>): string {
  return typeof seconds === 'number' ? duration(seconds) : '?';
}

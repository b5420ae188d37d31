/**
 * Words about time → `When`, pure. `find-time.ts` finds where in a line they stand, `read-time.ts` takes a phrase apart (the hour:
 * `clock-time.ts`, the zone: `zones.ts`, how often: `rule.ts`, the day, with chrono: `day-words.ts`, a span: `duration.ts`), and
 * `resolve.ts` says which time was meant, by rules that are written there.
 */
export {
  isLikeTime,
  isOpening,
  type Reading,
  type ReadWords,
  timeInFront,
  timesAtEnd,
  timeWithin,
  wordsOf,
} from './find-time.ts';
// For what other languages say
export { MONTHS } from './days.ts';
export { cardinal } from './numbers.ts';
export { fold, isDatePart, isNumeric, isZoneWord } from './vocabulary.ts';
export { isMoment, type Moment, readBefore, readTime } from './read-time.ts';
export { readUntil } from './read-until.ts';
export type { TimeProblem } from './time-problem.ts';
export type { Before, When } from './when.ts';

import ICAL from 'ical.js';
import type { Series } from './schedule-records.ts';

/** More often nobody is rung. */
const FREQUENCIES: ReadonlySet<string> = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);
/** So many of a series are looked at: daily for more than a hundred years. */
const MOST = 40_000;

/** Whether a RECUR value is understood and comes daily at most. */
export function isRule(rule: string): boolean {
  const parts = rule.split(';').map((part) => part.split('=')[0]);
  if (parts.some((part) => /^BY(SECOND|MINUTE|HOUR)$/i.test(part ?? ''))) return false;
  try {
    return FREQUENCIES.has(ICAL.Recur.fromString(rule).freq);
  } catch {
    return false;
  }
}

/**
 * The first occurrence of a rule, by local time, that is after `after` (undefined: any) and was not skipped; undefined: there is
 * none. It is looked for from the start of the series, because COUNT and INTERVAL count from there.
 */
export function nextOccurrence(
  rule: string,
  start: string,
  after: string | undefined,
  skipped: readonly string[],
): string | undefined {
  const occurrences = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(start));
  for (let count = 0; count < MOST; count += 1) {
    const occurrence = occurrences.next()?.toString();
    if (occurrence === undefined) return undefined;
    if ((after === undefined || occurrence > after) && !skipped.includes(occurrence)) return occurrence;
  }
  return undefined;
}

/** The same of a series, which may be one occurrence only. */
export function nextOf({ local, rule, skipped }: Omit<Series, 'zone'>, after?: string): string | undefined {
  if (rule !== null) return nextOccurrence(rule, local, after, skipped);
  return (after === undefined || local > after) && !skipped.includes(local) ? local : undefined;
}

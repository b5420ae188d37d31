/**
 * Local times and instants. The written rule for daylight saving is that of RFC 5545 3.3.5: a time that does not exist is
 * read with the offset from before the gap, so it comes later by the length of the gap; of a time that exists twice the
 * first one is meant. Both are told as `shift`.
 */
import { DateTime, IANAZone } from 'luxon';
import type { Shift } from './schedule-views.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FORMAT = "yyyy-MM-dd'T'HH:mm:ss";

/** Whether there is such an IANA zone. */
export function isZone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** `2027-03-14T09:30` with its seconds; undefined: no such day, or no such time of the day. */
export function wholeLocal(local: string): string | undefined {
  const read = DateTime.fromISO(local, { zone: 'utc' });
  const isLocal = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local);
  return isLocal && read.isValid ? read.toFormat(FORMAT) : undefined;
}

/** The instant of a local time in an IANA zone. */
export function instantOf(local: string, zone: string): { readonly at: Date; readonly shift: Shift } {
  const asUtc = DateTime.fromISO(local, { zone: 'utc' }).toMillis();
  const clocks = IANAZone.create(zone);
  const offsetMs = (at: number) => clocks.offset(at) * MINUTE_MS;
  // Clocks are changed at most once within two days.
  const before = offsetMs(asUtc - DAY_MS);
  const after = offsetMs(asUtc + DAY_MS);
  const byBefore = asUtc - before;
  const byAfter = asUtc - after;
  const fitsBefore = offsetMs(byBefore) === before;
  const fitsAfter = offsetMs(byAfter) === after;
  if (fitsBefore && fitsAfter && before !== after) return { at: new Date(byBefore), shift: 'overlap' };
  if (fitsBefore) return { at: new Date(byBefore), shift: 'none' };
  if (fitsAfter) return { at: new Date(byAfter), shift: 'none' };
  return { at: new Date(byBefore), shift: 'gap' };
}

/** What the clocks of a zone show at an instant, to the second. */
export function localOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toFormat(FORMAT);
}

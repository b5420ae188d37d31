import type { Facts } from '../../core/errors.ts';

/**
 * Why a time cannot be taken as it was written. Codes and facts: `time.unclear` (words) · `time.no-hour` (words: a day without
 * an hour) · `time.past` (local, zone) · `time.too-far` (days: the limit) · `time.zone-unknown` (zone: as typed) ·
 * `time.zone-ambiguous` (zone: as typed, zones: what it may be) · `time.none` (a reminder without a
 * time).
 */
export interface TimeProblem {
  readonly code: `time.${'unclear' | 'no-hour' | 'past' | 'too-far' | 'zone-unknown' | 'zone-ambiguous' | 'none'}`;
  readonly facts: Facts;
}

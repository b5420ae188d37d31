/** From what was typed to when it is: once or a series, and its next occurrence. */
import { instantOf, isZone, localOf, wholeLocal } from './local-time.ts';
import { isRule, nextOf } from './recurrence.ts';
import type { Series } from './schedule-records.ts';
import type { Occurrence, ScheduleSay } from './schedule-views.ts';
import type { When } from './when.ts';

export interface Timing {
  readonly series: Series;
  readonly next: Occurrence;
}

const MOST_YEARS = 10;
const MOST_MS = MOST_YEARS * 366 * 86_400_000;
const DAY_MS = 86_400_000;

/**
 * When something is, or why it cannot be. `ownZone`: where who asks for it lives; a time that is counted from now is read back by its
 * clocks. Throws RangeError where a local time is none.
 */
export function timingOf(when: When, ownZone: string | undefined, now: Date): Timing | ScheduleSay {
  const zone = when.kind === 'at' ? when.zone : ownZone !== undefined && isZone(ownZone) ? ownZone : 'UTC';
  if (!isZone(zone)) return say('schedule.zone', { zone });
  if (when.kind === 'in') {
    if (when.seconds * 1_000 > MOST_MS) return say('schedule.too-far', { years: MOST_YEARS });
    const at = new Date(now.getTime() + when.seconds * 1_000);
    const local = localOf(at, zone);
    return { series: { zone, local, rule: null, skipped: [] }, next: { local, at, shift: 'none' } };
  }
  const local = wholeLocal(when.local);
  if (local === undefined) throw new RangeError(`no local time: ${when.local}`);
  const rule = when.rule ?? null;
  if (rule !== null && !isRule(rule)) return say('schedule.rule', { rule });
  const next = nextTime({ zone, local, rule, skipped: [] }, now);
  if (!next) {
    return rule === null ? say('schedule.past', { local, zone }) : say('schedule.never', { rule });
  }
  if (next.at.getTime() - now.getTime() > MOST_MS) return say('schedule.too-far', { years: MOST_YEARS });
  // DTSTART is the first of a series (RFC 5545 3.8.5.3).
  return { series: { zone, local: next.local, rule, skipped: [] }, next };
}

/** The first occurrence later than `from`, and by local time than `after`; undefined: there is none. */
export function nextTime(series: Series, from: Date, after = ''): Occurrence | undefined {
  // Local times and instants do not sort alike around an overlap: so the last step is by instants.
  const dayBefore = localOf(new Date(from.getTime() - DAY_MS), series.zone);
  let local = nextOf(series, after > dayBefore ? after : dayBefore);
  while (local !== undefined) {
    const occurrence = { local, ...instantOf(local, series.zone) };
    if (occurrence.at > from) return occurrence;
    local = nextOf(series, local);
  }
  return undefined;
}

/** How an occurrence that is written down is read back; its instant may have been counted from when it was asked for. */
export function occurrenceOf({ zone }: Series, local: string, at: Date): Occurrence {
  const read = instantOf(local, zone);
  return { local, at, shift: read.at.getTime() === at.getTime() ? read.shift : 'none' };
}

function say(code: ScheduleSay['code'], facts: ScheduleSay['facts']): ScheduleSay {
  return { code, facts };
}

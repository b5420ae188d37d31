import type { Invitee } from '../records.ts';
import type { Ambiguous } from '../requests.ts';
import type { ScheduleSay } from './schedule-views.ts';

/** Each person once; and a say for each name that fits several: at the time nobody may be there to be asked. */
export function whichOf(named: readonly (Invitee | Ambiguous)[]): {
  readonly people: readonly Invitee[];
  readonly says: readonly ScheduleSay[];
} {
  const people = new Map<string, Invitee>();
  const says: ScheduleSay[] = [];
  for (const one of named) {
    if ('candidates' in one) {
      const names = one.candidates.map(({ name }) => name);
      says.push({ code: 'schedule.which', facts: { typed: one.typed, names } });
    } else if (!people.has(one.key)) people.set(one.key, one);
  }
  return { people: [...people.values()], says };
}

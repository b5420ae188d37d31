/**
 * Nobody's phone rings outside her working hours, unless it is urgent, or she herself wants it. Looked at when it would ring,
 * so that a line, another try and what is scheduled are held to it as well.
 */
import { DateTime } from 'luxon';
import { isOneOf } from './personal-card.ts';
import type { Actor, Invitee, WorkingHours } from './records.ts';
import { instantOf, localOf } from './schedule/local-time.ts';
import type { Say } from './views.ts';

/** Why somebody is not rung at this time; undefined: she can be. `actor`: who wants it. */
export function quietHours(
  { name, hours, ids = [] }: Invitee,
  { actor, urgent = false }: { readonly actor: Pick<Actor, 'id'>; readonly urgent?: boolean },
  now: Date,
): Say | undefined {
  if (!hours || urgent || isOneOf(ids, actor.id)) return undefined;
  const until = quietUntil(hours, now);
  return until && { code: 'quiet-hours', facts: { name, until: until.toISOString(), zone: hours.zone } };
}

/** What daylight saving takes from one week is there in the next. */
const DAYS_AHEAD = 14;

/** When she begins to work again; undefined: she does now. Daylight saving is read as in appointments (`instantOf`). */
export function quietUntil({ zone, spans }: WorkingHours, now: Date): Date | undefined {
  const today = DateTime.fromISO(localOf(now, zone).slice(0, 10), { zone: 'utc' });
  const openings: Date[] = [];
  // What began yesterday may go on over midnight.
  for (let ahead = -1; ahead <= DAYS_AHEAD; ahead += 1) {
    const day = today.plus({ days: ahead });
    const at = (date: DateTime, time: string) =>
      instantOf(`${date.toFormat('yyyy-MM-dd')}T${time}:00`, zone).at;
    for (const { from, to } of spans.filter(({ days }) => days.includes(day.weekday))) {
      const opens = at(day, from);
      const closes = at(to > from ? day : day.plus({ days: 1 }), to);
      if (opens <= now && now < closes) return undefined;
      if (opens > now && opens < closes) openings.push(opens);
    }
  }
  return openings.sort((a, b) => a.getTime() - b.getTime())[0];
}

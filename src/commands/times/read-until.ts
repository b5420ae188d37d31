/** Until when something lasts: `until 3`, `for 2 hours`, `until tomorrow`, `today`. */
import { DateTime } from 'luxon';
import { cutClock } from './clock-time.ts';
import { type Moment, readTime } from './read-time.ts';
import type { TimeProblem } from './time-problem.ts';
import { fold } from './vocabulary.ts';
import type { When } from './when.ts';

const SPAN = /^for (?:the )?(?:next )?(.+)$/;
const END = /^(?:until|till|til|'til|before) (.+)$/;
/** What says no more than saying nothing. */
const OPEN =
  /^(?:|(?:for )?(?:today|tonight|now)|for the (?:rest of the )?(?:day|night)|(?:until|till|til) (?:the )?(?:next )?morning|until (?:further notice|i say (?:so|otherwise)))$/;

/** When a day begins of which no hour is said. */
const MORNING = '8:00';
const MORNING_HOUR = 8;
/** Who says it at six in the morning does not mean two hours. */
const SHORTEST_OPEN_HOURS = 3;

/**
 * - Nothing, `today` and the like end at the next eight in the morning that is three hours ahead: what is forgotten ends by itself.
 * - An hour without a day is the next one that the clock shows so: `until 3` is three in the night when it is said at four in the
 *   afternoon, since an end that comes too soon does less harm than one that comes too late.
 * - A day without an hour ends in its morning.
 *
 * Undefined: it is no such phrase.
 */
export function readUntil(words: readonly string[], moment: Moment): When | TimeProblem | undefined {
  const text = fold(words.join(' ')).trim();
  if (OPEN.test(text)) return nextMorning(moment);
  const unclear: TimeProblem = { code: 'time.unclear', facts: { words: words.join(' ') } };
  const span = SPAN.exec(text)?.[1];
  if (span !== undefined) return once(read(`in ${span}`, moment)) ?? unclear;
  const end = END.exec(text)?.[1];
  if (end !== undefined) return once(readEnd(end, moment)) ?? unclear;
  return /^(?:at|on|in|from|after|between|during|this|next|tomorrow)(?: |$)/.test(text) ? unclear : undefined;
}

function readEnd(text: string, moment: Moment): When | TimeProblem | undefined {
  const timed = text.startsWith('at ') ? text : `at ${text}`;
  const cut = cutClock(timed);
  if (cut && cut.before === '' && cut.after === '') {
    const isOpen = !cut.clock.isExact;
    const halves = isOpen ? [`${timed} am`, `${timed} pm`] : [timed];
    return soonest(halves.map((half) => read(half, moment)));
  }
  const meant = read(text, moment) ?? read(timed, moment);
  if (meant && !('code' in meant && meant.code === 'time.no-hour')) return meant;
  return read(`${text} at ${MORNING}`, moment) ?? read(`on ${text} at ${MORNING}`, moment) ?? meant;
}

function read(text: string, moment: Moment): When | TimeProblem | undefined {
  return readTime(text.split(' '), moment);
}

/** Of times by one clock. */
function soonest(all: readonly (When | TimeProblem | undefined)[]): When | TimeProblem | undefined {
  const local = (one: When | TimeProblem) => ('local' in one ? one.local : '');
  const times = all.filter((one) => one !== undefined && 'kind' in one && one.kind === 'at');
  return times.toSorted((a, b) => (local(a) < local(b) ? -1 : 1))[0] ?? all[0];
}

/** What comes again and again ends nothing. */
function once(meant: When | TimeProblem | undefined): When | TimeProblem | undefined {
  return meant && 'rule' in meant ? undefined : meant;
}

function nextMorning({ now, zone }: Moment): When {
  const here = DateTime.fromJSDate(now, { zone });
  const today = here.set({ hour: MORNING_HOUR, minute: 0, second: 0, millisecond: 0 });
  const isAhead = today.diff(here).as('hours') >= SHORTEST_OPEN_HOURS;
  const local = (isAhead ? today : today.plus({ days: 1 })).toFormat("yyyy-MM-dd'T'HH:mm");
  return { kind: 'at', local, zone };
}

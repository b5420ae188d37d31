import { DateTime, IANAZone } from 'luxon';
import { type CutClock, cutClock } from './clock-time.ts';
import { readDay } from './day-words.ts';
import { DURATION, type Duration, readDuration } from './duration.ts';
import { type DayPart, type Meant, resolve, resolveDuration } from './resolve.ts';
import { cutRule } from './rule.ts';
import type { TimeProblem } from './time-problem.ts';
import { fold } from './vocabulary.ts';
import type { Before, When } from './when.ts';
import { readZone } from './zones.ts';

/** When and where the words were written. */
export interface Moment {
  readonly now: Date;
  /** The speaker's IANA zone. */
  readonly zone: string;
}

/** Whether there are such a zone and such an instant. */
export function isMoment({ now, zone }: Moment): boolean {
  return !Number.isNaN(now.getTime()) && IANAZone.isValidZone(zone);
}

const FROM_NOW = new RegExp(
  `^(?:in|after) (${DURATION})(?: time| from now)?$|^(${DURATION}) (?:from now|later|hence)$`,
);
const AHEAD = new RegExp(
  `^(${DURATION}) (?:before(?:hand)?|ahead|early|prior)(?: (?:to|of))?(?: (?:the|this|that|our|each|every|it|its|starts?|begins?|start|beginning|time|meeting|call|conference))*$`,
);
const HEDGE = /(?<= |^)(?:(?:about|around|approximately|roughly|as of)(?= \S)|exactly|sharp)(?= |$)/g;

/**
 * What a phrase says that is about time from its first word to its last. Undefined: it is no such phrase. `words` are spelled
 * as Token.key, without separators.
 */
export function readTime(words: readonly string[], moment: Moment): When | TimeProblem | undefined {
  const text = fold(words.join(' ')).replace(HEDGE, '').replace(/\s+/g, ' ').trim();
  const [, inFront, behind] = FROM_NOW.exec(text) ?? [];
  const span = inFront ?? behind;
  if (span !== undefined) return resolveDuration(readDuration(span), moment);
  const meant = understand(text, moment);
  return meant && ('code' in meant ? meant : resolve(meant, words.join(' '), moment));
}

/** `5 minutes before`, `10 minutes before the call`. */
export function readBefore(words: readonly string[]): Before | undefined {
  const [, span] = AHEAD.exec(fold(words.join(' '))) ?? [];
  if (span === undefined) return undefined;
  const { seconds, days, months }: Duration = readDuration(span);
  return months > 0 ? undefined : { kind: 'before', seconds: seconds + days * 86_400 };
}

/** Takes the phrase apart: clock, zone, repetition, part of the day; what is left has to be a day. */
function understand(text: string, { now, zone: own }: Moment): Meant | TimeProblem | undefined {
  const today = DateTime.fromJSDate(now, { zone: own })
    .setZone('utc', { keepLocalTime: true })
    .startOf('day');
  const cut = cutClock(text);
  const placed = cut ? cutZone(cut, own) : { rest: text, zone: own };
  if ('code' in placed) return placed;
  const parted = cutDayPart(placed.rest);
  const repeated = cutRule(parted.rest);
  const [, start] = /^(?:starting|beginning|from|as of)(?: on)? (.+)$/.exec(repeated?.rest ?? '') ?? [];
  const rest = start ?? repeated?.rest ?? parted.rest;
  const day = rest === '' ? undefined : readDay(rest, today);
  if (rest !== '' && day === undefined) return undefined;
  if (cut === undefined && (rest === '' || !isUnmistakable(text)) && repeated === undefined) return undefined;
  // Noon, Sunday and May are people, too; a number alone is a number.
  if (cut && /^(?:noon|midday|midnight|\d{1,2})$/.test(text)) return undefined;
  return {
    zone: placed.zone,
    today,
    ...(cut && { clock: cut.clock }),
    ...(parted.part && { part: parted.part }),
    ...(repeated && { rule: repeated.rule }),
    ...(day && { day }),
  };
}

/** Without an hour only what says of itself that it is a time: `on sunday`, `tomorrow`, `14 march`; not `sunday`. */
function isUnmistakable(text: string): boolean {
  return /^(?:on|next|this|last|today|tomorrow|tonight|yesterday|the|in|coming)(?: |$)|\d/.test(text);
}

/** Behind the clock, at once or at the end of the phrase; what is no zone that we know only where it says that it is one. */
function cutZone(
  { before, after }: CutClock,
  own: string,
): { readonly rest: string; readonly zone: string } | TimeProblem {
  const inFront = /(?:^| )(in \S+(?: \S+)?)$/.exec(before)?.[1] ?? '';
  const there = inFront === '' ? undefined : readZone(inFront, own);
  if (typeof there === 'string')
    return { zone: there, rest: join(before.slice(0, -inFront.length).trim(), after) };
  const words = after === '' ? [] : after.split(' ');
  let unknown: TimeProblem | undefined;
  for (let from = 0; from < words.length; from += 1) {
    for (let to = Math.min(words.length, from + LONGEST_ZONE); to > from; to -= 1) {
      const zone = readZone(words.slice(from, to).join(' '), own);
      if (zone === undefined) continue;
      if (typeof zone !== 'string') unknown = zone;
      else return { zone, rest: join(before, ...words.slice(0, from), ...words.slice(to)) };
    }
  }
  return unknown ?? { rest: join(before, after), zone: own };
}

const join = (...pieces: readonly string[]): string => pieces.filter(Boolean).join(' ');

/** "in salt lake city time" */
const LONGEST_ZONE = 5;

const PART = '(?<part>morning|afternoon|evening|night)';
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/(?<= |^)(?<part>tonight)(?= |$)/, 'today'],
  [new RegExp(`(?<= |^)this ${PART}(?= |$)`), 'today'],
  [new RegExp(`(?<= |^)(?:in the|at) ${PART}(?= |$)`), ''],
  [new RegExp(`(?<=(?<= |^)(?:every|each) )${PART}(?= |$)`), 'day'],
  [new RegExp(`(?<= )${PART}s?(?= |$)`), ''],
];

/** `tonight`, `in the morning`, `friday afternoon`. */
function cutDayPart(text: string): { readonly rest: string; readonly part?: DayPart } {
  for (const [pattern, instead] of PARTS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const part = found.groups?.part;
    const rest = text.replace(pattern, instead).replace(/\s+/g, ' ').trim();
    return { rest, part: part === 'tonight' ? 'night' : (part as DayPart) };
  }
  return { rest: text };
}

import { SNOOZE_SECONDS, type Verb } from '../cards/index.ts';
import { readWhen } from '../commands/index.ts';
import type { AppointmentId, AttendeeId, ReminderId, ScheduleReceipt } from '../desk/index.ts';
import { mayChange } from './may-press.ts';
import type { Press } from './message.ts';
import type { Remark } from './reply.ts';
import type { TurnParts } from './turn.ts';

export interface SchedulePressed {
  readonly verb: ScheduleVerb;
  readonly id: string;
  readonly version: number;
  /** Typed beside the buttons. */
  readonly words: string;
  /** With `skip`: which one, local. */
  readonly occurrence: string | undefined;
  /** With `snooze`. */
  readonly seconds: number | undefined;
}

const VERBS = [
  'attend',
  'tentative',
  'regret',
  'move',
  'skip',
  'unschedule',
  'unremind',
  'snooze',
] as const satisfies readonly Verb[];
export type ScheduleVerb = (typeof VERBS)[number];

export function isScheduleVerb(verb: Verb): verb is ScheduleVerb {
  return VERBS.some((one) => one === verb);
}

/** A press on what is scheduled: handed to the schedule, or a remark why not. */
export async function pressSchedule(
  pressed: SchedulePressed,
  press: Press,
  parts: TurnParts,
): Promise<ScheduleReceipt | Remark> {
  const { schedule, reminders } = parts;
  const { inbound } = press;
  const { verb, id } = pressed;
  const attendee = id as AttendeeId;
  switch (verb) {
    case 'attend':
      return schedule.respond(inbound, attendee, 'accepted');
    case 'tentative':
      return schedule.respond(inbound, attendee, 'tentative');
    case 'regret':
      return schedule.respond(inbound, attendee, 'declined');
    case 'snooze': {
      const seconds = SNOOZE_SECONDS.find((one) => one === pressed.seconds) ?? SNOOZE_SECONDS[0];
      return reminders.snooze(inbound, id as ReminderId, seconds);
    }
    case 'move':
    case 'skip':
    case 'unschedule':
    case 'unremind':
      return change(verb, pressed, press, parts);
  }
}

/** Of who has asked for it, and of members of its thread. */
async function change(
  verb: 'move' | 'skip' | 'unschedule' | 'unremind',
  { id, version, words, occurrence }: SchedulePressed,
  press: Press,
  parts: TurnParts,
): Promise<ScheduleReceipt | Remark> {
  const { desk, schedule, reminders, log, now, zone } = parts;
  const { inbound } = press;
  const appointment = id as AppointmentId;
  if (!(await mayChange(press, await schedule.whose(appointment), log))) {
    return desk.refuse(inbound, 'press.not-member');
  }
  switch (verb) {
    case 'unremind':
      return reminders.cancel(inbound, id as ReminderId);
    case 'unschedule':
      return schedule.cancel(inbound, appointment);
    case 'skip':
      return schedule.skip(inbound, appointment, occurrence);
    case 'move': {
      const { actor } = inbound;
      const when = readWhen(words, {
        now: now(),
        zone: actor.zone ?? zone,
        ...(actor.locale === undefined ? {} : { locale: actor.locale }),
      });
      return 'code' in when ? when : schedule.move(inbound, appointment, when, version);
    }
  }
}

/**
 * The desk's door to what is scheduled: people who are to be rung at a time, and how they answer before. What is due is done by
 * due.ts, reminders are in reminders.ts; nothing of it waits in memory.
 */
import { refusalOf } from '../cast.ts';
import { decide } from '../decide.ts';
import { mayInvite } from '../may-invite.ts';
import { isOneOf, POSTED_AGAIN_SECONDS } from '../personal-card.ts';
import type { Policy } from '../policy.ts';
import type { Store, Transaction } from '../ports.ts';
import { quietHours } from '../quiet-hours.ts';
import { tooManyEver } from '../rates.ts';
import { readToast } from '../read-toast.ts';
import type { CardId, Invitee, Thread, ThreadId } from '../records.ts';
import type { Inbound } from '../requests.ts';
import type { Say } from '../views.ts';
import { whichOf } from './ambiguous.ts';
import { drawAppointment } from './draw-appointment.ts';
import { firstResponse, insertAppointment } from './insert-appointment.ts';
import { localOf } from './local-time.ts';
import { reaimReminders } from './reaim-reminders.ts';
import type { ScheduleStore } from './schedule-ports.ts';
import type {
  AppointmentId,
  AppointmentRecord,
  AttendeeId,
  AttendeeRecord,
  ReminderId,
  Response,
} from './schedule-records.ts';
import type { ScheduleRequest } from './schedule-requests.ts';
import { appointmentView, attendeeView, calendarView, scheduledView } from './schedule-view-of.ts';
import type {
  AppointmentToDraw,
  AttendeeToDraw,
  CalendarView,
  Occurrence,
  ScheduledView,
  ScheduleReceipt,
  ScheduleSay,
} from './schedule-views.ts';
import { nextTime, occurrenceOf, timingOf } from './timing.ts';
import type { When } from './when.ts';

export interface ScheduleOptions {
  readonly store: Pick<Store, 'commit'>;
  readonly scheduled: ScheduleStore;
  readonly policy: Policy;
  /** Where an attendee's calendar entry is to be had; undefined: nowhere. */
  readonly calendarUrl?: (id: AttendeeId) => string | undefined;
  readonly now: () => Date;
  /** Where those live who do not tell; missing: UTC. */
  readonly zone?: string;
}

/** So many appointments and reminders may wait in one thread. */
export const MOST_SCHEDULED = 2_000;

const NOTHING = { duplicate: false, says: [], cardId: undefined } as const;

export class Schedule {
  readonly #options: ScheduleOptions;

  constructor(options: ScheduleOptions) {
    this.#options = options;
  }

  /**
   * Has people rung at a time, once or again and again, and asks them before whether they come. Nothing is scheduled where the
   * time cannot be, or a name fits several people; who may not be rung is told of and left out, who does not work then only told of.
   */
  async schedule(request: ScheduleRequest): Promise<ScheduleReceipt> {
    const { policy, now, zone } = this.#options;
    const denied = mayInvite(policy, request);
    if (denied) return this.#decide(request, async () => ({ ...NOTHING, says: [denied] }));
    const toast = readToast(request.toast);
    if (toast && 'code' in toast) return { ...NOTHING, says: [toast] };
    const timing = timingOf(request.when, request.actor.zone ?? zone, now());
    if ('code' in timing) return { ...NOTHING, says: [timing] };
    const { people, says: unclear } = whichOf([...request.invitees, ...(request.later ?? []).flat()]);
    if (unclear.length > 0) return { ...NOTHING, says: unclear };
    // In no minute could they all be rung.
    const never = tooManyEver(policy, people.length);
    if (never) return this.#decide(request, async () => ({ ...NOTHING, says: [never] }));
    const refusals = people.map((invitee) => refusalOf(policy, invitee));
    const says = people
      .map((invitee, index) => refusals[index] ?? quietThen(invitee, request, timing.next))
      .filter((one) => one !== undefined);
    const invitees = people.filter((_, index) => refusals[index] === undefined);
    return this.#decide(request, async (tx) => {
      if (invitees.length === 0) return { ...NOTHING, says };
      if ((await tx.countScheduled(request.thread.id)) >= MOST_SCHEDULED) {
        return { ...NOTHING, says: [say('schedule.full', { limit: MOST_SCHEDULED })] };
      }
      const cardId = await insertAppointment(tx, request, timing, invitees, toast?.message ?? null);
      return { ...NOTHING, says, cardId };
    });
  }

  /** What is scheduled in a thread, appointments and reminders, next first. */
  async list(threadId: ThreadId): Promise<ScheduledView> {
    return scheduledView(await this.#options.scheduled.scheduled(threadId));
  }

  /**
   * Another time. A series keeps its days where `when` does not say how it repeats, and what was skipped of it comes back; everybody
   * is asked again whether she comes. `version`: of the card that was pressed, refused where it has changed since.
   */
  async move(inbound: Inbound, id: AppointmentId, when: When, version?: number): Promise<ScheduleReceipt> {
    const denied = mayInvite(this.#options.policy, inbound);
    if (denied) return this.#decide(inbound, async () => ({ ...NOTHING, says: [denied], cardId: id }));
    return this.#change(inbound, id, async (tx, appointment) => {
      if (version !== undefined && version !== appointment.version) return changed(appointment);
      const now = this.#options.now();
      const timing = timingOf(sameRule(when, appointment, now), inbound.actor.zone ?? appointment.zone, now);
      if ('code' in timing) return timing;
      const { series, next } = timing;
      await this.#reschedule(tx, { ...appointment, ...series }, next, () => true);
      for (const { id: attendeeId, invitee } of await tx.attendeesOf(id)) {
        await tx.updateAttendee(attendeeId, { response: firstResponse(invitee, appointment) });
      }
      const facts = { ...factsOf(series, next), ...(series.rule !== null && { rule: series.rule }) };
      return say('schedule.moved', { subject: appointment.subject, ...facts });
    });
  }

  /** Leaves out one of a series: the next, or `occurrence` (local), refused where that is not the next any more. */
  async skip(inbound: Inbound, id: AppointmentId, occurrence?: string): Promise<ScheduleReceipt> {
    return this.#change(inbound, id, async (tx, appointment) => {
      const { rule, subject, nextLocal, nextAt } = appointment;
      if (rule === null) return say('schedule.once', { subject });
      // An active one has a next.
      if (nextLocal === null || nextAt === null) return changed(appointment);
      if (occurrence !== undefined && occurrence !== nextLocal) return changed(appointment);
      const without = { ...appointment, skipped: [...appointment.skipped, nextLocal] };
      const next = nextTime(without, nextAt, nextLocal);
      await this.#reschedule(tx, without, next, (aimed) => aimed === nextLocal);
      return say('schedule.skipped', {
        subject,
        ...factsOf(appointment, occurrenceOf(appointment, nextLocal, nextAt)),
      });
    });
  }

  /** Calls it off, with the reminders of it. Who is being rung already is not concerned. */
  async cancel(inbound: Inbound, id: AppointmentId): Promise<ScheduleReceipt> {
    return this.#change(inbound, id, async (tx, { sequence, version, subject }) => {
      await tx.updateAppointment(id, {
        ...{ state: 'cancelled', nextLocal: null, nextAt: null },
        ...{ sequence: sequence + 1, version: version + 1 },
      });
      for (const reminder of await tx.remindersOf(id)) {
        await tx.updateReminder(reminder.id, { state: 'cancelled' });
      }
      return say('schedule.cancelled', { subject });
    });
  }

  /** How somebody answers before, for herself only; who declines is not rung. */
  async respond(
    inbound: Inbound,
    id: AttendeeId,
    response: Exclude<Response, 'none'>,
  ): Promise<ScheduleReceipt> {
    const content = await this.#options.scheduled.appointmentAttendee(id);
    if (!content) return NOTHING;
    const { appointment, attendee, personalThread } = content;
    const isInHerChat = personalThread?.id === inbound.thread.id;
    if (!isInHerChat && !isOneOf(attendee.invitee.ids ?? [], inbound.actor.id)) {
      const says: Say[] = [{ code: 'not-hers', facts: { name: attendee.invitee.name } }];
      return this.#decide(inbound, async () => ({ ...NOTHING, says }));
    }
    const shown: CardId = isInHerChat ? id : appointment.id;
    const receipt = await this.#change(inbound, appointment.id, async (tx) => {
      await tx.updateAttendee(id, { response });
      return undefined;
    });
    return { ...receipt, cardId: shown };
  }

  /** The card of an appointment as it stands now; undefined: it is none. */
  async appointmentToDraw(id: CardId): Promise<AppointmentToDraw | undefined> {
    const content = await this.#options.scheduled.appointment(id as AppointmentId);
    if (!content) return undefined;
    const { thread, appointment } = content;
    return { view: appointmentView(content), thread, activityId: appointment.activityId };
  }

  /** The card that an attendee has for herself, as it stands now; undefined: it is none. */
  async attendeeToDraw(id: CardId): Promise<AttendeeToDraw | undefined> {
    const content = await this.#options.scheduled.appointmentAttendee(id as AttendeeId);
    if (!content || content.attendee.inChat === 'no') return undefined;
    const { attendee, thread, personalThread, refusedIds } = content;
    return {
      view: attendeeView(content),
      thread: personalThread ?? thread,
      isOpen: personalThread !== undefined,
      ids: (attendee.invitee.ids ?? []).filter((one) => !refusedIds.includes(one)),
      activityId: attendee.activityId,
      calendarUrl: this.#options.calendarUrl?.(attendee.id),
    };
  }

  /** Her own chat with the bot is open: her card is shown there. */
  async opened(id: AttendeeId, personalThread: Thread): Promise<void> {
    await this.#ofHers(id, (tx) => tx.setAttendeeThread(id, personalThread));
  }

  /** Nobody knows whether her card has arrived: unless that is known by then, it is posted once more after a while. */
  async unsure(id: AttendeeId): Promise<void> {
    await this.#ofHers(id, async (tx) => {
      if (await tx.setCardUnsure(id)) await tx.drawAttendeeAfter(id, POSTED_AGAIN_SECONDS);
    });
  }

  /**
   * She cannot be written to by these ids, not for a day. Another way is tried; where none is left, her thread is told so, and
   * her row gets the buttons.
   */
  async unreachable(id: AttendeeId, refused: readonly string[]): Promise<void> {
    await this.#ofHers(id, async (tx, { inChat, invitee, appointmentId }, threadId) => {
      if (inChat !== 'wanted') return;
      const ids = invitee.ids ?? [];
      const isKnown = (await tx.reachable(ids)).length === 0;
      await tx.rememberUnreachable(refused);
      if (!isKnown && (await tx.reachable(ids)).length > 0) {
        await tx.setAttendeeThread(id, undefined);
        return tx.drawAttendee(id);
      }
      await tx.updateAttendee(id, { inChat: 'refused' });
      await tx.draw(appointmentId);
      if (isKnown) return;
      const unreachable = { name: invitee.name };
      await tx.notice(threadId, { cardId: appointmentId, invitationIds: [], unreachable });
    });
  }

  /** What the calendar entry of an attendee says; undefined: there is no such attendee. */
  async calendar(id: AttendeeId): Promise<CalendarView | undefined> {
    const content = await this.#options.scheduled.appointmentAttendee(id);
    return content && calendarView(content);
  }

  /** In which thread something scheduled stands, and who has asked for it; undefined: there is no such thing. */
  whose(id: AppointmentId | ReminderId): ReturnType<ScheduleStore['whoseScheduled']> {
    return this.#options.scheduled.whoseScheduled(id);
  }

  /** Its next time, or its end, with the jobs of its own and of those reminders that were aimed at what is no more. */
  async #reschedule(
    tx: Transaction,
    appointment: AppointmentRecord,
    next: Occurrence | undefined,
    isConcerned: (occurrence: string | null) => boolean,
  ): Promise<void> {
    const { id, zone, local, rule, skipped } = appointment;
    const version = appointment.version + 1;
    await tx.updateAppointment(id, {
      ...{ zone, local, rule, skipped, version, sequence: appointment.sequence + 1 },
      ...(next
        ? { nextLocal: next.local, nextAt: next.at }
        : { state: 'over', nextLocal: null, nextAt: null }),
    });
    if (next) await tx.dueAt({ kind: 'appointment', id, version }, next.at);
    await reaimReminders(tx, appointment, next, isConcerned, this.#options.now());
  }

  /** One commit for one press on an active appointment; all cards that show it are drawn. */
  async #change(
    inbound: Inbound,
    id: AppointmentId,
    work: (tx: Transaction, appointment: AppointmentRecord) => Promise<ScheduleSay | undefined>,
  ): Promise<ScheduleReceipt> {
    const receipt = await this.#decide(inbound, async (tx) => {
      const appointment = await tx.lockAppointment(id);
      if (!appointment) return NOTHING;
      const { state, subject } = appointment;
      // Race: somebody has called it off, or it was due, just before.
      if (state !== 'active') return { ...NOTHING, says: [say('schedule.over', { subject, state })] };
      const said = await work(tx, appointment);
      await drawAppointment(tx, id);
      return { ...NOTHING, says: said ? [said] : [] };
    });
    return { ...receipt, cardId: id };
  }

  async #ofHers(
    id: AttendeeId,
    work: (tx: Transaction, attendee: AttendeeRecord, threadId: ThreadId) => Promise<void>,
  ): Promise<void> {
    const { store, scheduled } = this.#options;
    const content = await scheduled.appointmentAttendee(id);
    if (!content) return;
    const { appointment } = content;
    await store.commit(async (tx) => {
      await tx.lockAppointment(appointment.id);
      const attendee = (await tx.attendeesOf(appointment.id)).find((one) => one.id === id);
      if (attendee) await work(tx, attendee, appointment.threadId);
    });
  }

  #decide(inbound: Inbound, work: (tx: Transaction) => Promise<ScheduleReceipt>): Promise<ScheduleReceipt> {
    return decide(this.#options.store, inbound, work);
  }
}

/** A series that is moved goes on with its days, by another time of the day. */
function sameRule(when: When, { rule, zone }: AppointmentRecord, now: Date): When {
  if (rule === null) return when;
  if (when.kind === 'at') return { rule, ...when };
  const local = localOf(new Date(now.getTime() + when.seconds * 1_000), zone);
  return { kind: 'at', local, zone, rule };
}

function quietThen(invitee: Invitee, request: ScheduleRequest, { at }: Occurrence): Say | undefined {
  const quiet = quietHours(invitee, request, at);
  return quiet && { code: 'quiet-hours-then', facts: { name: invitee.name } };
}

function factsOf(
  { zone }: Pick<AppointmentRecord, 'zone'>,
  { local, at, shift }: Occurrence,
): ScheduleSay['facts'] {
  return { at: at.toISOString(), zone, local, shift };
}

function changed({ subject }: AppointmentRecord): ScheduleSay {
  return say('schedule.changed', { subject });
}

function say(code: ScheduleSay['code'], facts: ScheduleSay['facts'] = {}): ScheduleSay {
  return { code, facts };
}

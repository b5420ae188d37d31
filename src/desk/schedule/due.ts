/**
 * What the clock does. A job tells what is due, and in which version: one for an older version does nothing, so it may run twice, in
 * two processes, or again after a crash in the middle; all of its effect is one commit.
 *
 *   due ─┬─ its version is old, or it is not active ──► nothing
 *        ├─ 10 minutes late at most ──► its people are invited as by `invite`, in the organizer's name ─┐
 *        └─ later ──► the thread is told that it was missed; nobody's phone rings ──────────────────────┴─► its next time, or over
 */
import { auditDecision } from '../audit.ts';
import type { CallOwner } from '../call-owner.ts';
import type { Decision, Desk } from '../desk.ts';
import { isRefusal } from '../is-refusal.ts';
import type { Author } from '../may-invite.ts';
import type { Notice, Owned, Store, Transaction } from '../ports.ts';
import type { Actor, Invitee } from '../records.ts';
import type { Inbound } from '../requests.ts';
import { drawAppointment } from './draw-appointment.ts';
import { remindNow } from './remind-now.ts';
import type { Due, ScheduleStore } from './schedule-ports.ts';
import type { AppointmentId, AppointmentRecord, AttendeeRecord } from './schedule-records.ts';
import type { Occurrence, ScheduleNotice } from './schedule-views.ts';
import { nextTime } from './timing.ts';

export interface DueOptions {
  readonly store: Pick<Store, 'commit'>;
  readonly scheduled: Pick<ScheduleStore, 'appointment'>;
  readonly desk: Pick<Desk, 'inviteWithin'>;
  /** Who somebody is, where that has to be known (INVITERS): who may not invite any more rings nobody. */
  readonly whoIs?: ((organizer: Actor) => Promise<Author>) | undefined;
  readonly owner: Pick<CallOwner, 'start'>;
  readonly now: () => Date;
}

/** So late people are still rung, as after a restart. */
const RUNG_WITHIN_MS = 600_000;

/** Does what jobs say is due: reminders together, then appointments. Rejects where one could not be decided; safe to repeat. */
export async function doDue(due: readonly Due[], options: DueOptions): Promise<void> {
  const reminders = due.filter((one) => one.kind === 'reminder');
  if (reminders.length > 0) await remindNow(reminders, options);
  for (const { kind, id, version } of due) if (kind === 'appointment') await ringPeople(id, version, options);
}

async function ringPeople(id: AppointmentId, version: number, options: DueOptions): Promise<void> {
  const { store, scheduled, desk, owner, now } = options;
  const content = await scheduled.appointment(id);
  if (content?.appointment.version !== version) return;
  const { thread } = content;
  const author = await options.whoIs?.(content.appointment.organizer);
  const started = await store.commit(async (tx): Promise<readonly Owned[]> => {
    await tx.lockThread(thread);
    const appointment = await tx.lockAppointment(id);
    // Race: moved, skipped or called off until this moment, or done by another process.
    if (appointment?.version !== version || appointment.nextAt === null) return [];
    const attendees = await tx.attendeesOf(id);
    const isMissed = now().getTime() - appointment.nextAt.getTime() > RUNG_WITHIN_MS;
    const next = nextTime(
      appointment,
      isMissed ? stillRung(now()) : appointment.nextAt,
      appointment.nextLocal ?? '',
    );
    await goOn(tx, appointment, next);
    await drawAppointment(tx, id);
    const tell = (notice: Partial<ScheduleNotice>) => tellThread(tx, appointment, notice);
    if (isMissed) {
      await tell({ kind: 'missed', count: missedOnes(appointment, stillRung(now())) });
      return [];
    }
    const decision = await invite(tx, desk, appointment, { thread, ...(author && { author }) }, attendees);
    // That somebody is in already, or is being rung, is no news.
    const refusals = decision.says.filter(isRefusal);
    const names = attendees.filter(hasDeclined).map(({ invitee }) => invitee.name);
    const isNobody =
      decision.started.length === 0 && (refusals.length > 0 || names.length === attendees.length);
    if (isNobody) await tell({ kind: 'nobody', names, says: refusals });
    else if (refusals.length > 0) await tell({ kind: 'not-all', says: refusals });
    return decision.started;
  });
  // A process that dies here leaves them to the takeover, as after `invite`.
  for (const { invitation, conference } of started) owner.start(invitation, conference);
}

/** The same path, policy and cards as typed: who is in already is not rung. */
async function invite(
  tx: Transaction,
  desk: DueOptions['desk'],
  { id, version, organizer, subject, toast, manner }: AppointmentRecord,
  { thread, author }: Pick<Inbound, 'thread' | 'author'>,
  attendees: readonly AttendeeRecord[],
): Promise<Decision> {
  const coming = attendees.filter((attendee) => !hasDeclined(attendee));
  // A stage of which everybody has declined is none.
  const stages = [...new Set(coming.map(({ stage }) => stage))].sort((a, b) => a - b);
  const [invitees = [], ...later] = stages.map((number) =>
    coming.filter(({ stage }) => stage === number).map(inviteeOf),
  );
  const entrance = { via: 'clock', verb: 'invite', about: id } as const;
  const inbound = {
    activityId: `${id} ${version}`,
    thread,
    actor: organizer,
    entrance,
    ...(author && { author }),
  };
  tx.actingFor(inbound);
  const decision = await desk.inviteWithin(tx, {
    ...{ ...inbound, subject, invitees },
    ...(later.length > 0 && { later }),
    ...(toast !== null && { toast }),
    ...manner,
  });
  auditDecision(tx, decision);
  return decision;
}

async function goOn(
  tx: Transaction,
  { id, version: before }: AppointmentRecord,
  next: Occurrence | undefined,
): Promise<void> {
  const version = before + 1;
  if (!next) return tx.updateAppointment(id, { version, state: 'over', nextLocal: null, nextAt: null });
  await tx.updateAppointment(id, { version, nextLocal: next.local, nextAt: next.at });
  await tx.dueAt({ kind: 'appointment', id, version }, next.at);
}

/** What was due later than this can still be rung. */
function stillRung(now: Date): Date {
  return new Date(now.getTime() - RUNG_WITHIN_MS);
}

/** How many occurrences were missed, this one and those that went by after it. */
function missedOnes(appointment: AppointmentRecord, until: Date): number {
  const { nextAt, nextLocal } = appointment;
  let count = 0;
  let missed = nextAt && nextLocal !== null ? { at: nextAt, local: nextLocal } : undefined;
  while (missed && missed.at <= until && count < MOST_MISSED) {
    count += 1;
    missed = nextTime(appointment, missed.at, missed.local);
  }
  return count;
}

/** Nobody wants to know it more exactly. */
const MOST_MISSED = 1_000;

async function tellThread(
  tx: Transaction,
  { id, threadId, subject, zone, nextAt, organizer }: AppointmentRecord,
  notice: Partial<ScheduleNotice>,
): Promise<void> {
  const schedule: ScheduleNotice = {
    ...{ kind: 'missed', subject, at: nextAt?.toISOString() ?? '', zone, by: organizer },
    ...{ count: 1, names: [], says: [] },
    ...notice,
  };
  await tx.notice(threadId, { cardId: id, invitationIds: [], schedule } satisfies Notice);
}

function hasDeclined({ response }: AttendeeRecord): boolean {
  return response === 'declined';
}

/** Who has said that she comes, or may come, wants to be called then, also outside her hours. */
function inviteeOf({ invitee, response }: AttendeeRecord): Invitee {
  const { hours, ...always } = invitee;
  return hours && response === 'none' ? invitee : always;
}

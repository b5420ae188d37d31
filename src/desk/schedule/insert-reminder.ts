import type { Transaction } from '../ports.ts';
import type { AppointmentRecord, ReminderId, ReminderRecord } from './schedule-records.ts';
import type { Occurrence } from './schedule-views.ts';
import { nextTime } from './timing.ts';

/** What is written down of a new one beside its state. */
export type Plan = Pick<ReminderRecord, 'appointmentId' | 'secondsBefore' | 'series' | 'occurrence' | 'at'>;

/** Writes a reminder down, and the order of what is to be done at its time. */
export async function insertReminder(
  tx: Transaction,
  plan: Plan &
    Pick<ReminderRecord, 'by' | 'threadId' | 'invitees' | 'words'> & { snoozedFrom?: ReminderId | null },
): Promise<void> {
  const { by, threadId, invitees, words, appointmentId, secondsBefore, series, occurrence, at } = plan;
  const id = crypto.randomUUID() as string as ReminderId;
  await tx.insertReminder({
    ...{ id, by, threadId, invitees, words, appointmentId, secondsBefore, series, occurrence, at },
    ...{ version: 1, state: 'waiting', snoozedFrom: plan.snoozedFrom ?? null },
  });
  await tx.dueAt({ kind: 'reminder', id, version: 1 }, at);
}

/** The first occurrence ahead of which there is still so much time; undefined: there is none. */
export function aimAhead(
  appointment: AppointmentRecord,
  secondsBefore: number,
  now: Date,
  after?: string,
): Pick<Plan, 'occurrence' | 'at'> | undefined {
  const from = new Date(now.getTime() + secondsBefore * 1_000);
  const next = upcoming(appointment, from, after);
  return next && { occurrence: next.local, at: new Date(next.at.getTime() - secondsBefore * 1_000) };
}

/** The instant of the next one is written down: it may have been counted from when it was asked for. */
function upcoming(
  appointment: AppointmentRecord,
  from: Date,
  after = '',
): Pick<Occurrence, 'local' | 'at'> | undefined {
  const { state, nextLocal, nextAt } = appointment;
  if (state !== 'active' || nextLocal === null || nextAt === null) return undefined;
  if (nextAt > from && nextLocal > after) return { local: nextLocal, at: nextAt };
  return nextTime(appointment, from > nextAt ? from : nextAt, after > nextLocal ? after : nextLocal);
}

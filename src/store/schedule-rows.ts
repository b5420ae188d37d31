import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { ScheduleTransaction } from '../desk/schedule/schedule-ports.ts';
import type { AppointmentRecord, AttendeeRecord } from '../desk/schedule/schedule-records.ts';
import { reminderRows } from './reminder-rows.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';

export const APPOINTMENT_COLUMNS = [
  'id',
  'threadId',
  'organizer',
  'subject',
  'toast',
  'manner',
  'zone',
  'local',
  'rule',
  'skipped',
  'sequence',
  'version',
  'state',
  'nextLocal',
  'nextAt',
  'activityId',
  'changedAt',
] as const satisfies readonly (keyof AppointmentRecord)[];

export const ATTENDEE_COLUMNS = [
  'id',
  'appointmentId',
  'position',
  'stage',
  'invitee',
  'response',
  'inChat',
  'personalThreadId',
  'activityId',
] as const satisfies readonly (keyof AttendeeRecord)[];

/** Appointments with their people, and reminders. */
export function scheduleRows(
  trx: KyselyTransaction<Tables>,
): Omit<ScheduleTransaction, 'drawAttendee' | 'drawAttendeeAfter' | 'drawReminders' | 'dueAt'> {
  return {
    ...reminderRows(trx),

    async countScheduled(threadId) {
      const { rows } = await sql<{ count: number }>`
        select (
          (select count(*) from appointments where thread_id = ${threadId} and state = 'active')
          + (select count(*) from reminders where thread_id = ${threadId} and state = 'waiting')
        )::integer as count
      `.execute(trx);
      return rows[0]?.count ?? 0;
    },

    async insertAppointment({ organizer, subject, toast, manner, skipped, ...rest }) {
      await trx
        .insertInto('appointments')
        .values({
          ...rest,
          organizer: json(organizer),
          subject: plain(subject),
          toast: toast === null ? null : plain(toast),
          manner: json(manner),
          skipped: json(skipped),
        })
        .execute();
    },

    lockAppointment(id) {
      return trx
        .selectFrom('appointments')
        .select(APPOINTMENT_COLUMNS)
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst();
    },

    lockAppointmentsOf(ids) {
      const appointmentIds = trx.selectFrom('reminders').select('appointmentId').where('id', 'in', ids);
      return trx
        .selectFrom('appointments')
        .select(APPOINTMENT_COLUMNS)
        .where('id', 'in', appointmentIds)
        .orderBy('id')
        .forNoKeyUpdate()
        .execute();
    },

    nextAppointment(threadId) {
      return trx
        .selectFrom('appointments')
        .select(APPOINTMENT_COLUMNS)
        .where('threadId', '=', threadId)
        .where('state', '=', 'active')
        .orderBy('nextAt')
        .limit(1)
        .forNoKeyUpdate()
        .executeTakeFirst();
    },

    async updateAppointment(id, { skipped, ...patch }) {
      await trx
        .updateTable('appointments')
        .set({
          ...patch,
          ...(skipped && { skipped: json(skipped) }),
          ...(('sequence' in patch || 'state' in patch) && { changedAt: sql<Date>`now()` }),
        })
        .where('id', '=', id)
        .execute();
    },

    async insertAttendee({ invitee, ...rest }) {
      await trx
        .insertInto('appointmentAttendees')
        .values({ ...rest, invitee: json(invitee) })
        .execute();
    },

    attendeesOf(id) {
      return trx
        .selectFrom('appointmentAttendees')
        .select(ATTENDEE_COLUMNS)
        .where('appointmentId', '=', id)
        .orderBy('position')
        .execute();
    },

    async updateAttendee(id, patch) {
      await trx.updateTable('appointmentAttendees').set(patch).where('id', '=', id).execute();
    },

    async setAttendeeThread(id, thread) {
      const personalThreadId = thread?.id ?? null;
      if (thread) {
        const { channel, title, reference } = thread;
        await trx
          .insertInto('threads')
          .values({ id: thread.id, channel, title: plain(title), reference: json(reference ?? null) })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      await trx.updateTable('appointmentAttendees').set({ personalThreadId }).where('id', '=', id).execute();
    },
  };
}

import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { Thread, ThreadId } from '../desk/records.ts';
import type { AppointmentContent, ScheduleStore } from '../desk/schedule/schedule-ports.ts';
import type { AppointmentId, AppointmentRecord, ReminderId } from '../desk/schedule/schedule-records.ts';
import type { Database } from './database.ts';
import { refusedOf } from './personal-rows.ts';
import { REMINDER_COLUMNS } from './reminder-rows.ts';
import { APPOINTMENT_COLUMNS, ATTENDEE_COLUMNS } from './schedule-rows.ts';
import type { Tables } from './tables.ts';

/** What is drawn of the schedule. Locked for sharing: waits for a commit that has ordered a draw of it, see Jobs.sendDraw. */
export function scheduleReads(database: Database): ScheduleStore {
  return {
    appointment: (id) => database.transaction().execute((trx) => readAppointment(trx, id)),

    appointmentAttendee: (id) =>
      database.transaction().execute(async (trx) => {
        const found = await trx
          .selectFrom('appointmentAttendees')
          .select('appointmentId')
          .where('id', '=', id)
          .executeTakeFirst();
        const content = found && (await readAppointment(trx, found.appointmentId));
        const attendee = content?.attendees.find((one) => one.id === id);
        if (!content || !attendee) return undefined;
        const { personalThreadId } = attendee;
        const personalThread =
          personalThreadId === null ? undefined : await readThread(trx, personalThreadId);
        const refusedIds = await refusedOf(trx, attendee.invitee.ids ?? []);
        return { ...content, attendee, personalThread, refusedIds };
      }),

    // Thousands may be drawn at once, so without a transaction: nothing but its first row ever changes together with it.
    async reminder(id) {
      const reminder = await database
        .selectFrom('reminders')
        .select(REMINDER_COLUMNS)
        // A lock is written down too, and nothing has to wait until that is on the disk.
        .select(sql`set_config('synchronous_commit', 'off', true)`.as('unhurried'))
        .where('id', '=', id)
        .forShare()
        .executeTakeFirst();
      const thread = reminder && (await readThread(database, reminder.threadId));
      if (!reminder || !thread) return undefined;
      const { appointmentId } = reminder;
      const appointment = appointmentId === null ? undefined : await appointmentOf(database, appointmentId);
      return { reminder, thread, appointment };
    },

    scheduled: (threadId) =>
      database.transaction().execute(async (trx) => {
        const thread = await readThread(trx, threadId);
        if (!thread) return { appointments: [], reminders: [] };
        const active = await trx
          .selectFrom('appointments')
          .select(APPOINTMENT_COLUMNS)
          .where('threadId', '=', threadId)
          .where('state', '=', 'active')
          .orderBy('nextAt')
          .execute();
        const appointments = await withAttendees(trx, active, thread);
        const waiting = await trx
          .selectFrom('reminders')
          .select(REMINDER_COLUMNS)
          .where('threadId', '=', threadId)
          .where('state', '=', 'waiting')
          .orderBy('at')
          .execute();
        const reminders = waiting.map((reminder) => ({
          reminder,
          thread,
          appointment: active.find(({ id }) => id === reminder.appointmentId),
        }));
        return { appointments, reminders };
      }),

    async whoseScheduled(id) {
      const appointment = await database
        .selectFrom('appointments')
        .select(['threadId', 'organizer as inviter'])
        .where('id', '=', id as AppointmentId)
        .executeTakeFirst();
      const found =
        appointment ??
        (await database
          .selectFrom('reminders')
          .select(['threadId', 'madeBy as inviter'])
          .where('id', '=', id as ReminderId)
          .executeTakeFirst());
      return found && { threadId: found.threadId, inviters: [found.inviter] };
    },
  };
}

async function readAppointment(
  trx: KyselyTransaction<Tables>,
  id: AppointmentId,
): Promise<AppointmentContent | undefined> {
  const appointment = await appointmentOf(trx, id);
  const thread = appointment && (await readThread(trx, appointment.threadId));
  if (!appointment || !thread) return undefined;
  const [content] = await withAttendees(trx, [appointment], thread);
  return content;
}

function appointmentOf(trx: Database, id: AppointmentId): Promise<AppointmentRecord | undefined> {
  return trx
    .selectFrom('appointments')
    .select(APPOINTMENT_COLUMNS)
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst();
}

async function withAttendees(
  trx: KyselyTransaction<Tables>,
  appointments: readonly AppointmentRecord[],
  thread: Thread,
): Promise<AppointmentContent[]> {
  if (appointments.length === 0) return [];
  const all = await trx
    .selectFrom('appointmentAttendees')
    .select(ATTENDEE_COLUMNS)
    .where(
      'appointmentId',
      'in',
      appointments.map(({ id }) => id),
    )
    .orderBy('position')
    .execute();
  return appointments.map((appointment) => ({
    appointment,
    thread,
    attendees: all.filter(({ appointmentId }) => appointmentId === appointment.id),
  }));
}

function readThread(trx: Database, id: ThreadId): Promise<Thread | undefined> {
  return trx
    .selectFrom('threads')
    .select(['id', 'channel', 'title', 'reference'])
    .where('id', '=', id)
    .executeTakeFirst();
}

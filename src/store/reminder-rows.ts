import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { ScheduleTransaction } from '../desk/schedule/schedule-ports.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';

type ReminderRows = Pick<
  ScheduleTransaction,
  'insertReminder' | 'lockReminder' | 'remindersOf' | 'snoozeOf' | 'updateReminder'
>;

export const REMINDER_COLUMNS = [
  'id',
  'threadId',
  'madeBy as by',
  'invitees',
  'words',
  'appointmentId',
  'secondsBefore',
  'series',
  'occurrence',
  'at',
  'version',
  'state',
  'snoozedFrom',
  'fired',
  'activityId',
  'createdAt',
] as const;

/** Reminders, of people or ahead of appointments. */
export function reminderRows(trx: KyselyTransaction<Tables>): ReminderRows {
  const waiting = trx.selectFrom('reminders').select(REMINDER_COLUMNS).where('state', '=', 'waiting');
  return {
    async insertReminder({ by, invitees, words, series, ...rest }) {
      await trx
        .insertInto('reminders')
        .values({
          ...rest,
          madeBy: json(by),
          invitees: json(invitees),
          words: words === null ? null : plain(words),
          series: series && json(series),
        })
        .execute();
    },

    lockReminder(id) {
      return trx
        .selectFrom('reminders')
        .select(REMINDER_COLUMNS)
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst();
    },

    remindersOf(id) {
      return waiting.where('appointmentId', '=', id).orderBy('id').forNoKeyUpdate().execute();
    },

    snoozeOf(id, personKey) {
      return waiting
        .where('snoozedFrom', '=', id)
        .where(sql<string>`invitees -> 0 ->> 'key'`, '=', plain(personKey))
        .forNoKeyUpdate()
        .executeTakeFirst();
    },

    async updateReminder(id, { fired, ...patch }) {
      await trx
        .updateTable('reminders')
        .set({ ...patch, ...(fired && { fired: json(fired) }) })
        .where('id', '=', id)
        .execute();
    },
  };
}

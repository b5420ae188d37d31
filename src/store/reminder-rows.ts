import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { ScheduleTransaction } from '../desk/schedule/schedule-ports.ts';
import type { Tables } from './tables.ts';
import { json, plain } from './values.ts';

type ReminderRows = Pick<
  ScheduleTransaction,
  | 'insertReminder'
  | 'lockReminders'
  | 'remindersOf'
  | 'snoozeOf'
  | 'updateReminder'
  | 'setFired'
  | 'activeConferences'
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

    lockReminders(ids) {
      return trx
        .selectFrom('reminders')
        .select(REMINDER_COLUMNS)
        .where('id', 'in', ids)
        .orderBy('id')
        .forNoKeyUpdate()
        .execute();
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

    async updateReminder(id, patch) {
      await trx.updateTable('reminders').set(patch).where('id', '=', id).execute();
    },

    async setFired(fired) {
      await sql`
        update reminders set state = 'fired', fired = told.fired
        from jsonb_to_recordset(${json(fired)}) as told (id text, fired jsonb)
        where reminders.id = told.id
      `.execute(trx);
    },

    // Not locked: who is in is read as it stands.
    activeConferences(threadIds) {
      return trx
        .selectFrom('conferences')
        .selectAll()
        .where('threadId', 'in', threadIds)
        .where('state', '=', 'active')
        .execute();
    },
  };
}

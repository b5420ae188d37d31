import type { Transaction } from '../ports.ts';
import type { AppointmentRecord } from './schedule-records.ts';
import type { Occurrence } from './schedule-views.ts';

/**
 * Reminders ahead of an appointment follow it to `next` (those whose occurrence `isConcerned`); where that is nearer than they are
 * ahead, they are due at once. With no `next` they die. The appointment must be locked.
 */
export async function reaimReminders(
  tx: Transaction,
  { id }: AppointmentRecord,
  next: Occurrence | undefined,
  isConcerned: (occurrence: string | null) => boolean,
  now: Date,
): Promise<void> {
  for (const reminder of await tx.remindersOf(id)) {
    const { secondsBefore, occurrence } = reminder;
    if (secondsBefore === null || !isConcerned(occurrence)) continue;
    if (!next) {
      await tx.updateReminder(reminder.id, { state: 'cancelled' });
      continue;
    }
    const at = new Date(Math.max(next.at.getTime() - secondsBefore * 1_000, now.getTime()));
    const version = reminder.version + 1;
    await tx.updateReminder(reminder.id, { occurrence: next.local, at, version });
    await tx.dueAt({ kind: 'reminder', id: reminder.id, version }, at);
  }
}

import type { Transaction } from '../ports.ts';
import type { AppointmentId } from './schedule-records.ts';

/** Its card in the thread, and those that its people have for themselves. */
export async function drawAppointment(tx: Transaction, id: AppointmentId): Promise<void> {
  await tx.draw(id);
  for (const { id: attendeeId, inChat } of await tx.attendeesOf(id)) {
    if (inChat === 'wanted') await tx.drawAttendee(attendeeId);
  }
}

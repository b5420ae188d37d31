import { personOf } from '../audit.ts';
import { subjectOf } from '../desk.ts';
import { withMail } from '../may-invite.ts';
import { isOneOf } from '../personal-card.ts';
import type { Transaction } from '../ports.ts';
import type { Invitee } from '../records.ts';
import { drawAppointment } from './draw-appointment.ts';
import type {
  AppointmentId,
  AppointmentRecord,
  AttendeeId,
  AttendeeRecord,
  Response,
} from './schedule-records.ts';
import type { ScheduleRequest } from './schedule-requests.ts';
import type { Timing } from './timing.ts';

/** Writes an appointment down with its people, the order of what is to be done at its time, and the cards that show it. */
export async function insertAppointment(
  tx: Transaction,
  request: ScheduleRequest,
  { series, next }: Timing,
  invitees: readonly Invitee[],
  toast: string | null,
): Promise<AppointmentId> {
  const { thread, urgent, persist, later = [] } = request;
  const organizer = withMail(request);
  const manner = { ...(urgent && { urgent }), ...(persist && { persist }) };
  const stageOf = ({ key }: Invitee) => 1 + later.findIndex((stage) => stage.some((one) => one.key === key));
  const isFirst = ({ key }: Invitee) => request.invitees.some((one) => 'key' in one && one.key === key);
  const id = crypto.randomUUID() as string as AppointmentId;
  await tx.insertAppointment({
    ...{ id, threadId: thread.id, organizer, subject: subjectOf(request), toast, manner, ...series },
    ...{ sequence: 0, version: 1, state: 'active', nextLocal: next.local, nextAt: next.at },
  });
  for (const [position, invitee] of invitees.entries()) {
    await tx.insertAttendee({
      ...{ id: crypto.randomUUID() as string as AttendeeId, appointmentId: id, position, invitee },
      stage: isFirst(invitee) ? 0 : stageOf(invitee),
      response: firstResponse(invitee, { organizer }),
      inChat: await inChatOf(tx, invitee, organizer.id),
    });
    tx.audit({ event: 'scheduled', person: personOf(invitee), about: id });
  }
  await tx.dueAt({ kind: 'appointment', id, version: 1 }, next.at);
  await drawAppointment(tx, id);
  return id;
}

/** As `wantPersonalCard`: whoever schedules something for herself needs no card of her own. */
async function inChatOf(
  tx: Transaction,
  { ids = [] }: Invitee,
  organizerId: string,
): Promise<AttendeeRecord['inChat']> {
  if (ids.length === 0 || isOneOf(ids, organizerId)) return 'no';
  return (await tx.reachable(ids)).length === 0 ? 'refused' : 'wanted';
}

/** Who schedules something for herself has accepted. */
export function firstResponse(
  { ids = [] }: Invitee,
  { organizer }: Pick<AppointmentRecord, 'organizer'>,
): Response {
  return isOneOf(ids, organizer.id) ? 'accepted' : 'none';
}

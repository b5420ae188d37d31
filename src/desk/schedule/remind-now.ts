import { addressKeysOf } from '../address-key.ts';
import type { Notice, Transaction } from '../ports.ts';
import type { ConferenceRecord, Invitee } from '../records.ts';
import { isHere } from '../view-of.ts';
import { aimAhead, insertReminder } from './insert-reminder.ts';
import type { RemindersOptions } from './reminders.ts';
import type { Due, Fired } from './schedule-ports.ts';
import type { AppointmentRecord, ReminderId, ReminderRecord } from './schedule-records.ts';
import type { ScheduleNotice } from './schedule-views.ts';
import { nextTime } from './timing.ts';

/** So late it is still sent, with how late; later the thread is told what was missed. */
const SENT_WITHIN_MS = 3_600_000;

/** Reminders are due: their messages are ordered, once, and the next ones are written. All of it is one commit; safe to repeat. */
export async function remindNow(
  due: readonly Pick<Due & { kind: 'reminder' }, 'id' | 'version'>[],
  { store, now }: Pick<RemindersOptions, 'store' | 'now'>,
): Promise<void> {
  await store.commit(async (tx) => {
    const ids = due.map(({ id }) => id);
    const appointments = await tx.lockAppointmentsOf(ids);
    // Race: one follows an edit, was called off, or another process has sent it.
    const reminders = (await tx.lockReminders(ids)).filter(
      ({ id, version, state }) =>
        state === 'waiting' && due.some((one) => one.id === id && one.version === version),
    );
    if (reminders.length === 0) return;
    const conferences = await tx.activeConferences([...new Set(reminders.map(({ threadId }) => threadId))]);
    const fired: Fired[] = [];
    const sent: ReminderId[] = [];
    for (const reminder of reminders) {
      const { id, at, threadId, appointmentId } = reminder;
      const appointment = appointments.find((one) => one.id === appointmentId);
      // Race: put off just as it was called off.
      if (appointment?.state === 'cancelled') {
        await tx.updateReminder(id, { state: 'cancelled' });
        continue;
      }
      const conference = conferences.find((one) => one.threadId === threadId);
      const people = await whomToRemind(tx, reminder, conference);
      const lateMs = Math.max(0, now().getTime() - at.getTime());
      fired.push({ id, fired: { people, lateSeconds: Math.floor(lateMs / 1_000) } });
      const isMissed = lateMs > SENT_WITHIN_MS;
      if (people.length > 0 && !isMissed) sent.push(id);
      if (people.length > 0 && isMissed) await tellMissed(tx, reminder, appointment, people);
      await insertNext(tx, reminder, appointment, now());
    }
    if (fired.length > 0) await tx.setFired(fired);
    await tx.drawReminders(sent);
  });
}

async function insertNext(
  tx: Transaction,
  reminder: ReminderRecord,
  appointment: AppointmentRecord | undefined,
  now: Date,
): Promise<void> {
  const { series, secondsBefore, occurrence } = reminder;
  if (secondsBefore !== null && appointment) {
    const aim = aimAhead(appointment, secondsBefore, now, occurrence ?? '');
    if (aim) await insertReminder(tx, { ...reminder, ...aim });
    return;
  }
  const next = series?.rule == null ? undefined : nextTime(series, now, occurrence ?? '');
  if (next) await insertReminder(tx, { ...reminder, occurrence: next.local, at: next.at });
}

/** Those who are not in the thread's conference; all of them where they are not reminded of that, but of something else. */
async function whomToRemind(
  tx: Transaction,
  { invitees, appointmentId, words }: ReminderRecord,
  conference: ConferenceRecord | undefined,
): Promise<Invitee[]> {
  const wanted = invitees === 'everyone' ? await everyone(tx, appointmentId, conference) : invitees;
  const isAboutIt = appointmentId !== null || words === null;
  if (!conference || !isAboutIt) return [...wanted];
  const missing: Invitee[] = [];
  for (const invitee of wanted) if (!(await isIn(tx, conference, invitee))) missing.push(invitee);
  return missing;
}

async function everyone(
  tx: Transaction,
  appointmentId: ReminderRecord['appointmentId'],
  conference: ConferenceRecord | undefined,
): Promise<readonly Invitee[]> {
  if (appointmentId !== null) {
    const attendees = await tx.attendeesOf(appointmentId);
    return attendees.filter(({ response }) => response !== 'declined').map(({ invitee }) => invitee);
  }
  return conference ? (await tx.lastInvitations(conference.id)).map(({ invitee }) => invitee) : [];
}

async function isIn(tx: Transaction, { id, uri }: ConferenceRecord, invitee: Invitee): Promise<boolean> {
  const last = await tx.lastInvitation(uri, invitee.key);
  return (last !== undefined && isHere(last)) || (await tx.takesPart(id, addressKeysOf(invitee))) === true;
}

async function tellMissed(
  tx: Transaction,
  { id, threadId, words, at, by, series }: ReminderRecord,
  appointment: AppointmentRecord | undefined,
  people: readonly Invitee[],
): Promise<void> {
  const schedule: ScheduleNotice = {
    ...{ kind: 'reminder-missed', at: at.toISOString(), by, count: 1, says: [] },
    subject: words ?? appointment?.subject ?? '',
    zone: series?.zone ?? appointment?.zone ?? by.zone,
    names: people.map(({ name }) => name),
  };
  await tx.notice(threadId, { cardId: id, invitationIds: [], schedule } satisfies Notice);
}

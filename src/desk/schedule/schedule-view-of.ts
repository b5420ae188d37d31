/** Records → views: what is shown of what is scheduled, and what can still be done about it. */
import { instantOf } from './local-time.ts';
import type { AppointmentContent, AttendeeContent, ReminderContent } from './schedule-ports.ts';
import type { AppointmentRecord, AttendeeRecord } from './schedule-records.ts';
import type {
  AppointmentAction,
  AppointmentView,
  AttendeeAction,
  AttendeeRow,
  AttendeeView,
  CalendarView,
  Occurrence,
  ReminderView,
  ScheduledAppointment,
  ScheduledReminder,
  ScheduledView,
} from './schedule-views.ts';
import { occurrenceOf } from './timing.ts';

export function appointmentView({ appointment, attendees }: AppointmentContent): AppointmentView {
  const { id, version, organizer, subject, toast, state, zone, rule } = appointment;
  return {
    ...{ kind: 'appointment', id, version, organizer, subject, toast, state, zone, rule },
    urgent: appointment.manner.urgent ?? false,
    next: nextOccurrenceOf(appointment),
    rows: attendees.map((attendee) => attendeeRow(appointment, attendee)),
    actions: actionsOf(appointment),
  };
}

export function attendeeView({ appointment, attendee }: AttendeeContent): AttendeeView {
  const { id: appointmentId, version, organizer, subject, toast, state, zone, rule } = appointment;
  const { id, invitee, response, stage } = attendee;
  return {
    ...{ kind: 'attendee', id, appointmentId, version, organizer, subject, toast, state, zone, rule },
    urgent: appointment.manner.urgent ?? false,
    isLater: stage > 0,
    name: invitee.name,
    ownZone: invitee.zone,
    next: nextOccurrenceOf(appointment),
    response,
    actions: answersOf(appointment, attendee),
  };
}

export function reminderView({ reminder, appointment }: ReminderContent): ReminderView {
  const { id, state, by, invitees, words, at, fired, occurrence } = reminder;
  const people = fired?.people ?? invitees;
  return {
    ...{ kind: 'reminder', id, state, by, words, at },
    people: people === 'everyone' ? people : people.map(({ name, ids = [] }) => ({ name, ids })),
    lateSeconds: fired?.lateSeconds ?? 0,
    about:
      appointment && occurrence !== null
        ? {
            subject: appointment.subject,
            zone: appointment.zone,
            at: instantOf(occurrence, appointment.zone).at,
          }
        : null,
    actions: state === 'fired' ? ['snooze'] : [],
  };
}

export function scheduledView({
  appointments,
  reminders,
}: {
  readonly appointments: readonly AppointmentContent[];
  readonly reminders: readonly ReminderContent[];
}): ScheduledView {
  const items = [
    ...appointments.map(scheduledAppointment).filter((item) => item !== undefined),
    ...reminders.map(scheduledReminder),
  ];
  const dueAt = (item: (typeof items)[number]) => (item.kind === 'reminder' ? item.at : item.next.at);
  return { items: items.sort((a, b) => dueAt(a).getTime() - dueAt(b).getTime()) };
}

export function calendarView({ appointment, attendee }: AttendeeContent): CalendarView {
  const { sequence, state, organizer, subject, toast, zone, local, rule, skipped, changedAt } = appointment;
  const { name, address, mail } = attendee.invitee;
  return {
    uid: `${attendee.id}@usher`,
    ...{ sequence, organizer, subject, toast, zone, local, rule, skipped, changedAt },
    isWithdrawn: state === 'cancelled',
    attendee: {
      name,
      address: mail === undefined ? address : `mailto:${mail}`,
      response: attendee.response,
    },
  };
}

function scheduledAppointment({
  appointment,
  attendees,
}: AppointmentContent): ScheduledAppointment | undefined {
  const { id, version, subject, organizer, zone, rule } = appointment;
  const next = nextOccurrenceOf(appointment);
  if (!next) return undefined;
  const coming = attendees.filter(({ response }) => response !== 'declined');
  return {
    ...{ kind: 'appointment', id, version, subject, organizer, zone, rule, next },
    names: coming.map(({ invitee }) => invitee.name),
    actions: actionsOf(appointment),
  };
}

function scheduledReminder({ reminder, appointment }: ReminderContent): ScheduledReminder {
  const { id, by, invitees, words, at, series, secondsBefore } = reminder;
  return {
    ...{ kind: 'reminder', id, by, words, at },
    names: invitees === 'everyone' ? invitees : invitees.map(({ name }) => name),
    zone: series?.zone ?? appointment?.zone ?? by.zone,
    rule: series?.rule ?? null,
    about: appointment && secondsBefore !== null ? { subject: appointment.subject, secondsBefore } : null,
    actions: ['cancel'],
  };
}

function attendeeRow(appointment: AppointmentRecord, attendee: AttendeeRecord): AttendeeRow {
  const { id, invitee, response, inChat, stage } = attendee;
  return {
    ...{ id, name: invitee.name, address: invitee.address, zone: invitee.zone, response },
    isLater: stage > 0,
    answers: inChat === 'refused' ? answersOf(appointment, attendee) : [],
  };
}

const ANSWERS = { accept: 'accepted', tentative: 'tentative', decline: 'declined' } as const;

/** What she has not answered yet. */
function answersOf({ state }: AppointmentRecord, { response }: AttendeeRecord): readonly AttendeeAction[] {
  if (state !== 'active') return [];
  return (['accept', 'tentative', 'decline'] as const).filter((action) => ANSWERS[action] !== response);
}

function actionsOf({ state, rule }: AppointmentRecord): readonly AppointmentAction[] {
  if (state !== 'active') return [];
  return rule === null ? ['move', 'cancel'] : ['move', 'skip', 'cancel'];
}

function nextOccurrenceOf(appointment: AppointmentRecord): Occurrence | null {
  const { nextLocal, nextAt } = appointment;
  return nextLocal === null || nextAt === null ? null : occurrenceOf(appointment, nextLocal, nextAt);
}

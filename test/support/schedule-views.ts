/** Views of what is scheduled, as the desk hands them out. */
import type {
  AppointmentId,
  AppointmentView,
  AttendeeId,
  AttendeeRow,
  AttendeeView,
  ReminderId,
  ReminderView,
  ScheduledAppointment,
  ScheduledReminder,
} from '../../src/desk/index.ts';

const NEXT = {
  local: '2027-03-01T09:30:00',
  at: new Date('2027-03-01T08:30:00Z'),
  shift: 'none',
} as const;

export function attendeeRow(part: Partial<AttendeeRow> = {}): AttendeeRow {
  return {
    id: 'attendee-1' as AttendeeId,
    name: 'Mary Miller',
    address: 'sip:mary@example.com',
    zone: undefined,
    response: 'none',
    isLater: false,
    answers: [],
    ...part,
  };
}

export function appointmentView(part: Partial<AppointmentView> = {}): AppointmentView {
  return {
    kind: 'appointment',
    id: 'appointment-1' as AppointmentId,
    version: 3,
    organizer: { id: 'user-ann', name: 'Ann' },
    subject: 'Standup',
    toast: null,
    urgent: false,
    state: 'active',
    zone: 'Europe/Berlin',
    rule: null,
    next: NEXT,
    rows: [attendeeRow()],
    actions: ['move', 'cancel'],
    ...part,
  };
}

export function attendeeView(part: Partial<AttendeeView> = {}): AttendeeView {
  return {
    kind: 'attendee',
    id: 'attendee-1' as AttendeeId,
    appointmentId: 'appointment-1' as AppointmentId,
    version: 3,
    name: 'Mary Miller',
    ownZone: undefined,
    organizer: { id: 'user-ann', name: 'Ann' },
    subject: 'Standup',
    toast: null,
    urgent: false,
    state: 'active',
    zone: 'Europe/Berlin',
    rule: null,
    next: NEXT,
    response: 'none',
    isLater: false,
    actions: ['accept', 'tentative', 'decline'],
    ...part,
  };
}

export function reminderView(part: Partial<ReminderView> = {}): ReminderView {
  return {
    kind: 'reminder',
    id: 'reminder-1' as ReminderId,
    state: 'fired',
    by: { id: 'user-ann', name: 'Ann' },
    people: [{ name: 'Mary Miller', ids: [] }],
    words: 'Bring the plans',
    at: NEXT.at,
    lateSeconds: 0,
    about: null,
    actions: ['snooze'],
    ...part,
  };
}

export function scheduledAppointment(part: Partial<ScheduledAppointment> = {}): ScheduledAppointment {
  return {
    kind: 'appointment',
    id: 'appointment-1' as AppointmentId,
    version: 3,
    subject: 'Standup',
    organizer: { id: 'user-ann', name: 'Ann' },
    zone: 'Europe/Berlin',
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    next: NEXT,
    names: ['Mary Miller'],
    actions: ['move', 'skip', 'cancel'],
    ...part,
  };
}

export function scheduledReminder(part: Partial<ScheduledReminder> = {}): ScheduledReminder {
  return {
    kind: 'reminder',
    id: 'reminder-1' as ReminderId,
    by: { id: 'user-ann', name: 'Ann' },
    names: ['Mary Miller'],
    words: null,
    at: NEXT.at,
    zone: 'Europe/Berlin',
    rule: null,
    about: null,
    actions: ['cancel'],
    ...part,
  };
}

/** What the schedule needs of the store. Declared here by the caller; `store/` implements it. */
import type { Actor, ConferenceRecord, Thread, ThreadId } from '../records.ts';
import type {
  AppointmentId,
  AppointmentRecord,
  AttendeeId,
  AttendeeRecord,
  ReminderId,
  ReminderRecord,
} from './schedule-records.ts';

/** What is due: an appointment or a reminder, in the version for which it was ordered. */
export type Due =
  | { readonly kind: 'appointment'; readonly id: AppointmentId; readonly version: number }
  | { readonly kind: 'reminder'; readonly id: ReminderId; readonly version: number };

export interface AppointmentContent {
  readonly appointment: AppointmentRecord;
  readonly thread: Thread;
  /** By position. */
  readonly attendees: readonly AttendeeRecord[];
}

export interface AttendeeContent extends AppointmentContent {
  /** One of the attendees. */
  readonly attendee: AttendeeRecord;
  /** Her own chat with the bot; undefined: it was not opened yet. */
  readonly personalThread: Thread | undefined;
  /** Those of her ids by which she shall not be written to, because that was refused within the last day. */
  readonly refusedIds: readonly string[];
}

export interface ReminderContent {
  readonly reminder: ReminderRecord;
  readonly thread: Thread;
  /** What it is ahead of. */
  readonly appointment: AppointmentRecord | undefined;
}

/** Reads wait for a commit that has ordered a draw of what they read. */
export interface ScheduleStore {
  appointment(id: AppointmentId): Promise<AppointmentContent | undefined>;
  appointmentAttendee(id: AttendeeId): Promise<AttendeeContent | undefined>;
  reminder(id: ReminderId): Promise<ReminderContent | undefined>;
  /** Active appointments with their people, and waiting reminders; next first. */
  scheduled(threadId: ThreadId): Promise<{
    readonly appointments: readonly AppointmentContent[];
    readonly reminders: readonly ReminderContent[];
  }>;
  /** In which thread something scheduled stands, and who has asked for it; undefined: there is no such thing. */
  whoseScheduled(
    id: AppointmentId | ReminderId,
  ): Promise<{ readonly threadId: ThreadId; readonly inviters: readonly Actor[] } | undefined>;
}

/** Rows that are read here are locked until the commit. Lock order: thread, appointment, its attendees, its reminders, card. */
export interface ScheduleTransaction {
  /** How many appointments are active and how many reminders wait in the thread. */
  countScheduled(threadId: ThreadId): Promise<number>;
  insertAppointment(appointment: Omit<AppointmentRecord, 'activityId' | 'changedAt'>): Promise<void>;
  lockAppointment(id: AppointmentId): Promise<AppointmentRecord | undefined>;
  /** What reminders are ahead of, or put off; to be locked before them. */
  lockAppointmentsOf(ids: readonly ReminderId[]): Promise<AppointmentRecord[]>;
  /** That of the thread which is due next. */
  nextAppointment(threadId: ThreadId): Promise<AppointmentRecord | undefined>;
  updateAppointment(id: AppointmentId, patch: AppointmentPatch): Promise<void>;

  insertAttendee(attendee: Omit<AttendeeRecord, 'personalThreadId' | 'activityId'>): Promise<void>;
  /** By position; the appointment must be locked. */
  attendeesOf(id: AppointmentId): Promise<AttendeeRecord[]>;
  updateAttendee(id: AttendeeId, patch: Partial<Pick<AttendeeRecord, 'response' | 'inChat'>>): Promise<void>;
  /** The chat in which her card is shown from now on; what is known of it already is kept. Undefined: none yet. */
  setAttendeeThread(id: AttendeeId, thread: Thread | undefined): Promise<void>;
  /** Has the card drawn that she has for herself; the appointment must be locked. */
  drawAttendee(id: AttendeeId): Promise<void>;
  /** Has it drawn after so many seconds. */
  drawAttendeeAfter(id: AttendeeId, seconds: number): Promise<void>;

  insertReminder(reminder: Omit<ReminderRecord, 'activityId' | 'createdAt' | 'fired'>): Promise<void>;
  lockReminders(ids: readonly ReminderId[]): Promise<ReminderRecord[]>;
  /** Those that wait. */
  remindersOf(id: AppointmentId): Promise<ReminderRecord[]>;
  /** That with which somebody has put off a reminder, while it waits. */
  snoozeOf(id: ReminderId, personKey: string): Promise<ReminderRecord | undefined>;
  updateReminder(
    id: ReminderId,
    patch: Partial<Pick<ReminderRecord, 'occurrence' | 'at' | 'version' | 'state'>>,
  ): Promise<void>;
  /** They have fired: whom they have reminded, and how late. */
  setFired(fired: readonly Fired[]): Promise<void>;
  /** Has their cards drawn; they must be locked. */
  drawReminders(ids: readonly ReminderId[]): Promise<void>;
  /** The active conferences of these threads. */
  activeConferences(threadIds: readonly ThreadId[]): Promise<ConferenceRecord[]>;

  /** Orders what is to be done at that time, whichever process lives then. */
  dueAt(due: Due, at: Date): Promise<void>;
}

export interface Fired {
  readonly id: ReminderId;
  readonly fired: NonNullable<ReminderRecord['fired']>;
}

export type AppointmentPatch = Partial<
  Pick<
    AppointmentRecord,
    'zone' | 'local' | 'rule' | 'skipped' | 'sequence' | 'version' | 'state' | 'nextLocal' | 'nextAt'
  >
>;

/** What the schedule hands out: stored state, made ready for drawing. No sentences: codes and facts. */
import type { Actor, CardId, Thread } from '../records.ts';
import type { Receipt, Say } from '../views.ts';
import type {
  AppointmentId,
  AppointmentState,
  AttendeeId,
  ReminderId,
  ReminderState,
  Response,
} from './schedule-records.ts';

/** One time of an appointment, to be read back with its zone. */
export interface Occurrence {
  /** By the clocks of the appointment's zone, as it was asked for: `2027-03-14T02:30:00`. */
  readonly local: string;
  readonly at: Date;
  /**
   * `gap`: that time does not exist on that day, because clocks are set forward; `at` is later by as much. `overlap`: it exists
   * twice, because clocks are set back; `at` is the first.
   */
  readonly shift: Shift;
}

export type Shift = 'none' | 'gap' | 'overlap';

/** The card of an appointment in its thread. */
export interface AppointmentView {
  readonly kind: 'appointment';
  readonly id: AppointmentId;
  /** A press carries it, so that a press on an old card is known as one. */
  readonly version: number;
  readonly organizer: Actor;
  readonly subject: string;
  readonly toast: string | null;
  readonly urgent: boolean;
  readonly state: AppointmentState;
  /** IANA name. */
  readonly zone: string;
  /** RECUR value; null: once. */
  readonly rule: string | null;
  /** When it is next; null unless active. */
  readonly next: Occurrence | null;
  /** In the order in which they were named. */
  readonly rows: readonly AttendeeRow[];
  readonly actions: readonly AppointmentAction[];
}

/** `skip` is offered for a series only. */
export type AppointmentAction = 'move' | 'skip' | 'cancel';

export interface AttendeeRow {
  readonly id: AttendeeId;
  readonly name: string;
  readonly address: string;
  /** Hers, where it is known; undefined: read back to her in that of the appointment. */
  readonly zone: string | undefined;
  readonly response: Response;
  /** She is rung only where nobody of those before has come. */
  readonly isLater: boolean;
  /** What she herself can press on the row, because she cannot be written to. */
  readonly answers: readonly AttendeeAction[];
}

export type AttendeeAction = 'accept' | 'tentative' | 'decline';

/** The card that an attendee gets for herself. */
export interface AttendeeView {
  readonly kind: 'attendee';
  readonly id: AttendeeId;
  readonly appointmentId: AppointmentId;
  readonly version: number;
  readonly name: string;
  /** Hers, where it is known. */
  readonly ownZone: string | undefined;
  readonly organizer: Actor;
  readonly subject: string;
  readonly toast: string | null;
  readonly urgent: boolean;
  /** She is rung only where nobody of those before has come. */
  readonly isLater: boolean;
  readonly state: AppointmentState;
  readonly zone: string;
  readonly rule: string | null;
  readonly next: Occurrence | null;
  readonly response: Response;
  readonly actions: readonly AttendeeAction[];
}

/** A reminder as it is posted when it fires. */
export interface ReminderView {
  readonly kind: 'reminder';
  readonly id: ReminderId;
  readonly state: ReminderState;
  readonly by: Actor;
  /** Before it has fired: whom it is for. After: who was reminded. `ids`: of hers in the chat products, to mention her. */
  readonly people: readonly { readonly name: string; readonly ids: readonly string[] }[] | 'everyone';
  readonly words: string | null;
  readonly at: Date;
  /** How late it was sent; less than a minute is nothing. */
  readonly lateSeconds: number;
  /** What it is ahead of. */
  readonly about: { readonly subject: string; readonly zone: string; readonly at: Date } | null;
  readonly actions: readonly 'snooze'[];
}

/** What a thread's `scheduled` shows, next first. */
export interface ScheduledView {
  readonly items: readonly (ScheduledAppointment | ScheduledReminder)[];
}

export interface ScheduledAppointment {
  readonly kind: 'appointment';
  readonly id: AppointmentId;
  readonly version: number;
  readonly subject: string;
  readonly organizer: Actor;
  readonly zone: string;
  readonly rule: string | null;
  readonly next: Occurrence;
  /** Who has not declined. */
  readonly names: readonly string[];
  readonly actions: readonly AppointmentAction[];
}

export interface ScheduledReminder {
  readonly kind: 'reminder';
  readonly id: ReminderId;
  readonly by: Actor;
  readonly names: readonly string[] | 'everyone';
  readonly words: string | null;
  readonly at: Date;
  /** The zone in which it was asked for, and how it repeats; null: once. */
  readonly zone: string | undefined;
  readonly rule: string | null;
  /** What it is ahead of. */
  readonly about: { readonly subject: string; readonly secondsBefore: number } | null;
  readonly actions: readonly 'cancel'[];
}

export interface AppointmentToDraw {
  readonly view: AppointmentView;
  readonly thread: Thread;
  readonly activityId: string | null;
}

/** As `PersonalToDraw`. */
export interface AttendeeToDraw {
  readonly view: AttendeeView;
  /** Her own chat with the bot where it is open, else the thread in which it was scheduled. */
  readonly thread: Thread;
  readonly isOpen: boolean;
  readonly ids: readonly string[];
  readonly activityId: string | null;
  /** Where her calendar entry is to be had; undefined: nowhere. */
  readonly calendarUrl: string | undefined;
}

export interface ReminderToDraw {
  readonly view: ReminderView;
  readonly thread: Thread;
  readonly activityId: string | null;
}

/** All that one attendee's calendar entry says (RFC 5545, RFC 5546). */
export interface CalendarView {
  /** Stable over all changes. */
  readonly uid: string;
  readonly sequence: number;
  readonly isWithdrawn: boolean;
  readonly organizer: Actor;
  /** `address`: `mailto:` where her mail address is known. */
  readonly attendee: { readonly name: string; readonly address: string; readonly response: Response };
  readonly subject: string;
  readonly toast: string | null;
  readonly zone: string;
  /** The first of a series. */
  readonly local: string;
  readonly rule: string | null;
  readonly skipped: readonly string[];
  /** When this version of it was made. */
  readonly changedAt: Date;
}

/**
 * What the thread is told of its schedule in a new message, a job's data: instants are ISO strings.
 *
 *   missed           nothing ran when it was due; nobody is rung any more
 *   nobody           it was due, and there was nobody to ring: declined, or refused (`says`)
 *   not-all          it was due, and some were refused (`says`)
 *   reminder-missed  nothing ran for an hour
 */
export interface ScheduleNotice {
  readonly kind: 'missed' | 'nobody' | 'not-all' | 'reminder-missed';
  /** Of the appointment; of a reminder what it was to remind of. */
  readonly subject: string;
  /** When it was due. */
  readonly at: string;
  readonly zone: string | undefined;
  /** How many occurrences were missed in a row. */
  readonly count: number;
  readonly by: Actor;
  /** Who declined (`nobody`), who was to be reminded (`reminder-missed`). */
  readonly names: readonly string[];
  readonly says: readonly Say[];
}

/** Something that only the schedule tells the person who typed or pressed; `cards/words` has the sentence. */
export interface ScheduleSay {
  readonly code: ScheduleSayCode;
  readonly facts: Say['facts'];
}

/** Every code that only the schedule says, with its facts behind it. */
export type ScheduleSayCode =
  | 'schedule.past' // local, zone (of a time that has gone by)
  | 'schedule.too-far' // years: so far ahead nothing is scheduled
  | 'schedule.zone' // zone (there is no such one)
  | 'schedule.rule' // rule (not understood, or more often than daily)
  | 'schedule.never' // rule (comes never)
  | 'schedule.which' // typed, names (nothing is scheduled until it is clear who is meant)
  | 'schedule.over' // subject, state (nothing can be changed any more)
  | 'schedule.changed' // subject (somebody else was faster: the card shows how it stands)
  | 'schedule.once' // subject (it is no series: there is nothing to skip)
  | 'schedule.moved' // subject, at (ISO), zone, local, shift, rule?
  | 'schedule.skipped' // subject, at (ISO, of the one that was skipped), zone, local, shift
  | 'schedule.cancelled' // subject
  | 'schedule.full' // limit (so many may wait in one thread)
  | 'reminder.set' // names (empty: everyone), at (ISO), zone, local?, shift, rule?, before? (seconds), subject?
  | 'reminder.nothing-ahead' // nothing is scheduled in this thread
  | 'reminder.too-late' // subject, before (seconds): so long before it is gone by already, and there is no later one
  | 'reminder.cancelled' // words, names
  | 'reminder.over'
  | 'reminder.snoozed'; // at (ISO), seconds

/** What became of a command or a press; `cardId` is that of the appointment's or attendee's card. */
export interface ScheduleReceipt extends Omit<Receipt, 'says'> {
  readonly says: readonly (Say | ScheduleSay)[];
  readonly cardId: CardId | undefined;
}

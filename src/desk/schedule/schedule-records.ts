/** What is remembered of what is scheduled. Plain data: the store keeps it, schedule.ts decides with it. */
import type { Actor, InvitationRecord, Invitee, ThreadId } from '../records.ts';

/** Also ids of the cards that show them: all kinds of cards are drawn by one queue. */
export type AppointmentId = string & { readonly __id: 'card'; readonly __kind: 'appointment' };
export type AttendeeId = string & { readonly __id: 'card'; readonly __kind: 'attendee' };
export type ReminderId = string & { readonly __id: 'card'; readonly __kind: 'reminder' };

/**
 * When something happens, once or again and again, by the clocks of a zone: over a change to or from daylight saving a series
 * keeps its local time (RFC 5545 3.3.5). Local times are `2027-03-14T09:30:00`, so that they sort.
 */
export interface Series {
  readonly zone: string;
  /** The first one (DTSTART). */
  readonly local: string;
  /** RECUR value; null: once. */
  readonly rule: string | null;
  /** Those that were skipped (EXDATE), local. */
  readonly skipped: readonly string[];
}

/**
 *   active ──── the last occurrence was due, or skipped ───► over
 *     └──────── cancelled by somebody ─────────────────────► cancelled
 */
export type AppointmentState = 'active' | 'over' | 'cancelled';

/** People who are to be rung at a time: an invite command with a time. */
export interface AppointmentRecord extends Series {
  readonly id: AppointmentId;
  readonly threadId: ThreadId;
  /** Who is the inviter when it is time. */
  readonly organizer: Actor;
  /** Empty: the thread has no title either. */
  readonly subject: string;
  readonly toast: string | null;
  readonly manner: Manner;
  /** SEQUENCE (RFC 5546 2.1.4): raised by every change that calendars have to know. */
  readonly sequence: number;
  /** Raised by every change of when it is due next: a job for an older one does nothing. */
  readonly version: number;
  readonly state: AppointmentState;
  /** The next occurrence; null unless active. */
  readonly nextLocal: string | null;
  readonly nextAt: Date | null;
  /** Id of the message that shows its card; null until it was posted. */
  readonly activityId: string | null;
  /** Since when `sequence` and `state` are what they are. */
  readonly changedAt: Date;
}

/** How people are called, as `invite` has it. */
export interface Manner {
  readonly urgent?: boolean;
  /** Who does not answer is called again, so many times in all. */
  readonly persist?: { readonly everySeconds: number; readonly times: number };
}

/** PARTSTAT (RFC 5545 3.2.12): `none` is NEEDS-ACTION. */
export type Response = 'none' | 'accepted' | 'tentative' | 'declined';

/** One person of an appointment, with the card that she has for herself. */
export interface AttendeeRecord {
  readonly id: AttendeeId;
  readonly appointmentId: AppointmentId;
  /** Her row on the card. */
  readonly position: number;
  /** She is called where nobody of the stages before has come; 0: at once. */
  readonly stage: number;
  readonly invitee: Invitee;
  /** Who declined is not rung. */
  readonly response: Response;
  /** Whether she has a card of her own; `refused`: she cannot be written to, and answers on her row. */
  readonly inChat: InvitationRecord['inChat'];
  /** Her own chat with the bot, once it is open. */
  readonly personalThreadId: ThreadId | null;
  /** The message there that shows her card; null until it was posted. */
  readonly activityId: string | null;
}

/**
 *   waiting ── its time has come ──────────────────────────► fired
 *     └─────── cancelled, or what it is about was ─────────► cancelled
 *
 * One that repeats, or is ahead of a series, is followed by another when it fires.
 */
export type ReminderState = 'waiting' | 'fired' | 'cancelled';

/** A message to people at a time; its card is posted when it fires. */
export interface ReminderRecord {
  readonly id: ReminderId;
  readonly threadId: ThreadId;
  readonly by: Actor;
  /** Whom to remind; who is in already is passed over. `everyone`: of the appointment, or of the thread's conference. */
  readonly invitees: readonly Invitee[] | 'everyone';
  /** What of. */
  readonly words: string | null;
  /** What it is ahead of, and by how much. */
  readonly appointmentId: AppointmentId | null;
  readonly secondsBefore: number | null;
  /** When, where it is ahead of nothing; null: it is, or it is once at an instant that was counted from now. */
  readonly series: Series | null;
  /** Which occurrence it is for, of the appointment or of its own series. */
  readonly occurrence: string | null;
  readonly at: Date;
  /** Raised by every change of `at`: a job for an older one does nothing. */
  readonly version: number;
  readonly state: ReminderState;
  /** The reminder that somebody has put off with this one, for herself. */
  readonly snoozedFrom: ReminderId | null;
  /** Whom it has reminded, and how late; null until it has fired. */
  readonly fired: { readonly people: readonly Invitee[]; readonly lateSeconds: number } | null;
  /** Id of the message that shows it; null until it was posted. */
  readonly activityId: string | null;
  readonly createdAt: Date;
}

/** What the chat room needs of the schedule. Declared here by the caller; desk/schedule/ fits. */
import type {
  AppointmentId,
  AppointmentToDraw,
  AttendeeId,
  AttendeeToDraw,
  CardId,
  Inbound,
  ReminderId,
  ReminderToDraw,
  RemindRequest,
  Response,
  ScheduledView,
  ScheduleReceipt,
  ScheduleRequest,
  Thread,
  ThreadId,
  When,
} from '../desk/index.ts';
import type { Whose } from './ports.ts';

/** The desk's fourth door: people who are rung at a time, and how they answer before. */
export interface ScheduleDoor extends ScheduleEasel {
  schedule(request: ScheduleRequest): Promise<ScheduleReceipt>;
  list(threadId: ThreadId): Promise<ScheduledView>;
  move(inbound: Inbound, id: AppointmentId, when: When, version?: number): Promise<ScheduleReceipt>;
  skip(inbound: Inbound, id: AppointmentId, occurrence?: string): Promise<ScheduleReceipt>;
  cancel(inbound: Inbound, id: AppointmentId): Promise<ScheduleReceipt>;
  respond(inbound: Inbound, id: AttendeeId, response: Exclude<Response, 'none'>): Promise<ScheduleReceipt>;
  whose(id: AppointmentId | ReminderId): Promise<Whose | undefined>;
}

export interface ScheduleEasel {
  appointmentToDraw(cardId: CardId): Promise<AppointmentToDraw | undefined>;
  attendeeToDraw(cardId: CardId): Promise<AttendeeToDraw | undefined>;
  /** Her own chat is open: her card is shown there. */
  opened(id: AttendeeId, thread: Thread): Promise<void>;
  /** She cannot be written to. */
  unreachable(id: AttendeeId, ids: readonly string[]): Promise<void>;
  /** As `Easel.unsure`, of her own card. */
  unsure(id: AttendeeId): Promise<void>;
}

export interface ReminderDoor extends ReminderEasel {
  remind(request: RemindRequest): Promise<ScheduleReceipt>;
  snooze(inbound: Inbound, id: ReminderId, seconds: number): Promise<ScheduleReceipt>;
  cancel(inbound: Inbound, id: ReminderId): Promise<ScheduleReceipt>;
}

export interface ReminderEasel {
  reminderToDraw(cardId: CardId): Promise<ReminderToDraw | undefined>;
}

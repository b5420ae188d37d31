/**
 * The desk: the one door of all three entrances (typed commands, buttons, the clock).
 *
 *   const desk = new Desk({ store, owner, policy, … });
 *   const { cardId, says } = await desk.invite({ activityId, thread, actor, invitees, toast });
 *   const { view } = await desk.cardToDraw(cardId);
 *
 * Reading on: desk.ts decides and writes; call-owner.ts makes the wishes true; attendance.ts follows who is in; watch.ts and
 * takeover.ts clean up after a crash.
 */

// Behind the door
export { Attendance, type AttendanceOptions } from './attendance.ts';
export { Blocks, type BlocksOptions } from './blocks.ts';
export { CallingOrder, type CallingOrderOptions } from './calling-order.ts';
export { callBackTarget } from './call-back.ts';
export { ConferenceMaker, type ConferenceMakerOptions } from './conference-maker.ts';
export { CallOwner, type CallOwnerOptions, fillFromName } from './call-owner.ts';
export type { DeliveryWatcher } from './delivery-report.ts';
export { IncomingOwner, type IncomingOwnerOptions } from './incoming-owner.ts';
// Commonly used
export { Desk, type DeskOptions } from './desk.ts';
export { PersonalDoor, type PersonalDoorOptions } from './personal-door.ts';
export type { Author, Inviters } from './may-invite.ts';
export { Policy, type PolicyOptions } from './policy.ts';
export { Reminders, type RemindersOptions } from './schedule/reminders.ts';
export { Schedule, type ScheduleOptions } from './schedule/schedule.ts';
// For those who implement the ports
export type { CallMemory, CallRecovery, Log, Notice, Recovered, Store, Transaction } from './ports.ts';
export type * from './incoming-ports.ts';
export type * from './records.ts';
export type { Entrance } from './audit.ts';
export type { Ambiguous, Inbound, InviteRequest } from './requests.ts';
export { Reception, type ReceptionOptions } from './reception.ts';
export type * from './schedule/schedule-ports.ts';
export type * from './schedule/schedule-records.ts';
export type * from './schedule/schedule-requests.ts';
export type * from './schedule/schedule-views.ts';
export type * from './schedule/when.ts';
export { takeOver } from './takeover.ts';
export { doDue, type DueOptions } from './schedule/due.ts';
export { newConferenceUri } from './conference-uri.ts';
export { keepWatch } from './watch.ts';
export type {
  AskedQuestion,
  CardToDraw,
  CardView,
  GatheringView,
  IncomingToDraw,
  IncomingView,
  InvitationRow,
  Lately,
  OtherPerson,
  PersonalToDraw,
  PersonalView,
  QuestionRow,
  Receipt,
  RowAnswer,
  RowView,
  Say,
  SayCode,
} from './views.ts';

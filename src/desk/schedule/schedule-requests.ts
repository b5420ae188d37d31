/** What comes in: `invite … at`, `remind …`. */
import type { Invitee } from '../records.ts';
import type { Ambiguous, Inbound, InviteRequest } from '../requests.ts';
import type { Manner } from './schedule-records.ts';
import type { Before, When } from './when.ts';

/** An invite command with a time. `actor.zone` is the zone of a time that is counted from now. */
export interface ScheduleRequest extends Omit<InviteRequest, 'cardId'>, Manner {
  readonly when: When;
  /** Who is called where nobody of those before has come, stage after stage. */
  readonly later?: readonly (readonly Invitee[])[];
}

export interface RemindRequest extends Inbound {
  readonly invitees: readonly (Invitee | Ambiguous)[];
  /** All who belong to the appointment, or to the thread's conference where it is about none; `invitees` is empty then. */
  readonly everyone: boolean;
  /** `before`: of the thread's appointment that comes next. */
  readonly when: When | Before;
  readonly words?: string;
}

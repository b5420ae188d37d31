/** What comes in: one command or one press, with its place and its author. */
import type { Entrance } from './audit.ts';
import type { Author } from './may-invite.ts';
import type { Actor, CardId, Invitee, Persistence, Thread } from './records.ts';

export interface Inbound {
  /** The channel's id of the activity: what was seen before is not done again. */
  readonly activityId: string;
  readonly thread: Thread;
  readonly actor: Actor;
  /**
   * Who that is, where INVITERS asks for it. `granted`: it follows from what was let in before, or is the wish of who is rung.
   * Missing: nobody has looked.
   */
  readonly author?: Author | 'granted';
  readonly entrance?: Entrance;
}

export interface InviteRequest extends Inbound {
  /** In the order typed; several candidates become a question on the card. */
  readonly invitees: readonly (Invitee | Ambiguous)[];
  /** Who is called where nobody of those before has come, stage after stage; on a new card only. */
  readonly later?: readonly (readonly Invitee[])[];
  /** Of a new card. */
  readonly urgent?: boolean;
  readonly persist?: Persistence;
  readonly toast?: string;
  /** Subject of the conference, where it is created now. */
  readonly subject?: string;
  /** The card on which they appear; a new one unless given. */
  readonly cardId?: CardId;
}

export interface Ambiguous {
  /** `all`: nobody is to be chosen; they are all rung, or nobody is. */
  readonly kind?: 'all';
  /** The name as typed; empty with `all`. */
  readonly typed: string;
  /** At least two, with `all` one. */
  readonly candidates: readonly Invitee[];
}

/** What the desk remembers of who is in. Declared here by the caller; `store/` implements it. */
import type { RosterTarget } from '../core/index.ts';
import type {
  Attendee,
  CardId,
  ConferenceId,
  ConferenceRecord,
  InvitationId,
  InvitationRecord,
  RosterRecord,
  RosterState,
} from './records.ts';

export interface RosterStore {
  /**
   * The active conferences whose roster this process follows, after it has taken over those of dead processes (see
   * `takeOver`): from then on nothing that the former follower still writes has an effect, and the roster is unknown.
   */
  followed(): Promise<Pick<ConferenceRecord, 'id' | 'uri'>[]>;
  /** Which of these are among them. Takes nothing over. */
  followedAmong(ids: readonly ConferenceId[]): Promise<Pick<ConferenceRecord, 'id' | 'uri'>[]>;
  /** Calls back at once with the conference by which what `followed` returns has changed, by a commit of whichever process. */
  onFollowed(listener: (id: ConferenceId) => void): void;
  /**
   * How the roster called those with one of these addresses (see `addressKey`), on calls of their own, when it was told last;
   * also for a while after the conference has ended.
   */
  endpointsOf(id: ConferenceId, addressKeys: readonly string[]): Promise<RosterTarget[]>;
  /** Who is in without an invitation, is wanted out, and whose conference was not asked yet; in rosters of this process. */
  unwantedAttendees(): Promise<UnwantedAttendee[]>;
  /** Conferences that `lockQuiet` would find quiet; a few, if there are many. */
  quiet(): Promise<ConferenceId[]>;
}

/** Lock order: thread, card, question, invitation, roster. */
export interface RosterTransaction {
  /** All cards of a conference, locked: neither her invitation nor what the roster says of it changes until the commit. */
  cardsOf(id: ConferenceId): Promise<CardId[]>;
  /** Locks it; undefined: this process follows it no more, or the conference has ended. */
  followedRoster(id: ConferenceId): Promise<RosterRecord | undefined>;
  /** That nobody tells who is in, without anything that follows from it; false: as with `followedRoster`, and nothing was written. */
  setRosterState(id: ConferenceId, state: RosterState): Promise<boolean>;
  setRoster(id: ConferenceId, change: RosterChange): Promise<void>;
  /** Whether one of these addresses (see `addressKey`) takes part on a call of its own; undefined: the roster is not known. */
  takesPart(id: ConferenceId, addressKeys: readonly string[]): Promise<boolean | undefined>;
  /** Writes the wish `out` for who is in without an invitation, and wakes the follower; false: nobody is in under this address. */
  setAttendeeUnwanted(id: ConferenceId, addressKey: string): Promise<boolean>;
  /** What her conference has answered. */
  setAttendeeRemoval(id: ConferenceId, key: string, code: number): Promise<void>;
  /** The last invitation of each person to this conference. The cards have to be locked. */
  lastInvitations(id: ConferenceId): Promise<InvitationRecord[]>;
  /** Which of these Call-IDs are ours, with which a bridge called the conference, and whom each of them brought in. */
  bridgedCalls(callIds: readonly string[]): Promise<ReadonlyMap<string, InvitationId>>;
  /**
   * What the roster says of somebody whose call no process owns (Terminated, and not bridged), whichever process writes it;
   * of everybody else only `seen` may be written. `changedAt` is set when the status changes.
   */
  setAttendance(id: InvitationId, patch: AttendancePatch): Promise<void>;
  /** Locks the thread and all cards of a conference; false: it has ended, or it is not quiet (docs/decisions). */
  lockQuiet(id: ConferenceId): Promise<boolean>;
}

export interface UnwantedAttendee extends Pick<Attendee, 'key' | 'address' | 'name'> {
  readonly conference: Pick<ConferenceRecord, 'id' | 'uri' | 'threadId'>;
}

export interface RosterChange {
  readonly state: RosterState;
  /** New, or other than before; `since` missing: from now on. */
  readonly changed?: readonly (Omit<Attendee, 'since' | 'wanted' | 'removalCode'> & {
    readonly addressKey: string;
    readonly since?: Date | undefined;
  })[];
  /** Keys of those who are not told any more. */
  readonly gone?: readonly string[];
  /** Somebody has come, or has left. */
  readonly moved?: boolean;
}

export interface AttendancePatch {
  readonly seen: boolean;
  readonly status?: 'joined' | 'left';
  readonly presence?: 'independent' | null;
  readonly wanted?: 'in';
}

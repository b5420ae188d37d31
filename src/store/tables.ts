/**
 * The tables as Kysely sees them: camelCase here, snake_case in the database. `migrations/` makes them; their meaning is
 * that of the desk's records.
 */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { EndpointStatus, Inviter, Outcome, State } from '../core/index.ts';
import type { AuditEvent, Via } from '../desk/audit.ts';
import type { IncomingAnswer, IncomingEnding, IncomingId } from '../desk/incoming-ports.ts';
import type {
  Actor,
  CardId,
  ConferenceId,
  InvitationEvent,
  InvitationId,
  InvitationRecord,
  Invitee,
  Persistence,
  PersonalAnswer,
  ProcessId,
  QuestionId,
  QuestionRecord,
  RosterState,
  Status,
  ThreadId,
  WaitingRecord,
} from '../desk/records.ts';
import type {
  AppointmentId,
  AppointmentState,
  AttendeeId,
  AttendeeRecord,
  Manner,
  ReminderId,
  ReminderRecord,
  ReminderState,
  Response,
  Series,
} from '../desk/schedule/schedule-records.ts';
import type { Say } from '../desk/views.ts';

type Json<T extends object | null> = JSONColumnType<T, string | null, string | null>;

export interface Tables {
  /** Who was rung within the last minute; names are of `desk/rates.ts`. */
  rates: { name: string; rung: Date[] };
  /** Until when people do not want to be rung; keys are of `desk/blocks.ts`. */
  blocks: { key: string; id: string; until: Date; zone: string };
  activities: { channel: string; activityId: string; receivedAt: Generated<Date> };
  threads: {
    id: ThreadId;
    channel: string;
    title: string;
    reference: Json<object | null>;
    seenAt: Generated<Date>;
  };
  conferences: {
    id: ConferenceId;
    threadId: ThreadId;
    uri: string;
    subject: string;
    state: 'active' | 'ended';
    createdAt: Generated<Date>;
  };
  /** One for each active conference. */
  rosters: {
    conferenceId: ConferenceId;
    state: Generated<RosterState>;
    /** Asks the server, and is the only one that writes here. */
    follower: ProcessId;
    /** Since when the same people are in. */
    movedAt: Generated<Date>;
  };
  attendees: {
    conferenceId: ConferenceId;
    key: string;
    address: string;
    /** See desk/address-key.ts. */
    addressKey: string;
    name: string;
    status: EndpointStatus;
    takingPart: boolean;
    invitationId: InvitationId | null;
    since: Generated<Date>;
    wanted: Generated<'in' | 'out'>;
    /** What her conference has answered when it was asked to take her out; null: it was not asked. */
    removalCode: number | null;
  };
  /** Of conferences that a factory makes; only sip/ looks inside the record. */
  factoryCalls: {
    conferenceId: ConferenceId;
    state: Generated<'making' | 'held' | 'failed' | 'ended'>;
    owner: ProcessId;
    fence: Generated<number>;
    record: Json<object | null>;
    outcome: Json<Outcome | null>;
    changedAt: Generated<Date>;
  };
  cards: {
    id: CardId;
    threadId: ThreadId;
    conferenceId: ConferenceId;
    inviter: Json<Actor>;
    toast: string | null;
    urgent: Generated<boolean>;
    persist: Json<Persistence | null>;
    activityId: string | null;
  };
  /** Those of a card who are not called yet. */
  waitingInvitees: {
    /** Of the invitation that she gets. */
    id: InvitationId;
    cardId: CardId;
    position: number;
    stage: number;
    invitee: Json<Invitee>;
    state: Generated<WaitingRecord['state']>;
    why: Json<Say | null>;
    changedAt: Generated<Date>;
  };
  questions: {
    kind: Generated<QuestionRecord['kind']>;
    id: QuestionId;
    cardId: CardId;
    position: number;
    typed: string;
    candidates: Json<Invitee[]>;
    state: Generated<QuestionRecord['state']>;
    askedBy: string;
    askedAt: Generated<Date>;
  };
  invitations: {
    /** Order of creation: instants of one commit are all the same. */
    seq: GeneratedAlways<string>;
    id: InvitationId;
    cardId: CardId;
    threadId: ThreadId;
    conferenceId: ConferenceId;
    /** Of the conference, because one living invitation is allowed per URI, from whichever thread. */
    conferenceUri: string;
    /** Of the invitee. */
    personKey: string;
    position: number;
    attempt: number;
    invitee: Json<Invitee>;
    inviter: Json<Actor>;
    toast: string | null;
    urgent: Generated<boolean>;
    wanted: Generated<'in' | 'out'>;
    state: Generated<State>;
    status: Generated<Status>;
    queued: Generated<boolean>;
    outcome: Json<Outcome | null>;
    presence: 'bridged' | 'independent' | null;
    removalCode: number | null;
    retryAt: Date | null;
    seen: Generated<boolean>;
    answer: Json<PersonalAnswer | null>;
    message: string | null;
    inChat: Generated<InvitationRecord['inChat']>;
    /** Her own chat with the bot, once it is open, and the message there that shows her card. */
    personalThreadId: ThreadId | null;
    personalActivityId: string | null;
    owner: ProcessId;
    fence: Generated<number>;
    /** A notice has told how it ended. */
    told: Generated<boolean>;
    createdAt: Generated<Date>;
    changedAt: Generated<Date>;
  };
  /** Whom the chat service did not let us write to, by each of her ids. */
  unreachablePeople: { personId: string; refusedAt: Generated<Date> };
  /** Append-only. */
  invitationEvents: {
    seq: GeneratedAlways<string>;
    invitationId: InvitationId;
    at: Generated<Date>;
    kind: InvitationEvent['kind'];
    detail: Json<object>;
  };
  /** Append-only, by a trigger; see desk/audit.ts. */
  audit: {
    seq: GeneratedAlways<string>;
    at: Generated<Date>;
    event: AuditEvent;
    via: Via;
    verb: string | null;
    byId: string | null;
    byName: string | null;
    personName: string | null;
    personAddress: string | null;
    outcome: string | null;
    why: string | null;
    method: string | null;
    /** Of SIP. */
    code: number | null;
    answeredBy: string | null;
    channel: string | null;
    threadId: string | null;
    conferenceId: string | null;
    conferenceUri: string | null;
    cardId: string | null;
    about: string | null;
  };
  /** In which thread invitations of somebody are shown. */
  bindings: {
    /** See desk/address-key.ts. */
    addressKey: string;
    threadId: ThreadId;
    name: string;
    boundAt: Generated<Date>;
  };
  incomingInvitations: {
    id: IncomingId;
    threadId: ThreadId;
    /** See desk/address-key.ts. */
    inviterKey: string;
    inviter: Json<Inviter>;
    subject: string;
    toast: string | null;
    conferenceUri: string;
    answer: Json<IncomingAnswer | null>;
    ending: IncomingEnding | null;
    activityId: string | null;
    /** Holds its SIP transaction. */
    owner: ProcessId;
    createdAt: Generated<Date>;
    changedAt: Generated<Date>;
    expiresAt: Date;
  };
  /** People who are to be rung at a time. */
  appointments: {
    id: AppointmentId;
    threadId: ThreadId;
    organizer: Json<Actor>;
    subject: string;
    toast: string | null;
    manner: Json<Manner>;
    zone: string;
    local: string;
    rule: string | null;
    skipped: Json<string[]>;
    sequence: number;
    version: number;
    state: AppointmentState;
    nextLocal: string | null;
    nextAt: Date | null;
    activityId: string | null;
    changedAt: Generated<Date>;
  };
  appointmentAttendees: {
    id: AttendeeId;
    appointmentId: AppointmentId;
    position: number;
    stage: number;
    invitee: Json<Invitee>;
    response: Response;
    inChat: AttendeeRecord['inChat'];
    personalThreadId: ThreadId | null;
    activityId: string | null;
  };
  reminders: {
    id: ReminderId;
    threadId: ThreadId;
    madeBy: Json<Actor>;
    invitees: ColumnType<ReminderRecord['invitees'], string, string>;
    words: string | null;
    appointmentId: AppointmentId | null;
    secondsBefore: number | null;
    series: Json<Series | null>;
    occurrence: string | null;
    at: Date;
    version: number;
    state: ReminderState;
    snoozedFrom: ReminderId | null;
    fired: Json<ReminderRecord['fired']>;
    activityId: string | null;
    createdAt: Generated<Date>;
  };
  /** Call legs as sip/ describes them; only sip/ looks inside. */
  calls: {
    callId: string;
    invitationId: InvitationId;
    record: Json<object>;
    begunAt: Generated<Date>;
  };
  /** What worked for an address last time. */
  ways: {
    address: string;
    method: string;
    form: string | null;
    steppedOut: boolean | null;
    workedAt: Generated<Date>;
  };
  /** What a chat service was told is taken; only chat/ looks inside the work. */
  inbox: {
    /** Order of arrival: instants may be the same. */
    seq: GeneratedAlways<string>;
    key: string;
    work: Json<object>;
    /** Null: it failed, and waits for the next who tries. */
    owner: ProcessId | null;
    tries: Generated<number>;
    receivedAt: Generated<Date>;
  };
  processes: {
    id: ProcessId;
    host: string;
    pid: number;
    startedAt: Generated<Date>;
    renewedAt: Generated<Date>;
  };
}

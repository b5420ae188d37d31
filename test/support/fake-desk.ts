/** Stands for the desk, and for its reception: keeps what was asked of it, answers with what a test put in. */
import type {
  AppointmentId,
  AppointmentToDraw,
  AttendeeId,
  AttendeeToDraw,
  CardId,
  CardToDraw,
  GatheringView,
  Inbound,
  IncomingId,
  IncomingToDraw,
  InvitationId,
  Invitee,
  InviteRequest,
  OtherPerson,
  PersonalToDraw,
  QuestionId,
  Receipt,
  ReminderId,
  ReminderToDraw,
  RemindRequest,
  ScheduledView,
  ScheduleReceipt,
  ScheduleRequest,
  Thread,
  ThreadId,
  When,
} from '../../src/desk/index.ts';

export const NOTHING: Receipt = { duplicate: false, says: [], cardId: undefined };

export class FakeDesk {
  /** `[method, what was asked]`, without place and author. */
  readonly calls: unknown[][] = [];
  readonly inbounds: Inbound[] = [];
  /** INVITERS names some. */
  asksWho = false;
  receipt: Receipt = NOTHING;
  gatheringNow: GatheringView | undefined;
  readonly cards = new Map<string, CardToDraw>();
  /** Thrown by the next call. */
  failure: Error | undefined;

  async invite({ activityId, thread, actor, author, entrance, ...asked }: InviteRequest): Promise<Receipt> {
    const inbound = { activityId, thread, actor, ...(author && { author }), ...(entrance && { entrance }) };
    return this.#record(inbound, 'invite', asked);
  }

  async again(inbound: Inbound, id: InvitationId): Promise<Receipt> {
    return this.#record(inbound, 'again', id);
  }

  async cancel(inbound: Inbound, ids: readonly InvitationId[]): Promise<Receipt> {
    return this.#record(inbound, 'cancel', ids);
  }

  async remove(
    inbound: Inbound,
    ids: readonly InvitationId[],
    others: readonly OtherPerson[] = [],
  ): Promise<Receipt> {
    return this.#record(inbound, 'remove', ids, ...others.map(({ address }) => address));
  }

  async choose(inbound: Inbound, id: QuestionId, chosen: readonly string[] | 'all'): Promise<Receipt> {
    return this.#record(inbound, 'choose', id, chosen);
  }

  async refuse(inbound: Inbound, code: 'press.not-member'): Promise<Receipt> {
    return { ...(await this.#record(inbound, 'refuse', code)), says: [{ code, facts: {} }] };
  }

  async end(inbound: Inbound): Promise<Receipt> {
    return this.#record(inbound, 'end');
  }

  async use(inbound: Inbound, uri: string): Promise<Receipt> {
    return this.#record(inbound, 'use', uri);
  }

  async gathering(_threadId: ThreadId): Promise<GatheringView | undefined> {
    return this.gatheringNow;
  }

  /** Where each invitation stands; others are in every thread. */
  readonly places = new Map<string, { threadId: ThreadId; inviters: { id: string }[] }>();

  async whose(id: string): Promise<{ threadId: ThreadId; inviters: { id: string }[] } | undefined> {
    return this.places.get(id);
  }

  async cardToDraw(id: CardId): Promise<CardToDraw | undefined> {
    return this.cards.get(id);
  }

  readonly incoming = new Map<string, IncomingToDraw>();

  async listen(inbound: Inbound, people: readonly Invitee[]): Promise<Receipt> {
    return this.#record(inbound, 'listen', people);
  }

  async stopListening(inbound: Inbound, people: readonly Invitee[]): Promise<Receipt> {
    return this.#record(inbound, 'stopListening', people);
  }

  async answer(
    inbound: Inbound,
    id: IncomingId,
    wish: string,
    invitee: Invitee | undefined,
  ): Promise<Receipt> {
    return this.#record(inbound, 'answer', id, wish, invitee);
  }

  async incomingToDraw(id: CardId): Promise<IncomingToDraw | undefined> {
    return this.incoming.get(id);
  }

  async posted(id: CardId, activityId: string | null): Promise<void> {
    this.calls.push(['posted', id, activityId]);
    const card = this.cards.get(id);
    if (card) this.cards.set(id, { ...card, activityId });
  }

  async unsure(id: CardId): Promise<void> {
    this.calls.push(['unsure', id]);
  }

  async seen(): Promise<void> {}

  #record(inbound: Inbound, ...call: unknown[]): Receipt {
    if (this.failure) {
      const { failure } = this;
      this.failure = undefined;
      throw failure;
    }
    this.inbounds.push(inbound);
    this.calls.push(call);
    return this.receipt;
  }
}

/** Stands for the door of those who are invited. */
export class FakePersonal {
  readonly calls: unknown[][] = [];
  receipt: Receipt = NOTHING;
  readonly cards = new Map<string, PersonalToDraw>();

  async answer(_inbound: Inbound, id: InvitationId, wish: string, words?: string): Promise<Receipt> {
    this.calls.push(['answer', id, wish, words]);
    return this.receipt;
  }

  async forget(inbound: Inbound): Promise<Receipt> {
    this.calls.push(['forget', inbound.actor.id]);
    return this.receipt;
  }

  async tell(_inbound: Inbound, id: InvitationId, words: string): Promise<Receipt> {
    this.calls.push(['tell', id, words]);
    return this.receipt;
  }

  async personalToDraw(id: CardId): Promise<PersonalToDraw | undefined> {
    return this.cards.get(id);
  }

  async opened(id: InvitationId, thread: Thread): Promise<void> {
    this.calls.push(['opened', id, thread]);
  }

  async unreachable(id: InvitationId, ids: readonly string[]): Promise<void> {
    this.calls.push(['unreachable', id, ids]);
  }

  async unsure(id: InvitationId): Promise<void> {
    this.calls.push(['unsure', id]);
  }

  async elsewhere(): Promise<readonly Thread[]> {
    return [];
  }
}

/** Stands for the schedule and its reminders. */
export class FakeSchedule {
  readonly calls: unknown[][] = [];
  receipt: ScheduleReceipt = NOTHING;
  listed: ScheduledView = { items: [] };
  readonly places = new Map<string, { threadId: ThreadId; inviters: { id: string }[] }>();
  readonly appointments = new Map<string, AppointmentToDraw>();
  readonly attendees = new Map<string, AttendeeToDraw>();
  readonly reminders = new Map<string, ReminderToDraw>();

  async schedule({
    thread: _thread,
    activityId: _id,
    entrance: _entrance,
    ...asked
  }: ScheduleRequest): Promise<ScheduleReceipt> {
    return this.#record('schedule', asked);
  }

  async remind({
    thread: _thread,
    activityId: _id,
    entrance: _entrance,
    ...asked
  }: RemindRequest): Promise<ScheduleReceipt> {
    return this.#record('remind', asked);
  }

  async list(_threadId: ThreadId): Promise<ScheduledView> {
    return this.listed;
  }

  async move(_: Inbound, id: AppointmentId, when: When, version?: number): Promise<ScheduleReceipt> {
    return this.#record('move', id, when, version);
  }

  async skip(_: Inbound, id: AppointmentId, occurrence?: string): Promise<ScheduleReceipt> {
    return this.#record('skip', id, occurrence);
  }

  async cancel(_: Inbound, id: AppointmentId | ReminderId): Promise<ScheduleReceipt> {
    return this.#record('cancel', id);
  }

  async respond(_: Inbound, id: AttendeeId, response: string): Promise<ScheduleReceipt> {
    return this.#record('respond', id, response);
  }

  async snooze(_: Inbound, id: ReminderId, seconds: number): Promise<ScheduleReceipt> {
    return this.#record('snooze', id, seconds);
  }

  async whose(id: string): Promise<{ threadId: ThreadId; inviters: { id: string }[] } | undefined> {
    return this.places.get(id);
  }

  async appointmentToDraw(id: CardId): Promise<AppointmentToDraw | undefined> {
    return this.appointments.get(id);
  }

  async attendeeToDraw(id: CardId): Promise<AttendeeToDraw | undefined> {
    return this.attendees.get(id);
  }

  async reminderToDraw(id: CardId): Promise<ReminderToDraw | undefined> {
    return this.reminders.get(id);
  }

  async opened(id: AttendeeId, thread: Thread): Promise<void> {
    this.calls.push(['opened', id, thread]);
  }

  async unreachable(id: AttendeeId, ids: readonly string[]): Promise<void> {
    this.calls.push(['unreachable', id, ids]);
  }

  async unsure(id: AttendeeId): Promise<void> {
    this.calls.push(['unsure', id]);
  }

  #record(...call: unknown[]): ScheduleReceipt {
    this.calls.push(call);
    return this.receipt;
  }
}

/** Stands for what people have said about being rung. */
export class FakeBlocks {
  readonly calls: unknown[][] = [];
  isBlocked = false;

  async block({ actor }: Inbound, me: Invitee | undefined, until: When): Promise<Receipt> {
    this.calls.push(['block', actor, me, until]);
    return {
      ...NOTHING,
      says: [{ code: 'blocking', facts: { until: '2027-03-01T15:00:00Z', zone: 'UTC' } }],
    };
  }

  async unblock({ actor }: Inbound, me: Invitee | undefined): Promise<Receipt> {
    this.calls.push(['unblock', actor, me]);
    return { ...NOTHING, says: [{ code: this.isBlocked ? 'unblocked' : 'not-blocked', facts: {} }] };
  }
}

/** The doors of a schedule in which nothing is. */
export function scheduleDoors() {
  const schedule = new FakeSchedule();
  return { schedule, reminders: schedule, blocks: new FakeBlocks() };
}

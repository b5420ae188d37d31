/**
 * Makes the written wishes come true: delivers the invitations that this process owns, writes each change as it happens,
 * and follows those who are in until our part in their call has ended.
 *
 * Two one-way halves meet in the store: nobody calls the owner to learn something, everybody reads what it has written.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Conference,
  ConferenceInvitation,
  type ConferenceInvitationResponse,
  type ConferenceServer,
  type DeliveryMethod,
  type Outcome,
  type Participant,
  type Progress,
  RealTimeError,
  type StateChange,
  ToastMessage,
} from '../core/index.ts';
import type { ConferenceMaker } from './conference-maker.ts';
import { DeliveryReport, type DeliveryWatcher } from './delivery-report.ts';
import { InvitationJournal } from './invitation-journal.ts';
import { onceSomebodyIsIn } from './once-somebody-is-in.ts';
import type { CallMemory, InvitationPatch, Log, Store } from './ports.ts';
import type { ConferenceRecord, InvitationId, InvitationRecord, KnownWay, Status } from './records.ts';
import { Removals } from './removals.ts';
import { isByHerself } from './view-of.ts';
import { WhatWorked } from './what-worked.ts';

export interface CallOwnerOptions {
  readonly store: Store;
  /** What worked last time is tried first; without a memory, everybody is called as if for the first time. */
  readonly memory?: CallMemory;
  /** Makes conferences that are not there yet; without, all are. */
  readonly conferences?: Pick<ConferenceMaker, 'placeFor' | 'sweep' | 'drain'> | undefined;
  /** Takes out who is in by herself. */
  readonly conferenceServer: Pick<ConferenceServer, 'remove'>;
  /** Tried in this order. */
  readonly methods: readonly DeliveryMethod[];
  readonly ringSeconds: number;
  /** FROM_NAME: what phones show as the caller, with `{inviter}` and `{subject}`. */
  readonly fromName: string;
  readonly log: Log;
  /** Sees how people are reached. */
  readonly watcher?: DeliveryWatcher;
}

/** One call of this process: on its way, or a participant whose call runs through us. */
interface Call {
  readonly journal: InvitationJournal;
  /** Aborted when she is no longer wanted in, when the process stops, and when another process has taken over. */
  readonly withdrawal: AbortController;
  isUnwanted: boolean;
  participant?: Participant;
  /** Settles when the invitation is Terminated and written down. */
  delivered: Promise<void>;
}

export class CallOwner {
  readonly #options: CallOwnerOptions;
  readonly #methods: readonly DeliveryMethod[];
  readonly #whatWorked: WhatWorked;
  readonly #removals: Removals;
  readonly #calls = new Map<InvitationId, Call>();
  #stopping = false;
  #leaving = false;

  constructor(options: CallOwnerOptions) {
    this.#options = options;
    this.#whatWorked = new WhatWorked(options.memory, options.log);
    this.#methods = options.methods.map((method) => onceSomebodyIsIn(method, options.store));
    this.#removals = new Removals(options);
    options.store.onUnwanted((id) => (this.#calls.has(id) ? this.release(id) : this.#sweepNow()));
  }

  /** Those that this process looks after. */
  get known(): readonly InvitationId[] {
    return [...this.#calls.keys()];
  }

  /** How many people are on their way in, and how many are in by calls that run through this process. */
  get calls(): { readonly arriving: number; readonly bridged: number } {
    const bridged = [...this.#calls.values()].filter(({ participant }) => participant).length;
    return { arriving: this.#calls.size - bridged, bridged };
  }

  /** Who is called now is withdrawn at once. */
  get isStopping(): boolean {
    return this.#stopping;
  }

  /** Delivers at once. The record was committed with this process as its owner. */
  start(invitation: InvitationRecord, conference: ConferenceRecord): void {
    if (this.#leaving) {
      this.#giveAway().catch((err) =>
        this.#options.log.warn({ err }, 'nobody has it until this process ends'),
      );
      return;
    }
    const call = this.#track(invitation);
    if (this.#stopping) call.withdrawal.abort();
    call.delivered = this.#deliver(call, invitation, conference);
  }

  /** Goes on with somebody who is in: after her delivery, or after a restart. */
  follow(invitation: InvitationRecord, participant: Participant): void {
    const call = this.#calls.get(invitation.id) ?? this.#track(invitation);
    call.isUnwanted ||= invitation.wanted === 'out';
    if (participant.presence === 'independent') {
      void this.#leave(call, invitation.id);
      return;
    }
    call.participant = participant;
    // Race: she answered just as she was no longer wanted in.
    if (call.isUnwanted) void participant.hangUp();
    void participant.ended.then(async (end) => {
      const patch: InvitationPatch =
        end.how === 'stepped-out' ? { presence: 'independent' } : { status: 'left', presence: null };
      call.journal.write(patch, { kind: 'participant', detail: end });
      await this.#leave(call, invitation.id);
    });
  }

  /** Nothing of hers runs through us any more, or it has ended: there is nothing to follow. */
  async #leave(call: Call, id: InvitationId): Promise<void> {
    await call.journal.written();
    this.#calls.delete(id);
    // Race: she joined by herself just as she was no longer wanted in. Her conference has to take her out.
    if (call.isUnwanted) this.#sweepNow();
  }

  /** She is no longer wanted in: stops the phone, or hangs up. Does nothing for calls that are not ours. */
  release(id: InvitationId): void {
    const call = this.#calls.get(id);
    if (!call) return;
    call.isUnwanted = true;
    call.withdrawal.abort();
    void call.participant?.hangUp();
  }

  /** Looks for wishes whose wake-up call was lost (the listening connection was down), and for those about no call of ours. */
  async sweep(): Promise<void> {
    await this.#options.conferences?.sweep();
    for (const wish of await this.#options.store.unwanted()) {
      const { id, wanted } = wish.invitation;
      // She joins by the join link: her phone need not ring. Who has answered it meanwhile stays in.
      if (wanted === 'in') this.#calls.get(id)?.withdrawal.abort();
      else if (this.#calls.has(id)) this.release(id);
      else if (isByHerself(wish.invitation)) this.#removals.begin(wish);
    }
    for (const other of await this.#options.store.unwantedAttendees()) this.#removals.beginOther(other);
  }

  #sweepNow(): void {
    this.sweep().catch((err) => this.#options.log.warn({ err }, 'wishes could not be read; trying again'));
  }

  /** Whether the others have what begins from now on. */
  get isLeaving(): boolean {
    return this.#leaving;
  }

  /**
   * Where other processes live: leaves to them what has not begun, and what begins from now on. Resolves when everything that rings
   * for this one has an end, after `limitMs` at the latest.
   */
  async leave(limitMs: number): Promise<void> {
    this.#leaving = true;
    await this.#giveAway();
    const ends = Promise.all([...this.#calls.values()].map(({ delivered }) => delivered));
    await Promise.race([ends, sleep(limitMs, undefined, { ref: false })]);
  }

  async #giveAway(): Promise<void> {
    // Nothing is written any more: the fence has moved on.
    for (const id of await this.#options.store.giveAway()) this.#calls.get(id)?.withdrawal.abort();
  }

  /**
   * Stops every phone that rings for us and waits until it is written down. Calls that run go on without us: their identity is
   * stored, and the next process adopts them.
   */
  async drain(): Promise<void> {
    this.#stopping = true;
    for (const call of this.#calls.values()) call.withdrawal.abort();
    await Promise.all([...this.#calls.values()].map(({ delivered }) => delivered));
    await Promise.all([this.#removals.drain(), this.#options.conferences?.drain()]);
  }

  /** Whether her phone can join by itself shows while she is in already. */
  async #learnStepOut(
    { journal }: Call,
    address: string,
    end: StateChange | undefined,
    { steppedOut }: Participant,
    learnt: Promise<void> | undefined,
  ): Promise<void> {
    const hasWorked = await steppedOut;
    if (hasWorked === undefined) return;
    // That it has worked is written where her presence changes.
    if (!hasWorked) journal.write({}, { kind: 'participant', detail: { how: 'not-stepped-out' } });
    await learnt;
    await this.#whatWorked.learnStepOut(address, end?.way, hasWorked);
  }

  #track(invitation: InvitationRecord): Call {
    const { store, log } = this.#options;
    const withdrawal = new AbortController();
    // Ownership lost: a successor has judged us dead and has cancelled or adopted the call. Ours stops.
    const journal = new InvitationJournal({ store, log, invitation, onFenced: () => withdrawal.abort() });
    const call: Call = { journal, withdrawal, isUnwanted: false, delivered: Promise.resolve() };
    this.#calls.set(invitation.id, call);
    return call;
  }

  async #deliver(call: Call, record: InvitationRecord, conference: ConferenceRecord): Promise<void> {
    const { conferences, log } = this.#options;
    const { journal, withdrawal } = call;
    const { invitee } = record;
    const report = new DeliveryReport(record, this.#options);
    const known = await this.#whatWorked.recall(invitee.address);
    let end: StateChange | undefined;
    let participant: Participant | undefined;
    try {
      const { signal } = withdrawal;
      const place = (await conferences?.placeFor(conference, record.createdAt, signal)) ?? conference;
      if ('outcome' in place) end = { ...NOT_DELIVERED, outcome: place.outcome };
      else {
        const changed = (change: StateChange) => {
          report.changed(change);
          if (change.state !== 'Delivering') end = change;
        };
        ({ participant } = await this.#invite(
          call,
          record,
          { ...conference, uri: place.uri },
          known,
          changed,
        ));
      }
    } catch (error) {
      // That she is not in is an outcome, told by `end`; only our own faults are worth a line in the log.
      const err = error instanceof RealTimeError ? error.cause : error;
      if (err) log.error({ err, invitation: record.id }, 'a delivery broke');
    }
    const outcome = outcomeOf(end, this.#stopping);
    report.ended(outcome, end?.way?.method);
    journal.write(
      {
        state: 'Terminated',
        status: outcome.word,
        queued: false,
        outcome,
        presence: participant?.presence ?? null,
      },
      { kind: 'state', detail: { ...end, state: 'Terminated', outcome } },
    );
    const learnt = end && this.#whatWorked.learn(invitee.address, known, end);
    if (participant) {
      this.follow(record, participant);
      void this.#learnStepOut(call, invitee.address, end, participant, learnt);
    }
    await Promise.all([journal.written(), learnt]);
    // Until it is written, it is ours: a takeover would judge it by what was written before.
    if (!participant) this.#calls.delete(record.id);
  }

  /** `changed` gets each change, also the one that ends it where this rejects. */
  #invite(
    { journal, withdrawal }: Call,
    { id, invitee, inviter, toast, urgent }: InvitationRecord,
    { uri, subject }: ConferenceRecord,
    known: KnownWay | undefined,
    changed: (change: StateChange) => void,
  ): Promise<ConferenceInvitationResponse> {
    const { ringSeconds, fromName } = this.#options;
    const methods = this.#methods;
    const invitation = new ConferenceInvitation(new Conference({ uri, subject, methods }), id)
      .onStateChanged((change) => {
        changed(change);
        if (change.state === 'Delivering') journal.write(patchFor(change), eventFor(change, known));
      })
      .onProgress(({ kind }) => {
        const step = STEPS[kind];
        if (step) journal.write(step, { kind: 'queued', detail: { kind } });
      });
    const options = {
      inviteeName: invitee.name,
      fromName: fillFromName(fromName, inviter.name, subject),
      ringSeconds,
      ...(toast === null ? {} : { toast: new ToastMessage(toast) }),
      ...(known ? { tryFirst: known } : {}),
      ...(urgent ? { headers: [URGENT] } : {}),
    };
    return invitation.deliver(invitee.address, options, withdrawal.signal);
  }
}

/** RFC 3261 20.26 */
const URGENT = { name: 'Priority', value: 'urgent' } as const;

/** There was nowhere to bring her: no phone rings before there is a conference. */
const NOT_DELIVERED = { previousState: 'Idle', state: 'Terminated', reason: 'DeliverFailed' } as const;

/** What is no state of the invitation, but shown. */
const STEPS: Readonly<Partial<Record<Progress['kind'], InvitationPatch>>> = {
  queued: { queued: true },
  started: { queued: false },
  waiting: { status: 'waiting' },
  waited: { status: 'calling' },
};

function patchFor({ state, reason }: StateChange): InvitationPatch {
  const status = STATUS_BY_REASON[reason];
  return status === undefined ? { state } : { state, status };
}

const STATUS_BY_REASON: Partial<Record<StateChange['reason'], Status>> = {
  Ringing: 'ringing',
  Deflected: 'forwarded',
  DeflectedToAnotherDestination: 'forwarded',
  DeflectedToDelegate: 'forwarded',
  DeflectedToTeam: 'forwarded',
  DeflectedWithUnknownReason: 'forwarded',
  FallingBackToMcuDialOut: 'calling',
};

/** The first line of a delivery says what it goes by. */
function eventFor({ state, reason, response }: StateChange, known: KnownWay | undefined) {
  const lastTime = known && reason === 'None' ? { lastTime: known } : {};
  return {
    kind: 'state',
    detail: { state, reason, ...(response ? { response } : {}), ...lastTime },
  } as const;
}

/** What became of it; that we stop is nobody's wish, so it is not called withdrawn. */
function outcomeOf(end: StateChange | undefined, isStopping: boolean): Outcome {
  const outcome = end?.outcome ?? { word: 'failed', detail: 'internal-error' };
  return outcome.word === 'withdrawn' && isStopping
    ? { ...outcome, word: 'failed', detail: 'interrupted' }
    : outcome;
}

/** FROM_NAME filled in; `{inviter}: {subject}` without a subject is the inviter alone. */
export function fillFromName(template: string, inviter: string, subject: string): string {
  return template
    .replaceAll('{inviter}', () => inviter)
    .replaceAll('{subject}', () => subject)
    .replace(/\s*[:–-]\s*$/, '')
    .trim();
}

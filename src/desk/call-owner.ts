/**
 * Makes the written wishes come true: delivers the invitations that this process owns, writes each change as it happens,
 * and follows those who are in until our part in their call has ended.
 *
 * Two one-way halves meet in the store: nobody calls the owner to learn something, everybody reads what it has written.
 */
import {
  Conference,
  ConferenceInvitation,
  type DeliveryMethod,
  type Outcome,
  type Participant,
  RealTimeError,
  type StateChange,
  ToastMessage,
} from '../core/index.ts';
import { InvitationJournal } from './invitation-journal.ts';
import type { InvitationPatch, Log, Store } from './ports.ts';
import type { ConferenceRecord, InvitationId, InvitationRecord, Status } from './records.ts';

export interface CallOwnerOptions {
  readonly store: Store;
  /** Tried in this order. */
  readonly methods: readonly DeliveryMethod[];
  readonly ringSeconds: number;
  /** FROM_NAME: what phones show as the caller, with `{inviter}` and `{subject}`. */
  readonly fromName: string;
  readonly log: Log;
}

/** One call of this process: on its way, or a participant whose call runs through us. */
interface Call {
  readonly journal: InvitationJournal;
  /** Aborted when she is no longer wanted in, or when the process stops. */
  readonly withdrawal: AbortController;
  participant?: Participant;
  /** Settles when the invitation is Terminated and written down. */
  delivered: Promise<void>;
}

export class CallOwner {
  readonly #options: CallOwnerOptions;
  readonly #calls = new Map<InvitationId, Call>();
  #stopping = false;

  constructor(options: CallOwnerOptions) {
    this.#options = options;
    options.store.onUnwanted((id) => this.release(id));
  }

  /** Delivers at once. The record was committed with this process as its owner. */
  start(invitation: InvitationRecord, conference: ConferenceRecord): void {
    const call = this.#track(invitation);
    if (this.#stopping) call.withdrawal.abort();
    call.delivered = this.#deliver(call, invitation, conference);
  }

  /** Goes on with somebody who is in: after her delivery, or after a restart. */
  follow(invitation: InvitationRecord, participant: Participant): void {
    const call = this.#calls.get(invitation.id) ?? this.#track(invitation);
    call.participant = participant;
    if (participant.presence === 'independent') {
      // Nothing of hers runs through us, so there is nothing to follow (a roster will show whether she stays).
      this.#calls.delete(invitation.id);
      return;
    }
    void participant.ended.then(async (end) => {
      const patch: InvitationPatch =
        end.how === 'stepped-out' ? { presence: 'independent' } : { status: 'left', presence: null };
      call.journal.write(patch, { kind: 'participant', detail: end });
      await call.journal.written();
      this.#calls.delete(invitation.id);
    });
    if (invitation.wanted === 'out') this.release(invitation.id);
  }

  /** She is no longer wanted in: stops the phone, or hangs up. Does nothing for calls that are not ours. */
  release(id: InvitationId): void {
    const call = this.#calls.get(id);
    if (!call) return;
    call.withdrawal.abort();
    void call.participant?.hangUp();
  }

  /** Looks for wishes whose wake-up call was lost (the listening connection was down). */
  async sweep(): Promise<void> {
    for (const id of await this.#options.store.unwanted()) this.release(id);
  }

  /**
   * Stops every phone that rings for us and waits until it is written down. Calls that run go on without us: their identity is
   * stored, and the next process adopts them.
   */
  async drain(): Promise<void> {
    this.#stopping = true;
    for (const call of this.#calls.values()) call.withdrawal.abort();
    await Promise.all([...this.#calls.values()].map(({ delivered }) => delivered));
  }

  #track(invitation: InvitationRecord): Call {
    const { store, log } = this.#options;
    const withdrawal = new AbortController();
    // Ownership lost: a successor has judged us dead and has cancelled or adopted the call. Ours stops.
    const journal = new InvitationJournal({ store, log, invitation, onFenced: () => withdrawal.abort() });
    const call: Call = { journal, withdrawal, delivered: Promise.resolve() };
    this.#calls.set(invitation.id, call);
    return call;
  }

  async #deliver(call: Call, record: InvitationRecord, { uri, subject }: ConferenceRecord): Promise<void> {
    const { methods, ringSeconds, fromName, log } = this.#options;
    const { journal } = call;
    const { invitee, inviter } = record;
    try {
      const invitation = new ConferenceInvitation(new Conference({ uri, subject, methods }), record.id)
        .onStateChanged((change) => {
          // The end is written below, together with what deliver() says about it.
          if (change.state === 'Delivering') journal.write(patchFor(change), eventFor(change));
        })
        .onProgress(({ kind }) => {
          if (kind === 'queued' || kind === 'started') {
            journal.write({ queued: kind === 'queued' }, { kind: 'queued', detail: { kind } });
          }
        });
      const options = {
        inviteeName: invitee.name,
        fromName: fillFromName(fromName, inviter.name, subject),
        ringSeconds,
        ...(record.toast === null ? {} : { toast: new ToastMessage(record.toast) }),
      };
      const response = await invitation.deliver(invitee.address, options, call.withdrawal.signal);
      const presence = response.participant?.presence ?? null;
      this.#writeEnd(call, 'Accepted', response.outcome, presence, response.acceptedBy);
      if (response.participant) this.follow(record, response.participant);
      else this.#calls.delete(record.id);
    } catch (error) {
      if (!(error instanceof RealTimeError))
        log.error({ err: error, invitation: record.id }, 'delivery failed');
      else if (error.cause)
        log.error({ err: error.cause, invitation: record.id }, 'a delivery method failed');
      this.#writeEnd(call, 'DeliverFailed', outcomeOfError(error, this.#stopping), null);
      this.#calls.delete(record.id);
    }
    await journal.written();
  }

  #writeEnd(
    { journal }: Call,
    reason: string,
    outcome: Outcome,
    presence: InvitationPatch['presence'] & unknown,
    acceptedBy?: string,
  ): void {
    journal.write(
      { state: 'Terminated', status: outcome.word, queued: false, outcome, presence: presence ?? null },
      {
        kind: 'state',
        detail: { state: 'Terminated', reason, outcome, ...(acceptedBy ? { acceptedBy } : {}) },
      },
    );
  }
}

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

function eventFor({ state, reason, response }: StateChange) {
  return { kind: 'state', detail: { state, reason, ...(response ? { response } : {}) } } as const;
}

/** What is written when `deliver` throws; withdrawn because we stop is not a person's wish. */
function outcomeOfError(error: unknown, isStopping: boolean): Outcome {
  const outcome =
    error instanceof RealTimeError && 'outcome' in error ? (error.outcome as Outcome) : undefined;
  if (!outcome) return { word: 'failed', detail: 'internal-error' };
  return outcome.word === 'withdrawn' && isStopping
    ? { ...outcome, word: 'failed', detail: 'interrupted' }
    : outcome;
}

/** `{inviter}: {subject}` without a subject is the inviter alone. */
function fillFromName(template: string, inviter: string, subject: string): string {
  return template
    .replaceAll('{inviter}', () => inviter)
    .replaceAll('{subject}', () => subject)
    .replace(/\s*[:–-]\s*$/, '')
    .trim();
}

import { formatAddress, parseAddress } from './address.ts';
import type { Conference } from './conference.ts';
import type {
  Delivery,
  DeliveryMethod,
  DeliveryResult,
  Participant,
  Progress,
  Way,
} from './delivery-method.ts';
import {
  FailureResponseError,
  InvalidOperationError,
  OperationFailureError,
  OperationTimeoutError,
} from './errors.ts';
import { checkHeaders, type Header } from './headers.ts';
import type { Outcome, SipResponse } from './outcome.ts';
import { checkTransition, type State, type TransitionReason } from './state.ts';
import type { ToastMessage } from './toast-message.ts';

/** UCMA ConferenceInvitationDeliverOptions. */
export interface DeliverOptions {
  readonly toast?: ToastMessage;
  readonly headers?: readonly Header[];
  /** Name of the invited person, shown by the conference. */
  readonly inviteeName?: string;
  /** Display name that her phone shows as the caller. */
  readonly fromName?: string;
  /** How long her phone may ring, in seconds; 20 unless given. */
  readonly ringSeconds?: number;
  /** What worked for this address before: tried first, then the others in their order. */
  readonly tryFirst?: Way;
}

/** UCMA ConferenceInvitationStateChangedEventArgs. */
export interface StateChange {
  readonly previousState: State;
  readonly state: State;
  readonly reason: TransitionReason;
  /** URI of the endpoint that accepted, with reason Accepted. */
  readonly acceptedBy?: string;
  /** The SIP response behind the change (UCMA MessageData); missing where no message caused it. */
  readonly response?: SipResponse;
  /** With state Terminated: what became of it. */
  readonly outcome?: Outcome;
  /** With state Terminated: the way that came to this outcome; missing where none was tried. */
  readonly way?: Way;
}

/** UCMA ConferenceInvitationResponse: only an accepted invitation has one. */
export interface ConferenceInvitationResponse {
  readonly outcome: Outcome;
  readonly acceptedBy: string;
  readonly participant: Participant | undefined;
}

export const DEFAULT_RING_SECONDS = 20;

/**
 * One invitation of one person to one conference, delivered once.
 *
 * `deliver` tries the conference's methods in order: a method that *cannot* (not: was refused) lets the next one try. It
 * resolves when the person is in or has answered, and throws when she is not:
 * FailureResponseError (refused), OperationTimeoutError (no answer), OperationFailureError (withdrawn, or unknown).
 */
export class ConferenceInvitation {
  readonly conference: Conference;
  readonly id: string;
  #state: State = 'Idle';
  #outcome: Outcome | undefined;
  #rang = false;
  readonly #withdrawal = new AbortController();
  // Copied with `concat`: `push` and `[...a, b]` leave room for 16 more.
  #listeners: readonly ((change: StateChange) => void)[] = [];
  #progressListeners: readonly ((progress: Progress) => void)[] = [];
  readonly #terminated = Promise.withResolvers<void>();

  /** `id` is handed to the delivery methods; a fresh UUID unless given. */
  constructor(conference: Conference, id: string = crypto.randomUUID()) {
    this.conference = conference;
    this.id = id;
  }

  get state(): State {
    return this.#state;
  }

  /** What became of it; undefined until Terminated. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  /** Calls back on every change, in order, before anything further happens to the invitation. */
  onStateChanged(listener: (change: StateChange) => void): this {
    this.#listeners = this.#listeners.concat(listener);
    return this;
  }

  /** Calls back on what is no state: waiting in the queue, and leaving it. */
  onProgress(listener: (progress: Progress) => void): this {
    this.#progressListeners = this.#progressListeners.concat(listener);
    return this;
  }

  /**
   * Delivers to `destination`, a `sip:`, `sips:` or `tel:` address. Aborting `signal` withdraws it, as `terminate` does.
   * Throws at once, before any state changes: ArgumentError (address, headers), InvalidOperationError
   * (`invitation.delivered-before`, `conference.ended`).
   */
  async deliver(
    destination: string,
    options: DeliverOptions = {},
    signal?: AbortSignal,
  ): Promise<ConferenceInvitationResponse> {
    if (this.#state !== 'Idle') {
      throw new InvalidOperationError('invitation.delivered-before', 'An invitation is delivered only once');
    }
    const address = formatAddress(parseAddress(destination));
    const headers = checkHeaders(options.headers ?? []);
    this.conference.admit(this);
    const withdraw = () => this.#withdrawal.abort('withdrawn');
    signal?.addEventListener('abort', withdraw, { once: true });
    if (signal?.aborted) withdraw();
    this.#change('Delivering', 'None');
    try {
      return this.#end(await this.#tryMethods(address, headers, options));
    } finally {
      signal?.removeEventListener('abort', withdraw);
      this.conference.release(this);
      this.#terminated.resolve();
    }
  }

  /** Withdraws it: the phone stops ringing. Resolves when it is Terminated; does nothing more where it already is. */
  async terminate(): Promise<void> {
    if (this.#state === 'Idle' || this.#state === 'Terminated') return;
    this.#withdrawal.abort('withdrawn');
    await this.#terminated.promise;
  }

  async #tryMethods(
    destination: string,
    headers: readonly Header[],
    options: DeliverOptions,
  ): Promise<Attempt> {
    const { signal } = this.#withdrawal;
    let last: Attempt = { outcome: { word: 'cannot' } };
    for (const method of inOrder(this.conference.methods, options.tryFirst)) {
      // Race: withdrawn while the previous method was being refused.
      if (signal.aborted) return { ...last, outcome: { word: 'withdrawn' } };
      if (last.way && method.isDialOut) {
        this.#change('Delivering', 'FallingBackToMcuDialOut', responsePart(last.outcome));
      }
      try {
        const result = await method.deliver(this.#deliveryBy(method, destination, headers, options));
        last = { ...result, way: wayOf(method, result) };
      } catch (cause) {
        // Our own fault in the middle of a call: nobody knows what her phone does now, so it is never rung again blindly.
        last = {
          outcome: { word: 'unknown', detail: 'internal-error' },
          way: { method: method.name },
          cause,
        };
      }
      if (last.outcome.word !== 'cannot') return last;
    }
    // Race: withdrawn while the last method was being refused.
    return signal.aborted ? { outcome: { ...last.outcome, word: 'withdrawn' } } : last;
  }

  #deliveryBy(
    { name }: DeliveryMethod,
    destination: string,
    headers: readonly Header[],
    options: DeliverOptions,
  ): Delivery {
    const { tryFirst } = options;
    const form = tryFirst?.method === name ? tryFirst.form : undefined;
    return {
      id: this.id,
      destination,
      inviteeName: options.inviteeName ?? '',
      fromName: options.fromName ?? '',
      conference: { uri: this.conference.uri, subject: this.conference.subject },
      toast: options.toast,
      headers,
      ringSeconds: options.ringSeconds ?? DEFAULT_RING_SECONDS,
      ...(form === undefined ? {} : { form }),
      signal: this.#withdrawal.signal,
      progress: (progress) => this.#progress(progress),
    };
  }

  #progress(progress: Progress): void {
    // Late news of a call that has ended must not bring it back to life.
    if (this.#state !== 'Delivering') return;
    for (const listener of this.#progressListeners) listener(progress);
    if (progress.kind === 'ringing' && !this.#rang) {
      this.#rang = true;
      this.#change('Delivering', 'Ringing', { response: progress.response });
    } else if (progress.kind === 'deflected') {
      this.#change('Delivering', deflectionReason(progress.retargetReason), { response: progress.response });
    }
  }

  #end(result: Attempt): ConferenceInvitationResponse {
    const { outcome, acceptedBy, way } = result;
    const reason = reasonFor(outcome);
    const details = {
      ...responsePart(outcome),
      ...(reason === 'Accepted' && acceptedBy !== undefined ? { acceptedBy } : {}),
    };
    this.#outcome = outcome;
    this.#change('Terminating', reason, details);
    this.#change('Terminated', reason, { ...details, outcome, ...(way ? { way } : {}) });
    if (reason === 'Accepted') {
      return { outcome, acceptedBy: acceptedBy ?? '', participant: result.participant };
    }
    throw errorFor(outcome, result.cause);
  }

  #change(
    state: State,
    reason: TransitionReason,
    details: Omit<StateChange, 'previousState' | 'state' | 'reason'> = {},
  ): void {
    const previousState = this.#state;
    checkTransition(previousState, state, reason);
    this.#state = state;
    for (const listener of this.#listeners) listener({ previousState, state, reason, ...details });
  }
}

/** What came of one method, and by which way. */
interface Attempt extends DeliveryResult {
  readonly way?: Way;
  /** Our own fault. */
  readonly cause?: unknown;
}

/** What worked before comes first; nothing is left out. */
function inOrder(methods: readonly DeliveryMethod[], tryFirst: Way | undefined): readonly DeliveryMethod[] {
  const place = ({ name }: DeliveryMethod) => (name === tryFirst?.method ? 0 : 1);
  return methods.toSorted((a, b) => place(a) - place(b));
}

function wayOf({ name }: DeliveryMethod, { form }: DeliveryResult): Way {
  return form === undefined ? { method: name } : { method: name, form };
}

/** UCMA: Deflected without a reason, …WithUnknownReason for one that is none of Microsoft's. */
const DEFLECTIONS: Readonly<Record<string, TransitionReason>> = {
  forwarding: 'DeflectedToAnotherDestination',
  'team-call': 'DeflectedToTeam',
  delegation: 'DeflectedToDelegate',
  // To an agent of a response group, whom UCMA has no name for.
  acd: 'Deflected',
};

function deflectionReason(retargetReason: string | undefined): TransitionReason {
  if (retargetReason === undefined) return 'Deflected';
  return Object.hasOwn(DEFLECTIONS, retargetReason)
    ? (DEFLECTIONS[retargetReason] ?? 'DeflectedWithUnknownReason')
    : 'DeflectedWithUnknownReason';
}

function responsePart({ answer }: Outcome): { response?: SipResponse } {
  return answer ? { response: { code: answer.code, reasonPhrase: answer.reasonPhrase } } : {};
}

function reasonFor({ word }: Outcome): TransitionReason {
  switch (word) {
    case 'joined':
    case 'answered':
    case 'accepted':
      return 'Accepted';
    case 'withdrawn':
      return 'TerminatedLocally';
    case 'declined':
    case 'busy':
      return 'TerminatedRemotely';
    default:
      return 'DeliverFailed';
  }
}

function errorFor(outcome: Outcome, cause: unknown): Error {
  const options = cause === undefined ? undefined : { cause };
  if (outcome.word === 'withdrawn') return new OperationFailureError(outcome, 'aborted', options);
  if (outcome.word === 'unknown') return new OperationFailureError(outcome, 'unknown', options);
  if (outcome.word === 'no-answer') return new OperationTimeoutError(outcome, options);
  return new FailureResponseError(outcome, options);
}

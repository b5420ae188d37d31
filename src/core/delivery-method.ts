/** The port through which the core reaches the outside: one way of bringing one person into a conference. */
import type { Header } from './headers.ts';
import type { Outcome, SipResponse } from './outcome.ts';
import type { ToastMessage } from './toast-message.ts';

export interface DeliveryMethod {
  /** `bridge`, `dial-out` …, as in INVITE_METHODS. */
  readonly name: string;
  /** The conference server calls the person: the core announces it with FallingBackToMcuDialOut when it is not the first. */
  readonly isDialOut: boolean;
  /** Calls nobody into an empty conference, as far as anybody knows: whoever can, waits until somebody is in. */
  readonly needsCompany?: boolean;
  /**
   * Tries once. Resolves with what came of it, also when that is a refusal; `cannot` lets the core go on to the next
   * method. After `signal` is aborted the phone must stop ringing before the promise resolves; an answer that crossed the
   * abort is hung up. Rejects only for faults of our own; the core then says that the outcome is unknown.
   */
  deliver(delivery: Delivery): Promise<DeliveryResult>;
}

/** How somebody is brought in: a method by its name, and its form where the method knows several. */
export interface Way {
  readonly method: string;
  readonly form?: string;
}

export interface Delivery {
  /** Id of the invitation, for identities that outlive the process. */
  readonly id: string;
  /** Canonical `sip:`, `sips:` or `tel:` address. */
  readonly destination: string;
  /** Name of the invited person: the conference shows it for her leg. Empty: unknown. */
  readonly inviteeName: string;
  /** Display name her phone shows as the caller; empty: none. */
  readonly fromName: string;
  readonly conference: { readonly uri: string; readonly subject: string };
  readonly toast: ToastMessage | undefined;
  readonly headers: readonly Header[];
  /** How long a phone may ring, in seconds. */
  readonly ringSeconds: number;
  /** The form of this method that worked for this address before: tried first, and the others after it. */
  readonly form?: string;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

export type Progress =
  /** Waiting for its turn (pacing); then `started` when the first byte may leave. */
  | { readonly kind: 'queued' | 'started' }
  /** Waiting until somebody is in (`needsCompany`); then `waited`. */
  | { readonly kind: 'waiting' | 'waited' }
  | { readonly kind: 'ringing'; readonly response: SipResponse }
  /** Forwarded on its way. `retargetReason`: Microsoft's word for why (`ms-retarget-reason`), in lower case, where it is told. */
  | { readonly kind: 'deflected'; readonly response: SipResponse; readonly retargetReason?: string };

export interface DeliveryResult {
  readonly outcome: Outcome;
  /** The form that the outcome comes from, where the method knows several. */
  readonly form?: string;
  /** URI of the endpoint that really answered (UCMA AcceptedBy). */
  readonly acceptedBy?: string;
  /** What can still be done for somebody who is in. */
  readonly participant?: Participant;
}

/** Somebody who was brought in, as long as we have a part in her call. */
export interface Participant {
  /** `bridged`: her call runs through a dialog of ours; `independent`: she is in by herself, or the focus called her. */
  readonly presence: 'bridged' | 'independent';
  /** Resolves when our part ends; never rejects. */
  readonly ended: Promise<ParticipantEnd>;
  /**
   * Whether her phone joined by itself when it was asked to. Undefined, as late as our part ends: it was not asked, or
   * that was never known. Never rejects.
   */
  readonly steppedOut?: Promise<boolean | undefined>;
  /** Takes her out: BYE to a bridged leg, else REFER with method=BYE to the conference. Resolves when it is done or given up. */
  hangUp(): Promise<void>;
}

export type ParticipantEnd =
  /** Her leg ended, by her or by the conference. */
  | { readonly how: 'left'; readonly by: 'person' | 'conference' }
  /** She joined by herself; the call goes on without us. */
  | { readonly how: 'stepped-out' }
  /** We ended it. */
  | { readonly how: 'hung-up' };

/**
 * An invitation that somebody sends to us: the inbound half of UCMA's ConferenceInvitation, as ConferenceInvitationReceived
 * hands it out.
 *
 *   Incoming ──accept, decline──► Terminating ──confirmed, declined──► Terminated   (TerminatedLocally)
 *      └───────withdrawn, expired────────► Terminating ──► Terminated               (TerminatedRemotely)
 *
 * Exactly one side ends it, whoever is first: after `accept` or `decline` a CANCEL has no effect any more (RFC 3261 9.2),
 * after a CANCEL `accept` and `decline` throw. Accepting an invitation joins nothing: who accepts calls the conference itself.
 */
import { formatAddress, parseAddress } from './address.ts';
import { ArgumentError, InvalidOperationError, OperationTimeoutError } from './errors.ts';
import { checkHeaders, type Header } from './headers.ts';
import { checkTransition, type State, type TransitionReason } from './state.ts';
import type { ToastMessage } from './toast-message.ts';

/** The way back to the inviter. Implemented where the invitation came in; used once at most. */
export interface InvitationReply {
  /** Resolves when the inviter has confirmed it (the ACK of a 2xx); false: she never did. Never rejects. */
  accept(headers: readonly Header[]): Promise<boolean>;
  decline(refusal: Refusal): void;
}

export interface Refusal {
  /** 400–699. */
  readonly code: number;
  /** That of the code where it is empty. */
  readonly reasonPhrase: string;
  readonly headers: readonly Header[];
}

export interface IncomingInvitationOptions {
  /** Who invites: the identity that the SIP server vouches for, and the display name; empty: none. */
  readonly inviter: Inviter;
  /** UCMA ConferenceUri. */
  readonly conferenceUri: string;
  readonly subject: string;
  readonly toast?: ToastMessage | undefined;
  /** It cannot be answered any more from then on. */
  readonly expiresAt: Date;
  readonly reply: InvitationReply;
}

export interface Inviter {
  /** Canonical `sip:`, `sips:` or `tel:` address. */
  readonly address: string;
  readonly name: string;
}

/** UCMA ConferenceInvitationDeclineOptions. */
export interface DeclineOptions {
  /** 400–699; 486 unless given, as in UCMA. */
  readonly code?: number;
  readonly reasonPhrase?: string;
  readonly headers?: readonly Header[];
}

/** Why nobody can answer any more: taken back by the inviter, or left unanswered for too long. */
export type IncomingEnd = 'withdrawn' | 'expired';

export interface IncomingStateChange {
  readonly previousState: State;
  readonly state: State;
  readonly reason: TransitionReason;
  /** With TerminatedRemotely. */
  readonly how?: IncomingEnd;
}

export class IncomingInvitation {
  readonly inviter: Inviter;
  readonly conferenceUri: string;
  readonly subject: string;
  readonly toast: ToastMessage | undefined;
  readonly expiresAt: Date;
  readonly #reply: InvitationReply;
  readonly #listeners: ((change: IncomingStateChange) => void)[] = [];
  #state: State = 'Incoming';

  /** Throws ArgumentError `address.invalid` for an inviter or conference without an address. */
  constructor({ inviter, conferenceUri, subject, toast, expiresAt, reply }: IncomingInvitationOptions) {
    this.inviter = { ...inviter, address: formatAddress(parseAddress(inviter.address)) };
    this.conferenceUri = formatAddress(parseAddress(conferenceUri));
    this.subject = subject;
    this.toast = toast;
    this.expiresAt = expiresAt;
    this.#reply = reply;
  }

  get state(): State {
    return this.#state;
  }

  /** Calls back on every change, in order, before anything further happens to the invitation. */
  onStateChanged(listener: (change: IncomingStateChange) => void): this {
    this.#listeners.push(listener);
    return this;
  }

  /**
   * Tells the inviter that we come (UCMA BeginAccept and EndAccept); resolves when she has confirmed it. Throws at once
   * ArgumentError (headers) and InvalidOperationError `invitation.answered` (answered, withdrawn or expired before); rejects
   * with OperationTimeoutError where the inviter never confirmed it. FailureResponseError cannot happen.
   */
  async accept({ headers = [] }: { readonly headers?: readonly Header[] } = {}): Promise<void> {
    const checked = checkHeaders(headers);
    this.#leaveIncoming('TerminatedLocally');
    const isConfirmed = await this.#reply.accept(checked);
    this.#change('Terminated', 'TerminatedLocally');
    if (!isConfirmed) throw new OperationTimeoutError({ word: 'unknown', detail: 'no-response' });
  }

  /**
   * Tells the inviter that we do not come: 603 as it stands, 486 with options that name no code (both as in UCMA).
   * Throws ArgumentError (`decline.code`, `decline.reason`, headers) and InvalidOperationError `invitation.answered`.
   */
  decline(options?: DeclineOptions): void {
    const refusal = refusalFrom(options ?? { code: DECLINE });
    this.#leaveIncoming('TerminatedLocally');
    this.#reply.decline(refusal);
    this.#change('Terminated', 'TerminatedLocally');
  }

  /** UCMA DeclineEverywhere: 603. */
  declineEverywhere(): void {
    this.decline({ code: DECLINE });
  }

  /** UCMA DeclineAll: 605, on behalf of all endpoints of the invited one, call routing included. */
  declineAll(): void {
    this.decline({ code: DECLINE_ALL });
  }

  /** Called by who brought it: nobody can answer it any more. Does nothing where it was answered before. */
  end(how: IncomingEnd): void {
    if (this.#state !== 'Incoming') return;
    this.#change('Terminating', 'TerminatedRemotely', how);
    this.#change('Terminated', 'TerminatedRemotely', how);
  }

  #leaveIncoming(reason: TransitionReason): void {
    if (this.#state !== 'Incoming') {
      throw new InvalidOperationError(
        'invitation.answered',
        'The invitation has been answered or has ended',
        {
          state: this.#state,
        },
      );
    }
    this.#change('Terminating', reason);
  }

  #change(state: State, reason: TransitionReason, how?: IncomingEnd): void {
    const previousState = this.#state;
    checkTransition(previousState, state, reason);
    this.#state = state;
    const change = { previousState, state, reason, ...(how === undefined ? {} : { how }) };
    for (const listener of this.#listeners) listener(change);
  }
}

const DECLINE = 603;
const DECLINE_ALL = 605;
const BUSY_HERE = 486;

function refusalFrom({ code = BUSY_HERE, reasonPhrase = '', headers = [] }: DeclineOptions): Refusal {
  if (!Number.isInteger(code) || code < 400 || code > 699) {
    throw new ArgumentError('decline.code', `${code} refuses nothing: 400 to 699 do`, { code });
  }
  if (/\p{Cc}/u.test(reasonPhrase) || reasonPhrase.length > 128) {
    throw new ArgumentError('decline.reason', 'A reason phrase is one short line of text');
  }
  return { code, reasonPhrase, headers: checkHeaders(headers) };
}

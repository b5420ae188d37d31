/**
 * One outgoing INVITE, from its identity on paper to its end.
 *
 *   new ──identity saved──► calling ──18x──► ringing ──2xx──► answered: a `Call`
 *    │                        │  │             │  └──────── 3xx–6xx ──► ended: an Outcome
 *    │                        │  └── cancel, no 18x in time, rung for long enough ──► cancelling
 *    └── withdrawn, lost ──► ended                               cancelling ──487, or a late 2xx (ACK, BYE)──► ended
 *                                                                           └─ silence ──► ended: unknown
 *
 * A second 2xx (another branch of a fork) gets ACK and BYE, in every state, also long after the end.
 */
import type {
  Body,
  IncomingResponse,
  IncomingResponseMessage,
  OutgoingInviteRequest,
  OutgoingRequestMessage,
  Session,
} from 'sip.js/lib/core/index.js';
import type { Answer, AnsweredBy, Outcome, Progress } from '../../core/index.ts';
import { newBranch, newCallId, newTag } from '../user-agent/identifiers.ts';
import { codeOf } from '../user-agent/responses.ts';
import { isUri, parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { answerOf, outcomeOfResponse } from './answer.ts';
import { bodyOf } from './body.ts';
import { Call } from './call.ts';
import type { CallJournal, LegRecord } from './call-journal.ts';
import type { CallTimers } from './call-timers.ts';
import { deflectionOf } from './deflection.ts';
import { detached } from './detached.ts';
import { forgetInvite } from './forget-invite.ts';
import { displayName } from './header-text.ts';
import { LegEntry } from './leg-entry.ts';
import { redirectTargets } from './redirection.ts';
import { cancelInvite } from './resumed-invite.ts';
import { rejectingAnswer } from './sdp.ts';

export interface InviteLegOptions {
  readonly userAgent: SipUserAgent;
  readonly journal: CallJournal;
  readonly identity: Pick<LegRecord, 'invitationId' | 'leg' | 'method' | 'form'>;
  /** SIP URI. */
  readonly target: string;
  readonly fromName: string;
  /** Header lines beside the usual ones. */
  readonly headers: readonly string[];
  readonly body?: Body | undefined;
  readonly timers: Pick<CallTimers, 'silenceMs' | 'cancelMs' | 'lateAnswerMs'>;
  /** How long it may ring after the first 18x. */
  readonly ringMs?: number;
  /** How long the answer may take in all, however it rings. */
  readonly answerMs?: number;
  /** Written with the 2xx, in the same breath: what it means beside that there is a call. */
  readonly whenAnswered?: Pick<LegRecord, 'steppingOut'>;
  /** Aborting it cancels: `withdrawn`. */
  readonly signal: AbortSignal;
  progress?(progress: Progress): void;
}

/** The 2xx. `ack` must be called, once. */
export interface AnsweredLeg {
  readonly kind: 'answered';
  readonly call: Call;
  readonly message: IncomingResponseMessage;
  readonly rang: boolean;
  /** The offer or answer in the 2xx. */
  readonly body: Body | undefined;
  ack(body?: Body): void;
}

export interface EndedLeg {
  readonly kind: 'ended';
  readonly outcome: Outcome;
  /** Of a 3xx: SIP URIs to call instead, the preferred ones first (redirection.ts). */
  readonly redirectedTo?: readonly string[];
}

export type LegResult = AnsweredLeg | EndedLeg;

/** Nobody has more phones; a peer could make up tags for ever. */
const MAX_EARLY_DIALOGS = 10;

type CancelReason = 'withdrawn' | 'ring-timeout';

export class InviteLeg {
  readonly #options: InviteLegOptions;
  readonly #answeredBy: AnsweredBy;
  readonly #result = Promise.withResolvers<LegResult>();
  readonly #withdraw = () => this.cancel('withdrawn');
  /** One after the other: how long until the first 18x, how long it rings, how long a CANCEL takes. */
  #timeout: NodeJS.Timeout | undefined;
  #answerTimeout: NodeJS.Timeout | undefined;
  #request: OutgoingInviteRequest | undefined;
  #entry: LegEntry | undefined;
  #cancelled: CancelReason | undefined;
  #cancelledBranch: string | undefined;
  #rang = false;
  #isSettled = false;

  constructor(options: InviteLegOptions) {
    this.#options = options;
    this.#answeredBy = options.identity.leg;
  }

  /** Calls, once. Rejects only where `target` is no SIP URI. */
  run(): Promise<LegResult> {
    // Nothing of the start is kept while it rings: a thousand may ring.
    this.#start().catch(this.#result.reject);
    return this.#result.promise;
  }

  async #start(): Promise<void> {
    const { userAgent, journal, identity, signal } = this.#options;
    const message = this.#message();
    signal.addEventListener('abort', this.#withdraw, { once: true });
    if (signal.aborted) this.#withdraw();
    this.#entry = LegEntry.of(userAgent, journal, identity, message);
    if (!(await this.#entry.open())) {
      this.#stopWaiting();
      this.#result.resolve({ kind: 'ended', outcome: { word: 'unknown', detail: 'ownership-lost' } });
    } else if (this.#cancelled) {
      // Race: cancelled while its identity was being written. Nothing has left, so nothing has to be taken back.
      this.#settle({ word: wordOf(this.#cancelled) });
    } else {
      this.#send(message);
    }
  }

  #message(): OutgoingRequestMessage {
    const { userAgent, target, fromName, headers, body } = this.#options;
    const uri = parseUri(target);
    const ids = { callId: newCallId(), fromTag: newTag(), fromDisplayName: displayName(fromName) };
    const extraHeaders = [...userAgent.headersTo(uri), ...headers];
    const message = userAgent.core.makeOutgoingRequestMessage(
      'INVITE',
      uri,
      userAgent.uri,
      uri,
      ids,
      extraHeaders,
      body,
    );
    message.branch = newBranch();
    return message;
  }

  /** Stops the ringing. `run` resolves when it has stopped; an answer that crosses is hung up. */
  cancel(why: CancelReason): void {
    if (this.#cancelled || this.#isSettled) return;
    this.#cancelled = why;
    if (!this.#request) return;
    this.#clearTimeouts();
    this.#sendCancel(this.#request);
    // sip.js has no Timer C: without a final response it would wait for ever (RFC 3261 9.1: 64*T1).
    this.#timeout = setTimeout(() => this.#onCancelUnanswered(), this.#options.timers.cancelMs);
  }

  #onCancelUnanswered(): void {
    const { userAgent, timers } = this.#options;
    if (this.#request) forgetInvite(userAgent, this.#request, timers.lateAnswerMs);
    this.#settle({ word: 'unknown', detail: 'cancel-unanswered' });
  }

  #send(message: OutgoingRequestMessage): void {
    const { userAgent, timers, answerMs } = this.#options;
    const giveUp = () => this.cancel('ring-timeout');
    this.#timeout = setTimeout(giveUp, timers.silenceMs);
    if (answerMs !== undefined) this.#answerTimeout = setTimeout(giveUp, answerMs);
    const onRefused = ({ message }: IncomingResponse) => this.#onRefused(message);
    this.#request = userAgent.core.invite(message, {
      onTrying: ({ message }) => this.#onProvisional(message),
      onAccept: ({ message, session, ack }) =>
        this.#onAccepted(message, session, (body) => void ack(body && { body })),
      onRedirect: onRefused,
      onReject: onRefused,
    });
    // sip.js has put them together piece by piece, and keeps them until the end.
    for (const name of ['Via', 'From', 'To'])
      message.setHeader(name, detached(message.getHeader(name) ?? ''));
  }

  /** sip.js holds it back until a provisional response has come (RFC 3261 9.1). */
  #sendCancel(request: OutgoingInviteRequest): void {
    this.#cancelledBranch = request.message.branch;
    request.cancel();
  }

  #onProvisional(message: IncomingResponseMessage): void {
    // Race: cancelled × challenged. sip.js has answered the challenge with a new INVITE, which nobody has cancelled yet.
    const request = this.#request;
    const isUncancelled = request && this.#cancelled && request.message.branch !== this.#cancelledBranch;
    if (isUncancelled) this.#sendCancel(request);
    const code = codeOf(message);
    if (code < 180 || code > 183 || this.#isSettled) return;
    this.#writeEarlyDialog(message);
    if (!this.#rang && !this.#cancelled) this.#limitRinging();
    this.#rang = true;
    const response = { code, reasonPhrase: message.reasonPhrase ?? '' };
    if (code === 180 || code === 183) this.#options.progress?.({ kind: 'ringing', response });
    if (code === 181) this.#options.progress?.(deflectionOf(message));
  }

  #limitRinging(): void {
    const { ringMs } = this.#options;
    clearTimeout(this.#timeout);
    this.#timeout = ringMs === undefined ? undefined : setTimeout(() => this.cancel('ring-timeout'), ringMs);
  }

  /** Where a CANCEL is lost with the proxy that knew the INVITE, a phone can be stopped by its dialog: resumed-invite.ts. */
  #writeEarlyDialog(message: IncomingResponseMessage): void {
    const toTag = detached(message.toTag ?? '');
    const remoteTarget: string = message.parseHeader('contact')?.uri?.toString() ?? '';
    const dialogs = this.#entry?.record.earlyDialogs ?? [];
    const isKnown = dialogs.some((dialog) => dialog.toTag === toTag);
    if (!toTag || !isUri(remoteTarget) || isKnown || dialogs.length >= MAX_EARLY_DIALOGS) return;
    const routeSet = routeSetOf(message);
    const dialog = { toTag, routeSet, remoteTarget: detached(remoteTarget) };
    void this.#entry?.change({ earlyDialogs: dialogs.concat(dialog) });
  }

  #onAccepted(message: IncomingResponseMessage, session: Session, ack: (body?: Body) => void): void {
    const body = bodyOf(message);
    if (this.#isSettled || this.#cancelled) {
      // Race: CANCEL × 200, or the second answer of a fork.
      const refusal = this.#options.body || !body ? undefined : rejectingAnswer(body, session.localURI.host);
      ack(refusal);
      session.bye();
      if (this.#isSettled || !this.#cancelled) return;
      if (this.#options.whenAnswered) void this.#entry?.change(this.#options.whenAnswered);
      this.#settle({ word: wordOf(this.#cancelled), answer: answerOf(message, this.#context) });
      return;
    }
    const entry = this.#entry;
    const request = this.#request?.message;
    if (!entry || !request) return;
    const written = entry.change({
      ...this.#options.whenAnswered,
      state: 'confirmed',
      to: { uri: entry.record.to.uri, tag: message.toTag },
      cseq: request.cseq,
      branch: request.branch ?? entry.record.branch,
      routeSet: routeSetOf(message),
      remoteTarget: session.remoteTarget.toString(),
    });
    const call = new Call(this.#options.userAgent, session, entry);
    this.#stopWaiting();
    const answered = { kind: 'answered', call, message, rang: this.#rang, body, ack: once(ack) } as const;
    // Before an ACK leaves: what the far end takes for a call, a successor has to know for one.
    void written.then(() => this.#result.resolve(answered));
  }

  #onRefused(message: IncomingResponseMessage): void {
    this.#settle(outcomeOfResponse(message, this.#context), redirectTargets(message));
  }

  get #context(): Pick<Answer, 'answeredBy' | 'rang' | 'request' | 'cancelled'> {
    const cancelled = this.#cancelled === undefined ? {} : { cancelled: this.#cancelled };
    return { answeredBy: this.#answeredBy, rang: this.#rang, request: 'INVITE', ...cancelled };
  }

  #settle(outcome: Outcome, redirectedTo: readonly string[] = []): void {
    if (this.#isSettled) return;
    this.#stopWaiting();
    const { userAgent } = this.#options;
    const entry = this.#entry;
    if (outcome.detail === 'connection-lost' && entry) {
      // Her phone may ring on: as soon as there is a connection again it is told to stop.
      userAgent.once('ready', () => {
        void cancelInvite(userAgent, entry.record).then(() => entry.change({ state: 'ended' }));
      });
    } else {
      void entry?.change({ state: 'ended' });
    }
    // Only now: what others are told has begun to be written.
    this.#result.resolve({ kind: 'ended', outcome, ...(redirectedTo.length > 0 && { redirectedTo }) });
  }

  #stopWaiting(): void {
    this.#isSettled = true;
    this.#clearTimeouts();
    this.#options.signal.removeEventListener('abort', this.#withdraw);
  }

  #clearTimeouts(): void {
    clearTimeout(this.#timeout);
    clearTimeout(this.#answerTimeout);
  }
}

/** The answer behind a 2xx, for the outcome. */
export function answerOfLeg({ message, rang, call }: AnsweredLeg): Answer {
  return answerOf(message, { answeredBy: call.entry.record.leg, rang, request: 'INVITE' });
}

function wordOf(cancelled: CancelReason): Outcome['word'] {
  return cancelled === 'withdrawn' ? 'withdrawn' : 'no-answer';
}

/** Route headers of later requests (RFC 3261 12.1.2). */
function routeSetOf(message: IncomingResponseMessage): string[] {
  return message.getHeaders('record-route').reverse().map(detached);
}

function once(ack: (body?: Body) => void): (body?: Body) => void {
  let done = false;
  return (body) => {
    if (!done) ack(body);
    done = true;
  };
}

/**
 * Our dialog with the focus of one conference ([MS-CONFBAS]): we join it, and give commands by INFO inside it.
 *
 *   new ──INVITE addUser(us)──► joining ──2xx──► joined ──their BYE, or it knows us no more──► over
 *                                  └── refused ──► an Outcome       └── leave: BYE ──► over
 *
 * It is written down nowhere. A successor joins anew; the dialog of a dead process ends by its session timer (RFC 4028), as
 * nobody refreshes it any more, and nobody who was called depends on it.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { Body, IncomingInfoRequest, IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import type { Outcome } from '../../core/index.ts';
import { bodyOf } from '../calls/body.ts';
import type { Call } from '../calls/call.ts';
import type { CallTimers } from '../calls/call-timers.ts';
import { type AnsweredLeg, InviteLeg } from '../calls/invite-leg.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { type C3pResponse, type Envelope, joinRequest, readC3pResponse } from './c3p.ts';
import { outcomeOfFailure, outcomeOfRefusal } from './focus-outcome.ts';

/** What we ask for (RFC 4028), in seconds: a focus refuses who has no session timer (ms-diagnostics 3010). */
const SESSION_SECONDS = 1_800;
/** Less is forbidden (RFC 4028 5). */
const MIN_SESSION_SECONDS = 90;
const TIMER_HEADERS = ['Supported: timer, ms-sender', `Session-Expires: ${SESSION_SECONDS};refresher=uac`];
const ALLOW_INFO = 'Allow: INFO';

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: 'success' }
  /** The reason is one of UCMA's CommandFailureReasons; empty: not told. */
  | { readonly kind: 'failure'; readonly reason: string }
  /** The INFO was refused, or a response to it was made here. */
  | { readonly kind: 'refused'; readonly message: IncomingResponseMessage }
  /** No response for as long as it was waited for. */
  | { readonly kind: 'silence' }
  /** The dialog ended under it. */
  | { readonly kind: 'gone' };

interface Waiting {
  onResponse(response: C3pResponse): void;
  end(end: CommandEnd): void;
}

export interface FocusOptions {
  readonly userAgent: SipUserAgent;
  /** Focus URI, which is also the conference URI. */
  readonly uri: string;
  readonly timers: CallTimers;
}

export class Focus {
  readonly #options: FocusOptions;
  readonly #call: Call;
  readonly #waiting = new Map<string, Waiting>();
  #refresh: NodeJS.Timeout | undefined;

  private constructor(options: FocusOptions, { call, message }: AnsweredLeg) {
    this.#options = options;
    this.#call = call;
    call.onInfo = (request) => this.#onInfo(request);
    // What the focus makes of a session is no offer and no answer, so it is kept as it is.
    call.onReinvite = (request) =>
      request.accept({ statusCode: 200, extraHeaders: options.userAgent.contactHeaders });
    const { userAgent } = options;
    userAgent.on('contactChanged', this.#tellContact);
    this.#keep(message);
    void call.ended.then(() => this.#over());
  }

  /** Joins. Rejects only where `uri` is no SIP URI. */
  static async join(options: FocusOptions): Promise<Focus | Outcome> {
    const { userAgent, uri, timers } = options;
    const leg = new InviteLeg({
      userAgent,
      journal: { save: async () => {} },
      identity: { invitationId: uri, leg: 'conference', method: 'dial-out', form: 'c3p' },
      target: uri,
      fromName: '',
      headers: [...TIMER_HEADERS, ALLOW_INFO],
      body: joinRequest(envelopeOf(options), randomUUID()),
      timers,
      answerMs: timers.conferenceMs,
      signal: new AbortController().signal,
    });
    const result = await leg.run();
    if (result.kind === 'ended') {
      // Nothing of hers has begun, so also silence is a failure that everybody knows of.
      const { answer } = result.outcome;
      return answer ? outcomeOfRefusal(answer) : { word: 'failed', detail: 'conference-refused' };
    }
    result.ack();
    const response = result.body && readC3pResponse(result.body.content);
    if (response?.code !== 'failure') return new Focus(options, result);
    void result.call.bye();
    return outcomeOfFailure(response.reason);
  }

  get isOver(): boolean {
    return this.#call.isOver;
  }

  /** Resolves when the dialog is over; never rejects. */
  get ended(): Promise<unknown> {
    return this.#call.ended;
  }

  /**
   * Gives a command; each *pending* of the focus lets `patienceMs` begin anew (UCMA EndDialOut), and `signal` ends them. Never
   * rejects.
   */
  command(write: (envelope: Envelope) => Body, patienceMs: number, signal: AbortSignal): Promise<CommandEnd> {
    const envelope = envelopeOf(this.#options);
    return new Promise((resolve) => {
      const end = (how: CommandEnd) => {
        clearTimeout(timeout);
        signal.removeEventListener('abort', abandon);
        this.#waiting.delete(envelope.requestId);
        resolve(how);
      };
      const abandon = () => end({ kind: 'silence' });
      const wait = () => setTimeout(abandon, patienceMs);
      let timeout = wait();
      const onResponse = ({ code, reason }: C3pResponse) => {
        clearTimeout(timeout);
        if (code === 'pending') timeout = wait();
        else end(code === 'success' ? { kind: 'success' } : { kind: 'failure', reason });
      };
      if (this.isOver) {
        end({ kind: 'gone' });
        return;
      }
      // Before it leaves: the response may come in an INFO that overtakes the 200.
      this.#waiting.set(envelope.requestId, { onResponse, end });
      signal.addEventListener('abort', abandon);
      const onRefusal = ({ message }: { message: IncomingResponseMessage }) =>
        end({ kind: 'refused', message });
      this.#call.info(write(envelope), [ALLOW_INFO], {
        onAccept: ({ message }) => this.#onResponse(bodyOf(message)),
        onReject: onRefusal,
        onRedirect: onRefusal,
      });
    });
  }

  /** Leaves; those who were called stay. Resolves when the focus has answered, or cannot be reached. */
  async leave(): Promise<void> {
    await this.#call.bye();
  }

  #onInfo(request: IncomingInfoRequest): void {
    const isUnderstood = this.#onResponse(bodyOf(request.message));
    if (isUnderstood) request.accept();
    else request.reject({ statusCode: 415, extraHeaders: ['Accept: application/cccp+xml'] });
  }

  /** Whether it was a response; one to a command that has ended means nothing any more. */
  #onResponse(body: Body | undefined): boolean {
    const response = body && readC3pResponse(body.content);
    if (response) this.#waiting.get(response.requestId)?.onResponse(response);
    return response !== undefined;
  }

  /** RFC 4028 7.2, 10: the one who refreshes does it at half of the time. */
  #keep(accepted: IncomingResponseMessage): void {
    const [, seconds, refresher = 'uac'] =
      /^\s*(\d{1,6})(?:.*;\s*refresher\s*=\s*(uac|uas))?/i.exec(
        accepted.getHeader('session-expires') ?? '',
      ) ?? [];
    if (seconds === undefined || refresher.toLowerCase() === 'uas') return;
    const everyMs = Math.max(Number(seconds), MIN_SESSION_SECONDS) * 500;
    // A dialog that nobody has ended must not keep a process alive that has nothing else to do.
    this.#refresh = setInterval(() => this.#call.update(TIMER_HEADERS), everyMs).unref();
  }

  readonly #tellContact = () => this.#call.update(TIMER_HEADERS);

  #over(): void {
    clearInterval(this.#refresh);
    this.#options.userAgent.off('contactChanged', this.#tellContact);
    for (const waiting of [...this.#waiting.values()]) waiting.end({ kind: 'gone' });
  }
}

function envelopeOf({ userAgent, uri }: FocusOptions): Envelope {
  return { requestId: String(randomInt(2 ** 31)), from: userAgent.uri.toString(), to: uri };
}

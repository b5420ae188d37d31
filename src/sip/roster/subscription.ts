/**
 * One subscription to an event package (RFC 6665), from its SUBSCRIBE to its end.
 *
 *   new ──start──► asked ──NOTIFY, before or after the answer──► live ──before it expires, `refresh`──► asked again, and live
 *                    │                                            └──`unsubscribe`──► leaving ──NOTIFY `terminated`──► over
 *                    └──refused; no NOTIFY (Timer N)──► over         any ──NOTIFY `terminated`; `abandon`──► over
 *
 * What is over answers 481: a notifier that goes on then knows that nobody listens.
 */
import type { IncomingRequestMessage, IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import type { Later } from '../user-agent/later.ts';
import { LONGEST_SECONDS, secondsIn } from '../user-agent/register-response.ts';
import { codeOf, isMadeHere } from '../user-agent/responses.ts';
import type { NotifyAnswer, StopListening } from '../user-agent/subscriptions.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { SubscriptionDialog } from './subscription-dialog.ts';
import { readSubscriptionState } from './subscription-state.ts';

export interface SubscriptionTimers {
  /** How long a subscription shall last unless the notifier wants it otherwise; 300,000. */
  readonly expiresMs: number;
  /** Timer N: how long to wait for a NOTIFY after each SUBSCRIBE; 32,000. */
  readonly notifyMs: number;
  /** How long unsubscribing may take; 1,000. */
  readonly stopMs: number;
}

export interface SubscriptionOptions {
  readonly userAgent: SipUserAgent;
  /** The event package, `conference`. */
  readonly event: string;
  /** The one media type of its documents. */
  readonly accept: string;
  /** SIP URI of what is subscribed to. */
  readonly target: string;
  readonly timers: SubscriptionTimers;
  readonly random: () => number;
  readonly later: Later;
  /** Takes a document; returns whether it could be read. */
  onDocument(body: string): boolean;
  /** Called once, unless we have ended it. */
  onEnd(end: SubscriptionEnd): void;
}

export type SubscriptionEnd =
  /** `code` of the answer to a SUBSCRIBE; 0: nobody answered. */
  | { readonly how: 'refused'; readonly code: number; readonly retryAfterSeconds: number | undefined }
  /** By the notifier, with its reason (RFC 6665 4.1.3); empty: none. */
  | { readonly how: 'terminated'; readonly reason: string; readonly retryAfterSeconds: number | undefined }
  /** Timer N. */
  | { readonly how: 'silence' };

/** Whatever a notifier grants, it is not asked more often. */
const SHORTEST_REFRESH_MS = 1_000;
const TAKEN: NotifyAnswer = { statusCode: 200 };

export class Subscription {
  readonly #options: SubscriptionOptions;
  readonly #dialog: SubscriptionDialog;
  readonly #over = Promise.withResolvers<void>();
  #stopListening: StopListening = () => {};
  #cancelRefresh = (): void => {};
  #cancelTimerN = (): void => {};
  #expiresSeconds: number;
  #grantedSeconds: number;
  #isAsking = false;
  #isToAskAgain = false;
  #isLeaving = false;
  #isOver = false;

  /** Throws TypeError for a `target` that is none. */
  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#dialog = new SubscriptionDialog(options.userAgent, options.target);
    this.#expiresSeconds = Math.round(options.timers.expiresMs / 1_000);
    this.#grantedSeconds = this.#expiresSeconds;
  }

  start(): void {
    const { userAgent, event } = this.#options;
    // Before it leaves: the first NOTIFY may overtake the answer.
    this.#stopListening = userAgent.subscriptions.listen(event, this.#dialog, (notify) => this.#hear(notify));
    this.#ask();
  }

  /** Asks for the whole state once more (RFC 6665 4.1.2.2). */
  refresh(): void {
    if (this.#isAsking) this.#isToAskAgain = true;
    else this.#ask();
  }

  /** Ends it without a word. */
  abandon(): void {
    this.#isOver = true;
    this.#cancelRefresh();
    this.#cancelTimerN();
    this.#stopListening({ refuseLate: true });
    this.#over.resolve();
  }

  /** Resolves when the notifier has ended it, or has had its time. Never rejects. */
  async unsubscribe(): Promise<void> {
    const { userAgent, timers, later } = this.#options;
    if (this.#isOver || !this.#dialog.isMade || !userAgent.ready) {
      this.abandon();
      return;
    }
    this.#isLeaving = true;
    this.#cancelRefresh();
    this.#cancelTimerN();
    const cancelPatience = later(timers.stopMs, () => this.abandon());
    this.#dialog.subscribe(this.#headers(0), (message) => {
      if (codeOf(message) >= 300) this.abandon();
    });
    await this.#over.promise;
    cancelPatience();
  }

  #headers(expiresSeconds: number): string[] {
    const { event, accept } = this.#options;
    return [`Event: ${event}`, `Accept: ${accept}`, `Expires: ${expiresSeconds}`];
  }

  #ask(isRepeated = false): void {
    const { timers, later } = this.#options;
    this.#isAsking = true;
    this.#isToAskAgain = false;
    this.#grantedSeconds = this.#expiresSeconds;
    this.#cancelRefresh();
    this.#cancelTimerN();
    this.#cancelTimerN = later(timers.notifyMs, () => this.#end({ how: 'silence' }));
    const wasMade = this.#dialog.isMade;
    this.#dialog.subscribe(this.#headers(this.#expiresSeconds), (message) => {
      this.#isAsking = false;
      // Race: ended, or being ended, while the notifier was thinking.
      if (this.#isOver || this.#isLeaving) return;
      if (!isRepeated && this.#adapts(message)) this.#ask(true);
      else this.#onAnswer(message, wasMade);
    });
  }

  /** Whether the notifier wants something that we can do: a longer subscription (RFC 6665 4.2.1.1). */
  #adapts(message: IncomingResponseMessage): boolean {
    const minimum = secondsIn(message, 'min-expires') ?? 0;
    if (codeOf(message) !== 423 || minimum <= this.#expiresSeconds || minimum > LONGEST_SECONDS) return false;
    this.#expiresSeconds = minimum;
    return true;
  }

  #onAnswer(message: IncomingResponseMessage, wasMade: boolean): void {
    const code = codeOf(message);
    if (code < 300) {
      if (this.#isToAskAgain) this.#ask();
      else this.#refreshWithin(secondsIn(message, 'expires') ?? this.#expiresSeconds);
    } else if (isMadeHere(message) && this.#dialog.isMade && !wasMade) {
      // Its NOTIFY has come all the same, and that is what makes a subscription (4.1.2.4).
      this.#refreshWithin(this.#expiresSeconds);
    } else {
      const retryAfterSeconds = secondsIn(message, 'retry-after');
      this.#end({ how: 'refused', code: isMadeHere(message) ? 0 : code, retryAfterSeconds });
    }
  }

  #hear(notify: IncomingRequestMessage): NotifyAnswer {
    const standing = readSubscriptionState(notify.getHeader('subscription-state'));
    if (!standing) return { statusCode: 400 };
    const refusal = this.#dialog.admit(notify);
    if (refusal !== undefined) return { statusCode: refusal };
    this.#cancelTimerN();
    const answer = this.#isLeaving ? TAKEN : this.#take(notify);
    const { state, reason, expiresSeconds, retryAfterSeconds } = standing;
    if (state === 'terminated') this.#end({ how: 'terminated', reason, retryAfterSeconds });
    else if (expiresSeconds !== undefined) this.#refreshWithin(expiresSeconds);
    return answer;
  }

  #take(notify: IncomingRequestMessage): NotifyAnswer {
    const { accept, onDocument } = this.#options;
    const { body } = notify;
    // There may be nothing to tell yet.
    if (body === '') return TAKEN;
    const [type = ''] = (notify.getHeader('content-type') ?? '').split(';');
    if (type.trim().toLowerCase() !== accept) return { statusCode: 415, extraHeaders: [`Accept: ${accept}`] };
    return onDocument(body) ? TAKEN : { statusCode: 400 };
  }

  /** The shortest counts of what the answer and the NOTIFYs grant; they may grant less than was asked for, never more. */
  #refreshWithin(seconds: number): void {
    const { random, later } = this.#options;
    if (this.#isLeaving) return;
    this.#grantedSeconds = Math.min(this.#grantedSeconds, seconds);
    this.#cancelRefresh();
    const delayMs = Math.max(this.#grantedSeconds * 1_000 * (0.7 + 0.15 * random()), SHORTEST_REFRESH_MS);
    this.#cancelRefresh = later(delayMs, () => this.refresh());
  }

  #end(end: SubscriptionEnd): void {
    if (this.#isOver) return;
    this.abandon();
    if (!this.#isLeaving) this.#options.onEnd(end);
  }
}

/**
 * One REFER outside any dialog (RFC 3515), from its identity on paper to what became of it. To the conference it is
 * dial-out.ts, to the person refer.ts.
 *
 *   new ──identity saved──► sent ──2xx, or a NOTIFY──► taken ──NOTIFY ≥ 200──► status
 *    │                        │                          └── `terminated` without a status, `Refer-Sub: false` ──► silence
 *    │                        └── refused ──► refused (which wins over any NOTIFY that came first)
 *    └── withdrawn, lost ──► an Outcome, and nothing was sent
 *
 * `limit` and `stop` end it from outside; what NOTIFYs say is heard until `close`.
 */
import type { IncomingResponseMessage, OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import type { Delivery, Outcome, SipResponse } from '../../core/index.ts';
import { displayName } from '../calls/header-text.ts';
import { LegEntry } from '../calls/leg-entry.ts';
import { newBranch, newCallId, newTag } from '../user-agent/identifiers.ts';
import { isMadeHere } from '../user-agent/responses.ts';
import { parseUri } from '../user-agent/uri.ts';
import { linesWithoutPriority } from './invite-headers.ts';
import type { SipMethodOptions } from './method-options.ts';
import { ReferProgress } from './refer-progress.ts';

export type ReferralEnd =
  /** Refused, or not answered at all: then the response was made here. */
  | { readonly kind: 'refused'; readonly message: IncomingResponseMessage }
  /** NOTIFY: how the call ended that it asked for. */
  | { readonly kind: 'status'; readonly status: SipResponse }
  /** Taken, and then nothing that says how it ended. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'ring-timeout' | 'withdrawn' };

export interface ReferralOptions {
  readonly method: string;
  /** SIP URI of who is asked. */
  readonly target: string;
  /** SIP URI of who is to be called, without headers. */
  readonly referTo: string;
  /** Headers of that call, `?Subject=…`; empty: none. */
  readonly referToHeaders?: string;
  readonly fromName: string;
  /** Called once, as soon as it is known that the other side has it. */
  onTaken?(): void;
  /** 180, 181, 182 or 183 in a NOTIFY; `isFirst` once. */
  onRinging?(response: SipResponse, isFirst: boolean): void;
}

export class Referral {
  readonly #wire: Pick<SipMethodOptions, 'userAgent' | 'journal'>;
  readonly #delivery: Delivery;
  readonly #options: ReferralOptions;
  readonly #message: OutgoingRequestMessage;
  readonly entry: LegEntry;
  readonly #end = Promise.withResolvers<ReferralEnd>();
  #progress: ReferProgress | undefined;
  #timeout: NodeJS.Timeout | undefined;
  #status: SipResponse | undefined;
  #isTaken = false;
  #rang = false;

  constructor(
    wire: Pick<SipMethodOptions, 'userAgent' | 'journal'>,
    delivery: Delivery,
    options: ReferralOptions,
  ) {
    this.#wire = wire;
    this.#delivery = delivery;
    this.#options = options;
    const { method, referTo } = options;
    this.#message = this.#compose();
    const identity = { invitationId: delivery.id, leg: 'person', method, form: 'refer', referTo } as const;
    this.entry = LegEntry.of(wire.userAgent, wire.journal, identity, this.#message);
  }

  /** A NOTIFY told of an 18x. */
  get rang(): boolean {
    return this.#rang;
  }

  /** The other side has it: from then on nobody can say that nothing will happen. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** What a NOTIFY said last of all, also after the end: see `close`. */
  get status(): SipResponse | undefined {
    return this.#status;
  }

  /** Writes its identity down. Resolves with an outcome where nothing may be sent. */
  async open(): Promise<Outcome | undefined> {
    if (!(await this.entry.open())) return { word: 'unknown', detail: 'ownership-lost' };
    // Race: withdrawn while its identity was being written.
    if (!this.#delivery.signal.aborted) return undefined;
    await this.entry.change({ state: 'ended' });
    return { word: 'withdrawn' };
  }

  /** Sends it, once. Never rejects. */
  async run(): Promise<ReferralEnd> {
    const { callId, fromTag } = this.#message;
    const progress = new ReferProgress(
      this.#wire.userAgent,
      { callId, localTag: fromTag },
      {
        onNotify: () => this.#take(),
        onProvisional: (response) => this.#onProvisional(response),
      },
    );
    this.#progress = progress;
    void progress.final.then((status) => {
      this.#status = status;
    });
    void Promise.all([this.#send(progress), progress.final]).then(([refused, status]) => {
      // The answer to the REFER wins over a NOTIFY that came before it, unless nobody sent that answer.
      if (refused && !(status && isMadeHere(refused)))
        this.#end.resolve({ kind: 'refused', message: refused });
      else this.#end.resolve(status ? { kind: 'status', status } : { kind: 'silence' });
    });
    const end = await this.#end.promise;
    clearTimeout(this.#timeout);
    return end;
  }

  /** How long it may take from now on; takes the place of an earlier limit. */
  limit(ms: number, kind: 'silence' | 'ring-timeout'): void {
    clearTimeout(this.#timeout);
    this.#timeout = setTimeout(() => this.stop(kind), ms);
  }

  /** Stops waiting. It takes nothing back: whom the REFER has reached it has reached (RFC 3515 2.4.5). */
  stop(kind: 'silence' | 'ring-timeout' | 'withdrawn'): void {
    this.#end.resolve({ kind });
  }

  /** Stops listening. What a NOTIFY says after the end is known in `status` until then. */
  close(): void {
    clearTimeout(this.#timeout);
    this.#progress?.close();
  }

  #compose(): OutgoingRequestMessage {
    const { userAgent } = this.#wire;
    const { target, referTo, referToHeaders = '', fromName } = this.#options;
    const uri = parseUri(target);
    const ids = { callId: newCallId(), fromTag: newTag(), fromDisplayName: displayName(fromName) };
    const message = userAgent.core.makeOutgoingRequestMessage('REFER', uri, userAgent.uri, uri, ids, [
      ...userAgent.headersTo(uri),
      `Refer-To: <${referTo}${referToHeaders}>`,
      `Referred-By: <${userAgent.uri.toString()}>`,
      'Accept: message/sipfrag',
      ...linesWithoutPriority(this.#delivery),
    ]);
    message.branch = newBranch();
    return message;
  }

  /** Resolves with the refusal, or undefined where it was taken. */
  #send(progress: ReferProgress): Promise<IncomingResponseMessage | undefined> {
    return new Promise((resolve) => {
      const refused = ({ message }: { message: IncomingResponseMessage }) => {
        progress.close();
        resolve(message);
      };
      this.#wire.userAgent.core.request(this.#message, {
        onAccept: ({ message }) => {
          this.#take();
          // RFC 4488: then no NOTIFY will come.
          if (/^\s*false/i.test(message.getHeader('refer-sub') ?? '')) progress.close();
          resolve(undefined);
        },
        onReject: refused,
        onRedirect: refused,
      });
    });
  }

  #take(): void {
    if (this.#isTaken) return;
    this.#isTaken = true;
    this.#options.onTaken?.();
  }

  #onProvisional(response: SipResponse): void {
    if (response.code < 180 || response.code > 183) return;
    const isFirst = !this.#rang;
    this.#rang = true;
    this.#options.onRinging?.(response, isFirst);
  }
}

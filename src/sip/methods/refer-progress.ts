/**
 * What NOTIFYs say about a REFER (RFC 3515): message/sipfrag, an INVITE's status line. Registered before the REFER leaves,
 * because the first NOTIFY can come before its answer.
 *
 *   waiting ──NOTIFY 1xx──► waiting      waiting ──NOTIFY ≥ 200──► final
 *   waiting ──`terminated` without a final status, or closed by us──► nothing (undefined)
 */
import type { SipResponse } from '../../core/index.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';

export class ReferProgress {
  /** The final status; undefined when none came. Never rejects. */
  readonly final: Promise<SipResponse | undefined>;
  readonly #stop: () => void;
  readonly #end = Promise.withResolvers<SipResponse | undefined>();

  constructor(
    userAgent: SipUserAgent,
    dialog: { readonly callId: string; readonly localTag: string },
    hears: {
      /** Any NOTIFY about it, whatever it says. */
      onNotify?(): void;
      onProvisional?(response: SipResponse): void;
    } = {},
  ) {
    this.final = this.#end.promise;
    this.#stop = userAgent.subscriptions.listen('refer', dialog, (notify) => {
      hears.onNotify?.();
      const status = parseSipfrag(notify.body);
      const isTerminated = /^\s*terminated/i.test(notify.getHeader('subscription-state') ?? '');
      // A 202 is a promise, not a call (RFC 4579 5.7).
      if (status && status.code >= 200 && status.code !== 202) this.#finish(status);
      else if (isTerminated) this.#finish(undefined);
      else if (status) hears.onProvisional?.(status);
    });
  }

  /** Stops listening; a NOTIFY that still comes is answered 200. */
  close(): void {
    this.#finish(undefined);
  }

  #finish(status: SipResponse | undefined): void {
    this.#stop();
    this.#end.resolve(status);
  }
}

/** The status line; headers may follow it, and its line end may be missing. */
export function parseSipfrag(body: string): SipResponse | undefined {
  const match = /^\s*SIP\/2\.0[ \t]+(\d{3})[ \t]*([^\r\n]*)/i.exec(body);
  return match?.[1] ? { code: Number(match[1]), reasonPhrase: (match[2] ?? '').trim() } : undefined;
}

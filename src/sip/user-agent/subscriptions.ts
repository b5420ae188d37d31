/**
 * Who hears which NOTIFY. sip.js knows no REFER outside a dialog, so what is said about one never reaches it; and none that comes
 * before the answer to the request that began the subscription (RFC 6665 4.1.2.4), so all of ours are kept here.
 *
 *   nobody ──listen──► heard ──the function that `listen` returned──► ended: answered 200, and means nothing any more
 */
import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';

export type NotifyListener = (notify: IncomingRequestMessage) => void;

/** How many may still get a 200 for what comes late. */
const MAX_ENDED = 1_000;

const hearNothing: NotifyListener = () => undefined;

export class Subscriptions {
  readonly #listeners = new Map<string, NotifyListener>();
  readonly #ended = new Set<string>();

  /**
   * Takes the NOTIFYs of one event package (`refer`, `conference`) that answer a request sent with these identifiers, until the
   * function it returns is called. To be called before that request leaves: the first NOTIFY may overtake its answer.
   */
  listen(
    event: string,
    { callId, localTag }: { readonly callId: string; readonly localTag: string },
    listener: NotifyListener,
  ): () => void {
    const key = `${event} ${callId} ${localTag}`;
    this.#listeners.set(key, listener);
    return () => {
      if (!this.#listeners.delete(key)) return;
      this.#ended.add(key);
      const [oldest] = this.#ended;
      if (this.#ended.size > MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest);
    };
  }

  /** Who is to hear it, after its 200; undefined: it belongs to no subscription of ours. */
  listenerOf(notify: IncomingRequestMessage): NotifyListener | undefined {
    const [, event = ''] = /^\s*([^\s;]+)/.exec(notify.getHeader('event') ?? '') ?? [];
    const key = `${event.toLowerCase()} ${notify.callId} ${notify.toTag}`;
    return this.#listeners.get(key) ?? (this.#ended.has(key) ? hearNothing : undefined);
  }
}

import { type AriEvent, readJson } from './ari.ts';

/** One WebSocket full of events. */
export class EventSocket {
  /** Whether it has been opened; false: it was closed before. */
  readonly opened: Promise<boolean>;
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #closed = Promise.withResolvers<void>();

  constructor(url: URL, onEvent: (event: AriEvent) => void) {
    this.#socket = new WebSocket(url);
    this.closed = this.#closed.promise;
    this.opened = new Promise((resolve) => {
      this.#socket.onopen = () => resolve(true);
      void this.closed.then(() => resolve(false));
    });
    this.#socket.onclose = () => this.#closed.resolve();
    this.#socket.onmessage = ({ data }) => {
      const event = readEvent(String(data));
      if (event) onEvent(event);
    };
  }

  /** At once: who is silent does not have to agree. */
  close(): void {
    this.#socket.onmessage = null;
    this.#closed.resolve();
    this.#socket.close();
  }
}

/** Undefined: nothing that we could read. */
function readEvent(text: string): AriEvent | undefined {
  const event = readJson(text);
  const isEvent = typeof event === 'object' && event !== null && 'type' in event;
  return isEvent ? (event as AriEvent) : undefined;
}

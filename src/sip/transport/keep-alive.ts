/**
 * Pings on a connection, so that what lies between keeps it open and its death is noticed (RFC 5626 3.5.1, 4.4.1; RFC 7118 6
 * takes the same for WebSocket).
 *
 * Only some servers answer. Silence means death only where an earlier ping of this connection was answered; at the others the
 * pings keep the connection open, and TCP's own keep-alive notices.
 */

export const PING = '\r\n\r\n';
export const PONG = '\r\n';

export interface KeepAliveTimers {
  /** Longest time between two pings; the real one is 80 to 100 % of it; 30,000. */
  readonly pingMs: number;
  /** How long a pong may take; 10,000. */
  readonly pongMs: number;
}

export interface KeepAliveOptions extends KeepAliveTimers {
  readonly random: () => number;
  ping(): void;
  /** A pong did not come. */
  onDead(): void;
}

export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #isAnswered = false;
  #next: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Whether silence would mean something. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Whatever arrives shows that the connection lives. */
  heard({ isPong }: { readonly isPong: boolean }): void {
    if (isPong) this.#isAnswered = true;
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  stop(): void {
    clearTimeout(this.#next);
    clearTimeout(this.#deadline);
  }

  #schedule(): void {
    const { pingMs, random } = this.#options;
    this.#next = setTimeout(() => this.#ping(), pingMs * (0.8 + random() / 5));
  }

  #ping(): void {
    const { pongMs, ping, onDead } = this.#options;
    if (this.#isAnswered) this.#deadline ??= setTimeout(onDead, pongMs);
    ping();
    this.#schedule();
  }
}

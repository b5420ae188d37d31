/** As long as a 2xx is repeated until its ACK comes (RFC 3261 13.3.1.4: 64*T1). */
const KEPT_MS = 32_000;

/**
 * The ACKs that may have been lost with their connection. Nobody else repeats them: the 2xx that asks for one again goes to the lost
 * connection, and without its ACK a call ends after 32 s. One that comes twice does no harm.
 */
export class RecentAcks {
  readonly #now: () => number;
  #kept: { readonly at: number; readonly text: string }[] = [];

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(message: string): void {
    if (message.startsWith('ACK ')) this.#kept.push({ at: this.#now(), text: message });
    const oldest = this.#now() - KEPT_MS;
    while (this.#kept[0] && this.#kept[0].at < oldest) this.#kept.shift();
  }

  get texts(): readonly string[] {
    const oldest = this.#now() - KEPT_MS;
    return this.#kept.filter(({ at }) => at >= oldest).map(({ text }) => text);
  }
}

/** More are not in use at once; a server that hands out a new nonce each time fills this and never asks for the old ones. */
const MAX_NONCES = 1_000;

/** How often each nonce was used, by all requests of a user agent: a server takes no count twice (RFC 7616 3.4). */
export class NonceCounts {
  readonly #counts = new Map<string, number>();

  /** 1 for the first use. */
  next(nonce: string): number {
    const count = (this.#counts.get(nonce) ?? 0) + 1;
    this.#counts.delete(nonce);
    this.#counts.set(nonce, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_NONCES && oldest !== undefined) this.#counts.delete(oldest);
    return count;
  }
}

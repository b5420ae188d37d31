/**
 * Who connects to us (SIP_LISTEN) and sends what is refused, at a rate that no neighbour needs, is read more slowly: everybody at that
 * address, so that it helps nobody to connect again. What belongs to our calls counts for nothing, whoever sends it.
 */

/** So many at once, and one more each `everyMs`: a burst of OPTIONS, of late answers, of what our own calls have left behind. */
const BURST = 600;
const EVERY_MS = 20;
/** A second at a time: who has become quiet is read again soon. */
const LONGEST_REST_MS = 1_000;
/** That are remembered; the one that was blamed longest ago is forgotten first. */
const MAX_ADDRESSES = 1_000;

export class Blame {
  readonly #now: () => number;
  /** By address: when all that it has sent is paid for (the theoretical arrival time of ITU-T I.371). */
  readonly #paidAt = new Map<string, number>();

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** One more; returns for how many milliseconds nothing is to be read from there. */
  add(address: string): number {
    const now = this.#now();
    const paidAt = Math.max(this.#paidAt.get(address) ?? 0, now) + EVERY_MS;
    this.#paidAt.delete(address);
    this.#paidAt.set(address, paidAt);
    for (const oldest of this.#paidAt.keys()) {
      if (this.#paidAt.size <= MAX_ADDRESSES) break;
      this.#paidAt.delete(oldest);
    }
    return Math.min(LONGEST_REST_MS, Math.max(0, paidAt - now - BURST * EVERY_MS));
  }
}

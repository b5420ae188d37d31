/** Lines of one message within a second; what comes after is counted. */
const MAX_PER_SECOND = 20;
/** Our messages are fewer; what somebody else words may be anything. */
const MAX_MESSAGES = 1_000;

interface Second {
  begunAt: number;
  lines: number;
}

/** Keeps a message that comes thousands of times, as somebody may make it, from filling the disk. */
export class Repeats {
  readonly #now: () => number;
  readonly #seconds = new Map<string, Second>();

  /** `now`: in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many of this message were left out since the last one that was not; undefined: this one is left out too. */
  leftOut(message: string): number | undefined {
    const now = this.#now();
    const last = this.#seconds.get(message);
    if (last && now - last.begunAt < 1_000) {
      last.lines += 1;
      return last.lines <= MAX_PER_SECOND ? 0 : undefined;
    }
    if (!last && this.#seconds.size >= MAX_MESSAGES) this.#seconds.clear();
    this.#seconds.set(message, { begunAt: now, lines: 1 });
    return last ? Math.max(0, last.lines - MAX_PER_SECOND) : 0;
  }
}

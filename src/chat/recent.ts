interface Entry<T> {
  readonly at: number;
  readonly value: Promise<T>;
}

/**
 * What was read a moment ago: read once for all who ask at the same time, and kept for a while. A failure is not
 * remembered: the next one who asks tries again.
 */
export class Recent<T> {
  readonly #now: () => number;
  readonly #freshMs: number;
  readonly #limit: number;
  readonly #entries = new Map<string, Entry<T>>();

  /** At most `limit` entries, the oldest goes first. */
  constructor(now: () => number, freshMs: number, limit: number) {
    this.#now = now;
    this.#freshMs = freshMs;
    this.#limit = limit;
  }

  has(key: string): boolean {
    const known = this.#entries.get(key);
    return known !== undefined && this.#now() - known.at < this.#freshMs;
  }

  /** What was read otherwise. */
  put(key: string, value: T): void {
    this.#keep(key, Promise.resolve(value));
  }

  async of(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && this.#now() - known.at < this.#freshMs) return known.value;
    const value = read();
    this.#keep(key, value);
    try {
      return await value;
    } catch (error) {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
      throw error;
    }
  }

  #keep(key: string, value: Promise<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, { at: this.#now(), value });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) break;
      this.#entries.delete(oldest);
    }
  }
}

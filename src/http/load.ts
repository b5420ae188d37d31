/** What is under way at a time. More is refused with 503 and Retry-After: chat services send it again, and what is kept waiting costs memory. */
export interface LoadLimits {
  /** Requests that somebody works on: turns, and what comes from Slack. */
  readonly working: number;
  /** Bytes of bodies that are being read, together. */
  readonly bodyBytes: number;
}

export const LOAD_LIMITS: LoadLimits = {
  working: 250,
  // As many bodies of the greatest length.
  bodyBytes: 64 * 1024 * 1024,
};

/** Seconds, as Retry-After says it. */
export const RETRY_AFTER = 2;

export class Load {
  readonly #limits: LoadLimits;
  #working = 0;
  #bodyBytes = 0;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  /** Works on one more; undefined: there are too many, and `work` is not called. */
  during<T>(work: () => Promise<T>): Promise<T> | undefined {
    if (this.#working >= this.#limits.working) return undefined;
    this.#working += 1;
    return work().finally(() => {
      this.#working -= 1;
    });
  }

  /** So many more bytes are held; false: they are too many, and not counted. */
  hold(bytes: number): boolean {
    if (this.#bodyBytes + bytes > this.#limits.bodyBytes) return false;
    this.#bodyBytes += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#bodyBytes -= bytes;
  }
}

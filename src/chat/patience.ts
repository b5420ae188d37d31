/** Teams takes 7 messages a second in one conversation. */
const GAP_MS = 150;
/** A job that waits longer than this had better fail and come back. */
const LONGEST_PAUSE_MS = 30_000;
/** Threads that are remembered at most; the oldest is forgotten first. */
const MAX_THREADS = 1_000;

export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** How long to stay silent in a thread: a little after each message, longer where the service asked for it. */
export class Patience {
  readonly #time: Time;
  readonly #silentUntil = new Map<string, number>();

  constructor(time: Time) {
    this.#time = time;
  }

  /** Waits for this thread's turn. True: time has passed, what was read before may be old. */
  async wait(threadId: string): Promise<boolean> {
    const pauseMs = (this.#silentUntil.get(threadId) ?? 0) - this.#time.now();
    if (pauseMs <= 0) return false;
    await this.#time.sleep(Math.min(pauseMs, LONGEST_PAUSE_MS));
    return true;
  }

  /** A message was sent; or was refused with the wish to wait `retryAfterMs`. */
  spoke(threadId: string, retryAfterMs: number = GAP_MS): void {
    this.#silentUntil.delete(threadId);
    this.#silentUntil.set(threadId, this.#time.now() + retryAfterMs);
    if (this.#silentUntil.size <= MAX_THREADS) return;
    for (const oldest of this.#silentUntil.keys()) {
      this.#silentUntil.delete(oldest);
      return;
    }
  }
}

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

/** Gives the messages of a thread their turns: a little apart, further apart where the service asks for it. */
export class Patience {
  readonly #time: Time;
  /** When the next message of a thread may leave. */
  readonly #nextAt = new Map<string, number>();

  constructor(time: Time) {
    this.#time = time;
  }

  /** Takes the thread's next turn and waits for it. True: time has passed, what was read before may be old. */
  async wait(threadId: string): Promise<boolean> {
    const now = this.#time.now();
    const at = Math.max(now, this.#nextAt.get(threadId) ?? 0);
    this.#remember(threadId, at + GAP_MS);
    if (at === now) return false;
    await this.#time.sleep(Math.min(at - now, LONGEST_PAUSE_MS));
    return true;
  }

  /** The service asked for silence. */
  hush(threadId: string, ms: number): void {
    this.#remember(threadId, Math.max(this.#nextAt.get(threadId) ?? 0, this.#time.now() + ms));
  }

  #remember(threadId: string, at: number): void {
    this.#nextAt.delete(threadId);
    this.#nextAt.set(threadId, at);
    for (const oldest of this.#nextAt.keys()) {
      if (this.#nextAt.size <= MAX_THREADS) break;
      this.#nextAt.delete(oldest);
    }
  }
}

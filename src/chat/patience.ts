import { MessengerError } from './messenger-error.ts';

/** So many messages at once, and one more each `everyMs`. */
export interface Rate {
  readonly burst: number;
  readonly everyMs: number;
}

/**
 * What Teams takes in one conversation: 7 messages in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour; updates count. The first
 * rate keeps to the first three, and leaves one a second to answers; the second one to the hour. Spread like this a card
 * that changes all the time is never older than 4 s, where a full window would freeze it for longer.
 */
export const TEAMS_RATES: readonly Rate[] = [
  { burst: 5, everyMs: 667 },
  { burst: 900, everyMs: 4_000 },
];
/** A job that would wait longer than this had better fail and come back. */
const LONGEST_PAUSE_MS = 30_000;
/** Threads that are remembered at most; the oldest is forgotten first. */
const MAX_THREADS = 1_000;

export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Of the machine since it started: a clock on the wall that is set back would have threads wait for as long. */
export const MONOTONIC: Time = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** When a thread may speak next. */
interface Turns {
  readonly silentUntil: number;
  /** Per rate: when all its messages so far are paid for (the theoretical arrival time of ITU-T I.371). */
  readonly paidAt: readonly number[];
}

/** Gives the messages of a thread their turns: as far apart as its channel wants, further where the service asks for it. */
export class Patience {
  readonly #time: Time;
  readonly #rates: readonly Rate[];
  readonly #turns = new Map<string, Turns>();

  constructor(time: Time, rates: readonly Rate[] = TEAMS_RATES) {
    this.#time = time;
    this.#rates = rates;
  }

  /**
   * Takes the thread's next turn and waits for it. True: time has passed, what was read before may be old. Throws a
   * MessengerError, and takes no turn, where that is too far off.
   */
  async wait(threadId: string): Promise<boolean> {
    const now = this.#time.now();
    const { silentUntil, paidAt } = this.#of(threadId);
    const turns = this.#rates.map(
      ({ burst, everyMs }, index) => (paidAt[index] ?? 0) - (burst - 1) * everyMs,
    );
    const at = Math.max(now, silentUntil, ...turns);
    if (at - now > LONGEST_PAUSE_MS) throw new MessengerError(429, undefined);
    const paid = this.#rates.map(({ everyMs }, index) => Math.max(paidAt[index] ?? 0, at) + everyMs);
    this.#remember(threadId, { silentUntil, paidAt: paid });
    if (at === now) return false;
    await this.#time.sleep(at - now);
    return true;
  }

  /** The service asked for silence. */
  hush(threadId: string, ms: number): void {
    const { silentUntil, paidAt } = this.#of(threadId);
    this.#remember(threadId, { silentUntil: Math.max(silentUntil, this.#time.now() + ms), paidAt });
  }

  #of(threadId: string): Turns {
    return this.#turns.get(threadId) ?? { silentUntil: 0, paidAt: [] };
  }

  #remember(threadId: string, turns: Turns): void {
    this.#turns.delete(threadId);
    this.#turns.set(threadId, turns);
    for (const oldest of this.#turns.keys()) {
      if (this.#turns.size <= MAX_THREADS) break;
      this.#turns.delete(oldest);
    }
  }
}

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
/** Messages that a service counts together. */
export interface Lane {
  readonly key: string;
  readonly rates: readonly Rate[];
  /** A job that would wait longer than this had better fail and come back; 30 s unless given. */
  readonly longestPauseMs?: number;
}

const LONGEST_PAUSE_MS = 30_000;
/** Lanes that are remembered at most; the oldest is forgotten first. */
const MAX_LANES = 1_000;

export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Of the machine since it started: a clock on the wall that is set back would have threads wait for as long. */
export const MONOTONIC: Time = {
  now: () => performance.now(),
  // Nobody stays alive only to wait.
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
};

/** When a lane is free next. */
interface Turns {
  readonly silentUntil: number;
  /** Per rate: when all its messages so far are paid for (the theoretical arrival time of ITU-T I.371). */
  readonly paidAt: readonly number[];
}

/** Gives the messages of a lane their turns: as far apart as its service wants, further where it asks for it. */
export class Patience {
  readonly #time: Time;
  readonly #turns = new Map<string, Turns>();

  constructor(time: Time) {
    this.#time = time;
  }

  /**
   * Takes the lane's next turn and waits for it. True: time has passed, what was read before may be old. Throws a
   * MessengerError, and takes no turn, where that is too far off.
   */
  async wait({ key, rates, longestPauseMs = LONGEST_PAUSE_MS }: Lane): Promise<boolean> {
    const now = this.#time.now();
    const { silentUntil, paidAt } = this.#of(key);
    const turns = rates.map(({ burst, everyMs }, index) => (paidAt[index] ?? 0) - (burst - 1) * everyMs);
    const at = Math.max(now, silentUntil, ...turns);
    if (at - now > longestPauseMs) throw new MessengerError(429, undefined);
    const paid = rates.map(({ everyMs }, index) => Math.max(paidAt[index] ?? 0, at) + everyMs);
    this.#remember(key, { silentUntil, paidAt: paid });
    if (at === now) return false;
    await this.#time.sleep(at - now);
    return true;
  }

  /** The service asked for silence. */
  hush({ key }: Lane, ms: number): void {
    const { silentUntil, paidAt } = this.#of(key);
    this.#remember(key, { silentUntil: Math.max(silentUntil, this.#time.now() + ms), paidAt });
  }

  #of(key: string): Turns {
    return this.#turns.get(key) ?? { silentUntil: 0, paidAt: [] };
  }

  #remember(key: string, turns: Turns): void {
    this.#turns.delete(key);
    this.#turns.set(key, turns);
    for (const oldest of this.#turns.keys()) {
      if (this.#turns.size <= MAX_LANES) break;
      this.#turns.delete(oldest);
    }
  }
}

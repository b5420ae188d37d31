/**
 * SIP_CALLS_PER_SECOND: a token bucket shared by all methods, first come first served. Servers take a burst of calls for an
 * attack (Kamailio's pike blocks above 16 requests in 2 s).
 */
import type { Delivery, Outcome } from '../../core/index.ts';

/** Who would wait for longer than this, in seconds, is not called: nobody waits for it any more, and what waits costs memory. */
const LONGEST_WAIT_SECONDS = 600;

export class Pacer {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #waiting: { go: () => void }[] = [];
  #tokens: number;
  #filledAt: number;
  #timer: NodeJS.Timeout | undefined;

  /** `perSecond` is also the largest burst (at least one call). `now` in milliseconds. */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#tokens = this.#burst;
    this.#filledAt = now();
  }

  /** Resolves with undefined when the call may leave, else with what became of it. Tells `progress` only if it has to wait. */
  async turn({ signal, progress }: Pick<Delivery, 'signal' | 'progress'>): Promise<Outcome | undefined> {
    if (signal.aborted) return WITHDRAWN;
    this.#fill();
    if (this.#waiting.length === 0 && this.#tokens >= 1) {
      this.#tokens -= 1;
      return undefined;
    }
    if (this.#waiting.length >= LONGEST_WAIT_SECONDS * this.#perSecond) return TOO_MANY;
    progress({ kind: 'queued' });
    if (!(await this.#wait(signal))) return WITHDRAWN;
    progress({ kind: 'started' });
    return undefined;
  }

  #wait(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const place = {
        go: () => {
          signal.removeEventListener('abort', leave);
          resolve(true);
        },
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1);
        if (this.#waiting.length === 0) this.#stopWaiting();
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(place);
      this.#schedule();
    });
  }

  get #burst(): number {
    return Math.max(1, Math.floor(this.#perSecond));
  }

  #fill(): void {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) * this.#perSecond) / 1_000);
    this.#filledAt = now;
  }

  #schedule(): void {
    if (this.#timer || this.#waiting.length === 0) return;
    const missing = Math.max(0, 1 - this.#tokens);
    this.#timer = setTimeout(() => this.#release(), Math.ceil((missing / this.#perSecond) * 1_000));
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #release(): void {
    this.#timer = undefined;
    this.#fill();
    while (this.#tokens >= 1) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#tokens -= 1;
      next.go();
    }
    this.#schedule();
  }
}

const WITHDRAWN: Outcome = { word: 'withdrawn' };
const TOO_MANY: Outcome = { word: 'failed', detail: 'too-many-waiting' };

/**
 * How long a peer may keep us waiting. A message that has begun has to end in time, on every connection; who connects to us has to
 * say something in time, and something now and then.
 *
 *   silent ──first bytes──► unfinished ──message──► idle ──bytes──► unfinished …        (a trickle of bytes buys no time)
 */
export interface PatienceTimers {
  /** How long a message may take from its first byte, and a new peer until it says something; 10,000. */
  readonly unfinishedMs: number;
  /** How long a peer that connected to us may be still; its keep-alives count; 600,000. */
  readonly idleMs: number;
}

export type PatienceFault = 'connection-silent' | 'message-unfinished' | 'connection-idle';

type Phase = PatienceFault | 'none';

export class Patience {
  readonly #timers: PatienceTimers;
  readonly #isInbound: boolean;
  readonly #onOver: (fault: PatienceFault) => void;
  #phase: Phase = 'none';
  #hasSpoken = false;
  #timeout: NodeJS.Timeout | undefined;

  constructor(timers: PatienceTimers, isInbound: boolean, onOver: (fault: PatienceFault) => void) {
    this.#timers = timers;
    this.#isInbound = isInbound;
    this.#onOver = onOver;
    this.#enter(isInbound ? 'connection-silent' : 'none');
  }

  /** After each piece of input: how many messages it completed, and whether another one has begun. */
  heard(messages: number, hasBegun: boolean): void {
    if (messages > 0) this.#hasSpoken = true;
    const phase = this.#phaseAfter(hasBegun);
    if (messages > 0 || phase !== this.#phase || phase === 'connection-idle') this.#enter(phase);
  }

  stop(): void {
    clearTimeout(this.#timeout);
  }

  #phaseAfter(hasBegun: boolean): Phase {
    if (hasBegun) return 'message-unfinished';
    if (!this.#isInbound) return 'none';
    return this.#hasSpoken ? 'connection-idle' : 'connection-silent';
  }

  #enter(phase: Phase): void {
    clearTimeout(this.#timeout);
    this.#phase = phase;
    if (phase === 'none') return;
    const { idleMs, unfinishedMs } = this.#timers;
    const delayMs = phase === 'connection-idle' ? idleMs : unfinishedMs;
    this.#timeout = setTimeout(() => this.#onOver(phase), delayMs);
  }
}

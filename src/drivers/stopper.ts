/** Why we wait for her no longer, from our side. */
export type Stop = 'withdrawn' | 'ring-timeout';

export function isStop(value: unknown): value is Stop {
  return value === 'withdrawn' || value === 'ring-timeout';
}

/** Tells when she is not wanted in any more, or her phone has rung for long enough. */
export class Stopper {
  readonly #signal: AbortSignal;
  readonly #stopped = Promise.withResolvers<Stop>();
  readonly #withdraw = () => this.#stopped.resolve('withdrawn');
  #timer: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#withdraw, { once: true });
    if (signal.aborted) this.#withdraw();
  }

  get stopped(): Promise<Stop> {
    return this.#stopped.promise;
  }

  /** How long it may take from now on, in the place of an earlier limit; undefined: no limit any more. */
  limit(ms: number | undefined): void {
    clearTimeout(this.#timer);
    if (ms !== undefined) this.#timer = setTimeout(() => this.#stopped.resolve('ring-timeout'), ms);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#withdraw);
  }
}

import type { Outcome } from '../../core/index.ts';

/**
 * SIP_MAX_CALLS: how many calls of ours there are. LegEntry counts them as they are written down, those that were taken over from
 * a dead process too: they are there, whether there is room or not.
 */
export class CallCount {
  readonly #max: number;
  #now = 0;

  constructor(max = Number.POSITIVE_INFINITY) {
    this.#max = max;
  }

  get now(): number {
    return this.#now;
  }

  change(by: number): void {
    this.#now += by;
  }

  /** What becomes of who needs so many more; undefined: there is room, for those that begin in the same breath. */
  refusal(calls: number): Outcome | undefined {
    return this.#now + calls > this.#max ? { word: 'failed', detail: 'too-many-calls' } : undefined;
  }
}

/** A clock that stands still: `pending` are the pauses that are waited for, `run` ends them, `end` those of one length. */
export class FakeTimers {
  readonly #waiting = new Map<() => void, number>();

  readonly later = (delayMs: number, run: () => void): (() => void) => {
    this.#waiting.set(run, delayMs);
    return () => void this.#waiting.delete(run);
  };

  get pending(): number[] {
    return [...this.#waiting.values()];
  }

  run(): void {
    const runs = [...this.#waiting.keys()];
    this.#waiting.clear();
    for (const run of runs) run();
  }

  /** Throws where nobody waits that long. */
  end(delayMs: number): void {
    const runs = [...this.#waiting].filter(([, waited]) => waited === delayMs).map(([run]) => run);
    if (runs.length === 0) throw new Error(`nobody waits ${delayMs} ms: ${this.pending.join(', ')}`);
    for (const run of runs) {
      this.#waiting.delete(run);
      run();
    }
  }
}

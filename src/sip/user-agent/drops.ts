import type { Logger } from 'pino';

/** Counts what was refused or dropped, by reason; of each connection each reason is logged once, however often it comes. */
export class Drops {
  readonly #log: Logger;
  readonly #refused: ((reason: string) => void) | undefined;
  readonly #counts = new Map<string, number>();
  readonly #logged = new WeakMap<object, Set<string>>();

  constructor(log: Logger, refused?: (reason: string) => void) {
    this.#log = log;
    this.#refused = refused;
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  count(reason: string, from: { readonly remote: object }): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    this.#refused?.(reason);
    const logged = this.#logged.get(from) ?? new Set();
    if (logged.has(reason)) return;
    this.#logged.set(from, logged.add(reason));
    this.#log.info({ reason, from: from.remote }, 'sip message refused or dropped');
  }
}

/**
 * What worked for an address last time: asked before a delivery, told after it. It orders what is tried, and never leaves
 * anything out.
 *
 *   nothing known ──she is in──► known: way ──it fails now──► nothing known
 *                                  └──another way brings her in──► known: that way
 *
 * Whatever the memory does, no call waits long for it or ends because of it.
 */
import type { StateChange } from '../core/index.ts';
import type { CallMemory, Log } from './ports.ts';
import type { KnownWay } from './records.ts';

/** A phone that rings this much later is no worse; a command that seems to do nothing is. */
const RECALL_LIMIT_MS = 500;

/** Ends of which the way may be the cause. Forgetting costs a refused attempt, keeping what is wrong may cost the call. */
const REFUTES: ReadonlySet<string> = new Set(['cannot', 'failed', 'unknown']);

export class WhatWorked {
  readonly #memory: CallMemory | undefined;
  readonly #log: Log;
  #latest: Promise<unknown> = Promise.resolve();

  constructor(memory: CallMemory | undefined, log: Log) {
    this.#memory = memory;
    this.#log = log;
  }

  /**
   * Undefined also where the memory is broken or slow. Never rejects. Asked at once, told in the order in which it was asked:
   * people are called in the order in which they were named.
   */
  recall(address: string): Promise<KnownWay | undefined> {
    const asked = this.#ask(address);
    const inTurn = this.#latest.then(() => asked);
    this.#latest = inTurn;
    return inTurn;
  }

  async #ask(address: string): Promise<KnownWay | undefined> {
    const late = Promise.withResolvers<undefined>();
    const timeout = setTimeout(() => late.resolve(undefined), RECALL_LIMIT_MS);
    try {
      return await Promise.race([this.#safely(async (memory) => await memory.recall(address)), late.promise]);
    } finally {
      clearTimeout(timeout);
    }
  }

  /** Never rejects. `known` is what was tried first. */
  async learn(
    address: string,
    known: KnownWay | undefined,
    { reason, outcome, way }: Pick<StateChange, 'reason' | 'outcome' | 'way'>,
  ): Promise<void> {
    if (!way) return;
    if (reason === 'Accepted') await this.#safely((memory) => memory.remember(address, way));
    else if (known && (REFUTES.has(outcome?.word ?? '') || hasMovedOn(known, way)))
      await this.#safely((memory) => memory.forget(address));
  }

  /** Whether her phone joined by itself when it was asked to; after `learn`. Never rejects. */
  async learnStepOut(address: string, way: StateChange['way'], steppedOut: boolean): Promise<void> {
    if (way) await this.#safely((memory) => memory.remember(address, { ...way, steppedOut }));
  }

  async #safely<T>(use: (memory: CallMemory) => Promise<T>): Promise<T | undefined> {
    try {
      return this.#memory && (await use(this.#memory));
    } catch (err) {
      this.#log.warn({ err }, 'what worked last time is not known');
      return undefined;
    }
  }
}

/** What worked last time was refused now, and something else was tried after it. */
function hasMovedOn(known: KnownWay, { method, form }: NonNullable<StateChange['way']>): boolean {
  return method !== known.method || (form !== undefined && known.form !== undefined && form !== known.form);
}

/**
 * Conferences that a factory makes (RFC 4579 5.4): the first invitation to one has it made, and all wait for its URI before a
 * phone rings. Of many processes one makes it, and holds the call that keeps it alive as long as somebody needs it.
 *
 *   nothing ──claimed──► making ──isfocus──► held ──the conference has ended, and nobody is left in it──► ended
 *      ▲                   └──refused──► failed: so is each invitation that has waited for it
 *      └──invited again──────────────────┘
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../core/index.ts';
import { isMade } from './conference-uri.ts';
import type { ConferenceFactory, FactoryCall, FactoryCalls, FactoryOrder, Made } from './factory-ports.ts';
import type { Log, Store, Transaction } from './ports.ts';
import type { ConferenceId, ConferenceRecord } from './records.ts';

export interface ConferenceMakerOptions {
  readonly store: Pick<Store, 'commit'>;
  readonly factory: ConferenceFactory;
  readonly calls: FactoryCalls;
  readonly log: Log;
}

/** Where somebody is to be brought, or why there is nowhere. */
export type Place = { readonly uri: string } | { readonly outcome: Outcome };

/** A call of this process. */
interface Holding {
  readonly stop: AbortController;
  /** Resolves when it is known whether there is a conference, also when there is none. */
  readonly decided: Promise<void>;
  readonly isDecided: boolean;
}

/** What another process makes is looked at so often. */
const LOOK_EVERY_MS = 250;
/** Why a call is ended; a process that only stops ends none that is held. */
const UNNEEDED = 'unneeded';
const RETRY_MS = [100, 300, 1_000, 3_000] as const;

export class ConferenceMaker {
  readonly #options: ConferenceMakerOptions;
  readonly #holdings = new Map<ConferenceId, Holding>();

  constructor(options: ConferenceMakerOptions) {
    this.#options = options;
  }

  /**
   * Has the conference made if need be. A refusal that came after she was invited is hers too: one attempt for all who wait.
   * Aborting `signal` ends the waiting, not the making: others wait as well.
   */
  async placeFor({ id, uri }: ConferenceRecord, invitedAt: Date, signal: AbortSignal): Promise<Place> {
    if (isMade(uri)) return { uri };
    const { calls } = this.#options;
    while (!signal.aborted) {
      const now = await calls.standing(id);
      if (isMade(now.uri)) return { uri: now.uri };
      if (now.outcome && now.changedAt && now.changedAt > invitedAt) return { outcome: now.outcome };
      this.#begin(id);
      const pause = sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      await Promise.race([pause, this.#holdings.get(id)?.decided ?? pause]);
    }
    return { outcome: { word: 'withdrawn' } };
  }

  /** Takes over what dead processes held, and hangs up where nobody needs it any more. */
  async sweep(): Promise<void> {
    const { calls } = this.#options;
    for (const call of await calls.takeOver()) {
      this.#hold(call.conferenceId, () => this.#resume(call));
    }
    for (const id of await calls.unneeded()) this.#holdings.get(id)?.stop.abort(UNNEEDED);
  }

  /** Takes back what is being made; what is held goes on, and the next process adopts it. */
  async drain(): Promise<void> {
    const undecided = [...this.#holdings.values()].filter(({ isDecided }) => !isDecided);
    for (const { stop } of undecided) stop.abort();
    await Promise.all(undecided.map(({ decided }) => decided));
  }

  /** In this process one at a time for each conference; of all processes `claim` chooses one. */
  #begin(id: ConferenceId): void {
    if (this.#holdings.has(id)) return;
    const { calls, factory } = this.#options;
    this.#hold(id, async (signal) => {
      const call = await calls.claim(id);
      if (call) return { call, made: await factory.make(this.#order(call), signal) };
      // Another process makes it: there is nothing to claim for a while.
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      return undefined;
    });
  }

  /** What was held goes on. What was only begun is ended: whoever still waits for it begins again. */
  async #resume(call: FactoryCall): Promise<Begun> {
    const { factory } = this.#options;
    const { uri, record } = call;
    if (record && isMade(uri)) return { call, made: await factory.adopt(this.#order(call), uri, record) };
    if (record) await factory.takeDown(this.#order(call), record);
    return { call, made: { kind: 'failed' } };
  }

  #order(call: FactoryCall): FactoryOrder {
    const { conferenceId, subject } = call;
    return { conferenceId, subject, save: (record) => this.#options.calls.save(call, record) };
  }

  #hold(id: ConferenceId, begin: (signal: AbortSignal) => Promise<Begun | undefined>): void {
    const { promise: decided, resolve } = Promise.withResolvers<void>();
    const holding = { stop: new AbortController(), decided, isDecided: false };
    const decide = () => {
      holding.isDecided = true;
      resolve();
    };
    this.#holdings.set(id, holding);
    this.#follow(begin, holding.stop.signal, decide)
      .catch((err) =>
        this.#options.log.error({ err, conference: id }, 'a conference could not be made or held'),
      )
      .finally(() => {
        this.#holdings.delete(id);
        decide();
      });
  }

  async #follow(
    begin: (signal: AbortSignal) => Promise<Begun | undefined>,
    signal: AbortSignal,
    decide: () => void,
  ): Promise<void> {
    const { calls, store } = this.#options;
    const begun = await begin(signal);
    if (!begun) return;
    const { call, made } = begun;
    if (made.kind === 'failed') return await persist(() => calls.over(call, made.outcome));
    const isOurs = await persist(() => store.commit((tx) => writeUri(tx, call, made.uri)));
    if (!isOurs) {
      // Who has it now found it unmade, and knows nothing of this call; or it has adopted this very one.
      if (!isMade(call.uri)) await made.call.hangUp();
      return;
    }
    decide();
    const hangUp = () => signal.reason === UNNEEDED && void made.call.hangUp();
    signal.addEventListener('abort', hangUp, { once: true });
    // Race: the conference has ended while it was being made.
    if (signal.aborted) hangUp();
    await made.call.ended;
    await persist(() => calls.over(call));
  }
}

interface Begun {
  readonly call: FactoryCall;
  readonly made: Made;
}

async function writeUri(tx: Transaction, call: FactoryCall, uri: string): Promise<boolean> {
  const cards = await tx.cardsOf(call.conferenceId);
  if (!(await tx.conferenceMade(call, uri))) return false;
  for (const card of cards) await tx.draw(card);
  return true;
}

/** A database that is away for a moment delays it. */
async function persist<T>(write: () => Promise<T>): Promise<T> {
  for (const delayMs of RETRY_MS) {
    try {
      return await write();
    } catch {
      await sleep(delayMs);
    }
  }
  return await write();
}

/**
 * What is remembered, by all processes that share one database.
 *
 *   const store = await PostgresStore.open({ url: DATABASE_URL ?? (await startEmbeddedPostgres({ dataDir, log })).url, log });
 *   await store.onDraw((cardId, signal) => …);       // one at a time per card, again when it throws
 *   await store.onNotice((threadId, notice) => …);   // one after the other per thread
 *   …
 *   await store.drained(3_000);                      // the last draws and notices
 *   await store.close();
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { AUDIT_DAYS } from '../desk/audit.ts';
import type { IncomingId } from '../desk/incoming-ports.ts';
import type { Log, Owned, Store, Transaction } from '../desk/ports.ts';
import type { CardId, ConferenceId, InvitationId } from '../desk/records.ts';
import type { Due } from '../desk/schedule/schedule-ports.ts';
import { whyNotWritten } from './away.ts';
import { commit } from './commit.ts';
import { databaseOn, openPool } from './database.ts';
import { giveAway } from './give-away.ts';
import type { JobFigures, JobWatcher } from './job-figures.ts';
import { type DrawHandler, Jobs, type NoticeHandler } from './jobs.ts';
import { Listener } from './listener.ts';
import { migrate } from './migrate.ts';
import { Processes } from './processes.ts';
import { StoreError } from './store-error.ts';
import { StoreReads } from './store-reads.ts';
import { takeOver } from './take-over.ts';
import { Upkeep } from './upkeep.ts';
import { EVERYBODY, readWake, WAKE_CHANNEL, type WakeCause } from './wake.ts';

export interface StoreOptions {
  /** `postgres://…` */
  readonly url: string;
  readonly log: Log;
  /** What has ended is deleted after so many days; 90 unless given. */
  readonly retentionDays?: number;
  /** The audit trail is kept so many days; 365 unless given. */
  readonly auditDays?: number;
  /** Sees what is done after commits. */
  readonly watcher?: JobWatcher;
}

const RETENTION_DAYS = 90;
const DRAIN_POLL_MS = 50;

export class PostgresStore extends StoreReads implements Store {
  readonly #log: Log;
  readonly #pool: Pool;
  readonly #jobs: Jobs;
  readonly #listener: Listener;
  readonly #upkeep: Upkeep;
  #isClosed = false;
  readonly #wakeListeners: Record<WakeCause, ((id: string) => void)[]> = {
    unwanted: [],
    followed: [],
    answered: [],
    left: [],
  };

  /** Connects, brings the tables up to date, takes part. Throws StoreError `store.connect`, `store.migration`. */
  static async open(options: StoreOptions): Promise<PostgresStore> {
    const store = new PostgresStore(await openPool(options.url, options.log), options);
    try {
      await store.#start();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private constructor(pool: Pool, { url, log, watcher, ...options }: StoreOptions) {
    const database = databaseOn(pool);
    super(database, new Processes(database, log));
    this.#log = log;
    this.#pool = pool;
    this.#jobs = new Jobs(url, log, watcher);
    const [memory, inbox] = [this.callMemory(), this.inbox()];
    const { retentionDays = RETENTION_DAYS, auditDays = AUDIT_DAYS } = options;
    this.#upkeep = new Upkeep({ database, jobs: this.#jobs, memory, inbox, retentionDays, auditDays, log });
    this.#listener = new Listener(url, WAKE_CHANNEL, log, (payload) => this.#hear(payload));
  }

  /**
   * `work` may run again from its beginning after a deadlock, or where the database went away, so it must do nothing but use its
   * transaction. In the second case it may find that it was committed the first time.
   */
  commit<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { database, processId } = this;
    // Nobody shall wait for it to come back.
    if (this.#isClosed) return Promise.reject(new StoreError('store.closed', 'The store is closed'));
    return commit({ database, processId, jobs: this.#jobs, log: this.#log }, work);
  }

  onUnwanted(listener: (id: InvitationId) => void): void {
    this.#wakeListeners.unwanted.push((id) => listener(id as InvitationId));
  }

  async takeOver(known?: readonly InvitationId[]): Promise<Owned[]> {
    return takeOver(this.database, this.processId, await this.processes.deadOnThisHost(), known);
  }

  giveAway(): Promise<InvitationId[]> {
    return giveAway(this.database, this.processId);
  }

  onGivenAway(listener: () => void): void {
    this.#wakeListeners.left.push(listener);
  }

  onFollowed(listener: (id: ConferenceId) => void): void {
    this.#wakeListeners.followed.push((id) => listener(id as ConferenceId));
  }

  onIncomingAnswered(listener: (id: IncomingId) => void): void {
    this.#wakeListeners.answered.push((id) => listener(id as IncomingId));
  }

  /** Draws cards from now on. */
  async onDraw(handler: DrawHandler): Promise<void> {
    await this.#jobs.onRedraw((cardId, queue) =>
      this.commit((tx) =>
        queue === 'draw' ? tx.draw(cardId) : tx.drawPersonal(cardId as string as InvitationId),
      ),
    );
    await this.#jobs.onDraw(handler);
  }

  /** Rings people again who have asked for it, from now on. */
  onRingAgain(handler: (id: InvitationId) => Promise<unknown>): Promise<void> {
    return this.#jobs.onRingAgain(handler);
  }

  /** Does what is due from now on. Returns how to take no more; that resolves when what was begun is done. */
  onDue(handler: (due: readonly Due[]) => Promise<unknown>): Promise<() => Promise<void>> {
    return this.#jobs.onDue(handler);
  }

  /** Decides from now on who of a card is called next. */
  onMoveOn(handler: (cardId: CardId) => Promise<void>): Promise<void> {
    return this.#jobs.onMoveOn(handler);
  }

  /** Sends notices from now on. */
  onNotice(handler: NoticeHandler): Promise<void> {
    return this.#jobs.onNotice(handler);
  }

  /** Resolves when the database takes what is written. Throws StoreError, of `whyNotWritten`. */
  async ping(): Promise<void> {
    await this.processes.renew().catch((error: unknown) => {
      throw whyNotWritten(error);
    });
  }

  /** For turns and changes; those of jobs and the one that listens are not among them. */
  get connections(): { readonly used: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /** What is to be done after commits, of all processes. */
  jobFigures(): Promise<JobFigures[]> {
    return this.#jobs.figures();
  }

  /** Waits until every draw and notice that is due is done, `limitMs` at most. */
  async drained(limitMs: number): Promise<void> {
    const giveUpAt = performance.now() + limitMs;
    while ((await this.#jobs.pending()) > 0 && performance.now() < giveUpAt) await sleep(DRAIN_POLL_MS);
  }

  /** Leaves: what this process owned may be taken over at once. Safe to call when the database is gone. */
  async close(): Promise<void> {
    this.#upkeep.stop();
    const parts = [() => this.#listener.close(), () => this.#jobs.stop(), () => this.processes.stop()];
    const destroy = () => {
      this.#isClosed = true;
      return this.database.destroy();
    };
    for (const end of [...parts, destroy]) {
      await end().catch((err: unknown) => this.#log.warn({ err }, 'the store could not leave in order'));
    }
  }

  async #start(): Promise<void> {
    await migrate(this.database);
    await this.#jobs.start();
    await this.processes.start();
    await this.#listener.start();
    // The jobs of a process that was killed wait for their heartbeat to grow old; alone, there is no need to.
    if (!(await this.hasOthers())) await this.#jobs.releaseAll();
    await this.#upkeep.start();
  }

  #hear(payload: string): void {
    const { process, cause, id } = readWake(payload);
    if (process !== this.processId && process !== EVERYBODY) return;
    for (const listener of this.#wakeListeners[cause] ?? []) listener(id);
  }
}

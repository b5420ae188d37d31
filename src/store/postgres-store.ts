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
import { sql } from 'kysely';
import type { RosterTarget } from '../core/index.ts';
import type { IncomingId } from '../desk/incoming-ports.ts';
import type { CardContent, Gathering, Log, Owned, Store, Transaction } from '../desk/ports.ts';
import type {
  CardId,
  ConferenceId,
  ConferenceRecord,
  InvitationId,
  ProcessId,
  QuestionId,
  ThreadId,
} from '../desk/records.ts';
import type { UnwantedAttendee } from '../desk/roster-ports.ts';
import type { Due, ScheduleStore } from '../desk/schedule/schedule-ports.ts';
import { isAway, whyNotWritten } from './away.ts';
import { CallJournal, type Leg } from './call-journal.ts';
import { cardRows, lockCards } from './card-rows.ts';
import { company } from './company.ts';
import { connect, type Database } from './database.ts';
import { AHEAD_MS, orderAhead } from './due-ahead.ts';
import { FactoryCalls } from './factory-calls.ts';
import { giveAway } from './give-away.ts';
import { incomingReads, incomingRows } from './incoming-rows.ts';
import { INVITATION_COLUMNS, invitationRows, isUnwanted } from './invitation-rows.ts';
import { type DrawHandler, Jobs, type NoticeHandler } from './jobs.ts';
import { Listener } from './listener.ts';
import { migrate } from './migrate.ts';
import { forgetUnreachable, personalReads, personalRows } from './personal-rows.ts';
import { Processes } from './processes.ts';
import { quietConferences } from './quiet-conferences.ts';
import { readCard, readGathering } from './read-card.ts';
import { forgetOld } from './retention.ts';
import { endpointsOf, forgetRosters, rosterRows } from './roster-rows.ts';
import { scheduleReads } from './schedule-reads.ts';
import { scheduleRows } from './schedule-rows.ts';
import { followed, isAlone, takeOver, withConferences } from './take-over.ts';
import { threadRows } from './thread-rows.ts';
import { unwantedAttendees } from './unwanted-attendees.ts';
import { EVERYBODY, readWake, WAKE_CHANNEL, type WakeCause } from './wake.ts';
import { Ways } from './ways.ts';

export interface StoreOptions {
  /** `postgres://…` */
  readonly url: string;
  readonly log: Log;
  /** What has ended is deleted after so many days; 90 unless given. */
  readonly retentionDays?: number;
}

const DEADLOCK = '40P01';
const RETRIES = 3;
const RETENTION_DAYS = 90;
const FORGET_EVERY_MS = 3_600_000;
const ORDER_EVERY_MS = 60_000;
const DRAIN_POLL_MS = 50;

export class PostgresStore implements Store {
  readonly #database: Database;
  readonly #log: Log;
  readonly #retentionDays: number;
  readonly #jobs: Jobs;
  readonly #listener: Listener;
  readonly #processes: Processes;
  readonly #wakeListeners: Record<WakeCause, ((id: string) => void)[]> = {
    unwanted: [],
    followed: [],
    answered: [],
    left: [],
  };
  #forgetting: NodeJS.Timeout | undefined;
  #ordering: NodeJS.Timeout | undefined;

  /** Connects, brings the tables up to date, takes part. Throws StoreError `store.connect`, `store.migration`. */
  static async open(options: StoreOptions): Promise<PostgresStore> {
    const store = new PostgresStore(await connect(options.url, options.log), options);
    try {
      await store.#start();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private constructor(database: Database, { url, log, retentionDays = RETENTION_DAYS }: StoreOptions) {
    this.#database = database;
    this.#retentionDays = retentionDays;
    this.#log = log;
    this.#jobs = new Jobs(url, log);
    this.#processes = new Processes(database, log);
    this.#listener = new Listener(url, WAKE_CHANNEL, log, (payload) => this.#hear(payload));
  }

  /** Of this process, as the owner of invitations. */
  get processId(): ProcessId {
    return this.#processes.id;
  }

  /**
   * `work` may run again from its beginning after a deadlock, or where the database went away, so it must do nothing but use its
   * transaction. In the second case it may find that it was committed the first time.
   */
  async commit<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#commitOnce(work);
      } catch (error) {
        const isDeadlock = error instanceof Error && 'code' in error && error.code === DEADLOCK;
        if (!(isDeadlock || isAway(error)) || attempt > RETRIES) throw error;
        this.#log.debug({ err: error, attempt }, 'a commit was broken off; trying again');
      }
    }
  }

  card(id: CardId): Promise<CardContent | undefined> {
    return this.#database.transaction().execute((trx) => readCard(trx, id));
  }

  gathering(threadId: ThreadId): Promise<Gathering | undefined> {
    return this.#database.transaction().execute((trx) => readGathering(trx, threadId));
  }

  lastWanted(addresses: readonly string[], since: Date): Promise<ConferenceRecord | undefined> {
    return this.#database
      .selectFrom('invitations')
      .innerJoin('conferences', 'conferences.id', 'invitations.conferenceId')
      .selectAll('conferences')
      .where(sql<string>`split_part(invitee ->> 'address', ';', 1)`, 'in', addresses)
      .where('invitations.createdAt', '>=', since)
      .where('wanted', '=', 'in')
      .where('conferences.state', '=', 'active')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  async unwanted(): Promise<Owned[]> {
    const invitations = await this.#database
      .selectFrom('invitations')
      .select(INVITATION_COLUMNS)
      .where('owner', '=', this.processId)
      .where(isUnwanted)
      .execute();
    return withConferences(this.#database, invitations);
  }

  unwantedAttendees(): Promise<UnwantedAttendee[]> {
    return unwantedAttendees(this.#database, this.processId);
  }

  company(id: InvitationId): Promise<'in' | 'coming' | 'nobody'> {
    return company(this.#database, id);
  }

  onUnwanted(listener: (id: InvitationId) => void): void {
    this.#wakeListeners.unwanted.push((id) => listener(id as InvitationId));
  }

  async takeOver(known?: readonly InvitationId[]): Promise<Owned[]> {
    return takeOver(this.#database, this.processId, await this.#processes.deadOnThisHost(), known);
  }

  giveAway(): Promise<InvitationId[]> {
    return giveAway(this.#database, this.processId);
  }

  onGivenAway(listener: () => void): void {
    this.#wakeListeners.left.push(listener);
  }

  /** Whether another process lives on this database. */
  async hasOthers(): Promise<boolean> {
    return !(await isAlone(this.#database, this.processId, await this.#processes.deadOnThisHost()));
  }

  async followed(): Promise<Pick<ConferenceRecord, 'id' | 'uri'>[]> {
    return followed(this.#database, this.processId, await this.#processes.deadOnThisHost());
  }

  onFollowed(listener: () => void): void {
    this.#wakeListeners.followed.push(listener);
  }

  incoming(id: IncomingId): ReturnType<Store['incoming']> {
    return incomingReads(this.#database, this.processId).incoming(id);
  }

  answeredIncoming(): Promise<IncomingId[]> {
    return incomingReads(this.#database, this.processId).answeredIncoming();
  }

  onIncomingAnswered(listener: (id: IncomingId) => void): void {
    this.#wakeListeners.answered.push((id) => listener(id as IncomingId));
  }

  endpointsOf(id: ConferenceId, addressKeys: readonly string[]): Promise<RosterTarget[]> {
    return endpointsOf(this.#database, id, addressKeys);
  }

  personalCard(id: InvitationId): ReturnType<Store['personalCard']> {
    return personalReads(this.#database).personalCard(id);
  }

  whose(id: InvitationId | QuestionId): ReturnType<Store['whose']> {
    return personalReads(this.#database).whose(id);
  }

  quiet(): Promise<ConferenceId[]> {
    return quietConferences(this.#database);
  }

  /** The journal of call legs, for what sip/ writes about them. */
  callJournal<T extends Leg>(): CallJournal<T> {
    return new CallJournal<T>(this.#database, this.processId);
  }

  /** What worked for an address last time. */
  callMemory(): Ways {
    return new Ways(this.#database);
  }

  /** What is scheduled, as it is shown. */
  schedule(): ScheduleStore {
    return scheduleReads(this.#database);
  }

  /** The calls that keep conferences alive which a factory has made. */
  factoryCalls(): FactoryCalls {
    return new FactoryCalls(this.#database, this.processId, () => this.#processes.deadOnThisHost());
  }

  /** Draws cards from now on. */
  async onDraw(handler: DrawHandler): Promise<void> {
    await this.#jobs.onRedraw((cardId) => this.commit((tx) => tx.draw(cardId)));
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

  /** Sends notices from now on. */
  onNotice(handler: NoticeHandler): Promise<void> {
    return this.#jobs.onNotice(handler);
  }

  /** Resolves when the database takes what is written. Throws StoreError, of `whyNotWritten`. */
  async ping(): Promise<void> {
    await this.#processes.renew().catch((error: unknown) => {
      throw whyNotWritten(error);
    });
  }

  /** Waits until every draw and notice that is due is done, `limitMs` at most. */
  async drained(limitMs: number): Promise<void> {
    const giveUpAt = performance.now() + limitMs;
    while ((await this.#jobs.pending()) > 0 && performance.now() < giveUpAt) await sleep(DRAIN_POLL_MS);
  }

  /** Leaves: what this process owned may be taken over at once. Safe to call when the database is gone. */
  async close(): Promise<void> {
    clearInterval(this.#forgetting);
    clearInterval(this.#ordering);
    const parts = [() => this.#listener.close(), () => this.#jobs.stop(), () => this.#processes.stop()];
    for (const end of [...parts, () => this.#database.destroy()]) {
      await end().catch((err: unknown) => this.#log.warn({ err }, 'the store could not leave in order'));
    }
  }

  async #start(): Promise<void> {
    await migrate(this.#database);
    await this.#jobs.start();
    await this.#processes.start();
    await this.#listener.start();
    // The jobs of a process that was killed wait for their heartbeat to grow old; alone, there is no need to.
    const dead = await this.#processes.deadOnThisHost();
    if (await isAlone(this.#database, this.processId, dead)) await this.#jobs.releaseAll();
    await this.#forget();
    this.#forgetting = setInterval(() => {
      this.#forget().catch((err) => this.#log.warn({ err }, 'what is old could not be forgotten'));
    }, FORGET_EVERY_MS);
    await orderAhead(this.#database, this.#jobs);
    this.#ordering = setInterval(() => {
      const ordered = orderAhead(this.#database, this.#jobs);
      ordered.catch((err) => this.#log.warn({ err }, 'what is due soon could not be ordered; trying again'));
    }, ORDER_EVERY_MS);
  }

  async #commitOnce<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const ordered = new Set<'draw' | 'toast' | 'remind' | 'notice'>();
    const result = await this.#database.transaction().execute((trx) => {
      const toast = async (cardId: CardId) => {
        await this.#jobs.sendDraw(trx, cardId, 'toast');
        ordered.add('toast');
      };
      return work({
        ...threadRows(trx, this.processId),
        ...cardRows(trx),
        ...invitationRows(trx, this.processId),
        ...rosterRows(trx, this.processId),
        ...incomingRows(trx, this.processId),
        ...personalRows(trx),
        ...scheduleRows(trx),
        dueAt: async (due, at) => {
          if (at.getTime() < Date.now() + AHEAD_MS) await this.#jobs.sendDue(trx, [{ ...due, at }]);
        },
        ringAgainAfter: (id, seconds) => this.#jobs.sendRingAgain(trx, id, seconds),
        draw: async (cardId) => {
          await lockCards(trx, [{ cardId }]);
          await this.#jobs.sendDraw(trx, cardId);
          ordered.add('draw');
        },
        drawPersonal: (id) => toast(id as string as CardId),
        drawAttendee: (id) => toast(id),
        drawReminders: async (ids) => {
          if (ids.length > 0) await this.#jobs.sendReminders(trx, ids);
          ordered.add('remind');
        },
        drawAfter: (cardId, seconds) => this.#jobs.sendRedraw(trx, cardId, seconds),
        notice: async (threadId, notice) => {
          await this.#jobs.sendNotice(trx, threadId, notice);
          ordered.add('notice');
        },
      });
    });
    for (const queue of ordered) this.#jobs.wake(queue);
    return result;
  }

  #hear(payload: string): void {
    const { process, cause, id } = readWake(payload);
    if (process !== this.processId && process !== EVERYBODY) return;
    for (const listener of this.#wakeListeners[cause] ?? []) listener(id);
  }

  async #forget(): Promise<void> {
    await this.#database
      .deleteFrom('activities')
      .where('receivedAt', '<', sql<Date>`now() - interval '1 day'`)
      .execute();
    await forgetRosters(this.#database);
    await forgetUnreachable(this.#database);
    await this.callMemory().forgetOld();
    await forgetOld(this.#database, this.#retentionDays);
  }
}

/**
 * Work that is committed with its cause and done afterwards, at least once (pg-boss).
 *
 *   draw     one job per card: any number of changes between two draws cost one, never two at once (policy `stately`)
 *   toast    the same for the cards of invited people, whose chats may be slow to open: no card of a thread waits for them
 *   remind   posts reminders, many at once: no card waits for thousands of them (policy `stately`, in batches)
 *   redraw   orders a draw later: in the queue of draws it would be what sooner ones are merged into (policy `standard`)
 *   ring     rings somebody again who has asked for it in some minutes (policy `standard`)
 *   clock    does what is due: rings people, reminds; many may be due at once (policy `standard`, in batches)
 *   next     decides who of a card is called next (policy `standard`)
 *   notice   new messages of a thread, one after the other (policy `key_strict_fifo`)
 */
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { fromKysely, type Job, type JobResult, PgBoss, type QueueOptions } from 'pg-boss';
import type { Log, Notice } from '../desk/ports.ts';
import type { CardId, InvitationId, ThreadId } from '../desk/records.ts';
import type { Due } from '../desk/schedule/schedule-ports.ts';
import { type JobFigures, type JobWatcher, jobFigures } from './job-figures.ts';
import { notSynced } from './not-synced.ts';
import type { Tables } from './tables.ts';
import { uuidV7 } from './uuid-v7.ts';

export type DrawHandler = (cardId: CardId, signal: AbortSignal) => Promise<void>;
export type NoticeHandler = (threadId: ThreadId, notice: Notice, signal: AbortSignal) => Promise<void>;

interface NoticeJob {
  readonly threadId: ThreadId;
  readonly notice: Notice;
}

type QueueName = 'draw' | 'toast' | 'remind' | 'redraw' | 'ring' | 'next' | 'clock' | 'notice';

/**
 * A handler that throws is called again, for about a day; then the chat service has forgotten us. The limit of one call is
 * wide, because one that is late still runs while the next begins; a process that died is known by its heartbeat.
 */
const OPTIONS: QueueOptions = {
  retryLimit: 3_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 30,
  expireInSeconds: 300,
  heartbeatSeconds: 10,
  deleteAfterSeconds: 3_600,
};
const POLICIES = {
  draw: 'stately',
  toast: 'stately',
  remind: 'stately',
  redraw: 'standard',
  ring: 'standard',
  clock: 'standard',
  next: 'standard',
  notice: 'key_strict_fifo',
} as const;
const QUEUES = ['draw', 'toast', 'remind', 'redraw', 'ring', 'next', 'clock', 'notice'] as const;
/** How many at once in this process. */
const WORKERS = { draw: 4, toast: 4, redraw: 1, ring: 1, next: 1, notice: 2 } as const;
/** Only for retries and for what other processes left: our own commits wake our workers. */
const POLL_SECONDS = 1;
/** What is due is not ours alone to wake: it has been ordered long before. The least that pg-boss takes. */
const CLOCK_POLL_SECONDS = 0.5;
/**
 * Taken together, because a commit for many costs hardly more than one for each; and in so many parts, because they share the
 * connections of the store with the turns of people.
 */
const CLOCK_BATCH = 125;
const CLOCK_PARTS = 5;
/** Posted at once; two batches, so that one thread that has to wait for its turn does not keep everybody waiting. */
const REMIND_BATCH = 40;
const REMIND_WORKERS = 2;
const CONNECTIONS = 4;
const STOP_LIMIT_MS = 5_000;

export class Jobs {
  readonly #boss: PgBoss;
  readonly #log: Log;
  readonly #watcher: JobWatcher | undefined;
  /** Workers with a job in their hands. */
  readonly #busy = new Set<string>();
  readonly #workers: Record<QueueName, string[]> = {
    draw: [],
    toast: [],
    remind: [],
    redraw: [],
    ring: [],
    next: [],
    clock: [],
    notice: [],
  };

  constructor(url: string, log: Log, watcher?: JobWatcher) {
    this.#boss = new PgBoss({
      connectionString: notSynced(url),
      application_name: 'usher jobs',
      max: CONNECTIONS,
      schedule: false,
      // A killed process lets go of its jobs when their heartbeat is found to be old: look often.
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
    });
    this.#log = log;
    this.#watcher = watcher;
    this.#boss.on('error', (err) => log.warn({ err }, 'the job queue could not be reached'));
    this.#boss.on('warning', ({ message, data }) => log.warn({ data }, message));
  }

  async start(): Promise<void> {
    await this.#boss.start();
    for (const name of QUEUES) {
      await this.#boss.createQueue(name, { ...OPTIONS, policy: POLICIES[name] });
    }
  }

  /** Waits for jobs under way, a few seconds at most; what is cut off is done again by the next process. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: STOP_LIMIT_MS });
  }

  /**
   * Orders a draw. The card must be locked by this transaction: otherwise a worker could take the job that this one is
   * merged into, and draw the state of before the commit.
   */
  async sendDraw(trx: Transaction<Tables>, cardId: CardId, queue: 'draw' | 'toast' = 'draw'): Promise<void> {
    const db = fromKysely(trx.withoutPlugins());
    const id = await this.#boss.send(queue, { cardId }, { singletonKey: cardId, db });
    if (id === null) this.#watcher?.coalesced(queue);
  }

  /** The messages of reminders that are locked by this transaction. */
  async sendReminders(trx: Transaction<Tables>, ids: readonly CardId[]): Promise<void> {
    const jobs = ids.map((cardId) => ({ data: { cardId }, singletonKey: cardId }));
    await this.#boss.insert('remind', jobs, { db: fromKysely(trx.withoutPlugins()) });
  }

  /** A draw that is ordered so many seconds after the commit, whichever process lives then. */
  async sendRedraw(
    trx: Transaction<Tables>,
    cardId: CardId,
    seconds: number,
    queue: 'draw' | 'toast',
  ): Promise<void> {
    const db = fromKysely(trx.withoutPlugins());
    await this.#boss.send('redraw', { cardId, queue }, { startAfter: seconds, db });
  }

  /** Whichever process lives then. */
  async sendRingAgain(trx: Transaction<Tables>, invitationId: InvitationId, seconds: number): Promise<void> {
    const db = fromKysely(trx.withoutPlugins());
    await this.#boss.send('ring', { invitationId }, { startAfter: seconds, db });
  }

  /** Each at its time, by the clock of the database, or at once where that has gone by; of one thing in one version there is one job. */
  async sendDue(trx: Transaction<Tables>, due: readonly (Due & { readonly at: Date })[]): Promise<void> {
    if (due.length === 0) return;
    const jobs = due.map(({ kind, id, version, at }) => ({
      id: dueJobId(id, version),
      data: { kind, id, version },
      startAfter: at,
    }));
    await this.#boss.insert('clock', jobs, { db: fromKysely(trx.withoutPlugins()) });
  }

  async sendMoveOn(trx: Transaction<Tables>, cardId: CardId): Promise<void> {
    await this.#boss.send('next', { cardId }, { db: fromKysely(trx.withoutPlugins()) });
  }

  async sendNotice(trx: Transaction<Tables>, threadId: ThreadId, notice: Notice): Promise<void> {
    const job: NoticeJob = { threadId, notice };
    const db = fromKysely(trx.withoutPlugins());
    // Within a key the order is (created_on, id), and created_on is the same for all of one transaction.
    await this.#boss.send('notice', job, { id: uuidV7(), singletonKey: threadId, db });
  }

  async onDraw(handler: DrawHandler): Promise<void> {
    for (const queue of ['draw', 'toast'] as const) {
      await this.#work<{ cardId: CardId }>(queue, ({ data, signal }) => handler(data.cardId, signal));
    }
    const options = {
      pollingIntervalSeconds: POLL_SECONDS,
      batchSize: REMIND_BATCH,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const;
    for (let count = 0; count < REMIND_WORKERS; count += 1) {
      const worker = await this.#boss.work<{ cardId: CardId }>('remind', options, (jobs) =>
        Promise.all(
          jobs.map(async (job): Promise<JobResult> => {
            const drawn = this.#told('remind', job, handler(job.data.cardId, job.signal));
            const status = await drawn.then(
              () => 'completed' as const,
              () => 'failed' as const,
            );
            return { id: job.id, status };
          }),
        ),
      );
      this.#workers.remind.push(worker);
    }
  }

  async onRedraw(handler: (cardId: CardId, queue: 'draw' | 'toast') => Promise<void>): Promise<void> {
    await this.#work<{ cardId: CardId; queue: 'draw' | 'toast' }>('redraw', ({ data }) =>
      handler(data.cardId, data.queue),
    );
  }

  async onRingAgain(handler: (id: InvitationId) => Promise<unknown>): Promise<void> {
    await this.#work<{ invitationId: InvitationId }>('ring', async ({ data }) => {
      await handler(data.invitationId);
    });
  }

  /**
   * Hands over several at once. Where that throws, each is handed over alone, and what throws then is done again. Returns how to take
   * no more; that resolves when what was begun is done.
   */
  async onDue(handler: (due: readonly Due[]) => Promise<unknown>): Promise<() => Promise<void>> {
    const options = {
      pollingIntervalSeconds: CLOCK_POLL_SECONDS,
      batchSize: CLOCK_BATCH,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const;
    const isDone = async (jobs: readonly Job<Due>[]) => {
      try {
        await handler(jobs.map(({ data }) => data));
        return true;
      } catch (err) {
        const due = jobs.map(({ data }) => data);
        this.#log.warn({ err, due }, 'what was due could not be done; it is tried again');
        return false;
      }
    };
    const eachDone = async (jobs: readonly Job<Due>[]): Promise<JobResult[]> => {
      const begunAt = performance.now();
      const areDone = await isDone(jobs);
      const results: JobResult[] = [];
      for (const job of jobs) {
        const status = areDone || (jobs.length > 1 && (await isDone([job]))) ? 'completed' : 'failed';
        this.#watcher?.done('clock', status === 'failed', performance.now() - begunAt);
        results.push({ id: job.id, status });
      }
      return results;
    };
    const worker = await this.#boss.work<Due>('clock', options, async (jobs) => {
      const size = Math.ceil(jobs.length / CLOCK_PARTS);
      const parts = Array.from({ length: CLOCK_PARTS }, (_, part) =>
        jobs.slice(part * size, (part + 1) * size),
      );
      return (await Promise.all(parts.filter((part) => part.length > 0).map(eachDone))).flat();
    });
    this.#workers.clock.push(worker);
    return () => this.#boss.offWork('clock');
  }

  async onMoveOn(handler: (cardId: CardId) => Promise<void>): Promise<void> {
    await this.#work<{ cardId: CardId }>('next', ({ data }) => handler(data.cardId));
  }

  async onNotice(handler: NoticeHandler): Promise<void> {
    await this.#work<NoticeJob>('notice', ({ data, signal }) => handler(data.threadId, data.notice, signal));
  }

  /**
   * Wakes a worker of this process after a commit: in turn one of those that wait, so that several commits wake several; where
   * all are busy, whoever is done first.
   */
  wake(name: QueueName): void {
    const workers = this.#workers[name];
    const next = workers.findIndex((worker) => !this.#busy.has(worker));
    const woken = next === -1 ? workers : workers.splice(next, 1);
    if (woken !== workers) workers.push(...woken);
    for (const worker of woken) this.#boss.notifyWorker(worker);
  }

  /** Hands back what dead processes held, instead of waiting until its heartbeat is old. Only where nobody else lives. */
  async releaseAll(): Promise<void> {
    for (const name of QUEUES) {
      const held = await this.#held(name);
      if (held.length > 0) await this.#boss.fail(name, held, { message: 'its process died' });
    }
  }

  async #held(name: QueueName): Promise<string[]> {
    const { rows } = await this.#boss
      .getDb()
      .executeSql(`select id from pgboss.job where name = $1 and state = 'active'`, [name]);
    return rows.map(({ id }) => String(id));
  }

  /** Jobs that are due or under way, of all processes. */
  async pending(): Promise<number> {
    const { rows } = await this.#boss
      .getDb()
      .executeSql(
        `select count(*) as n from pgboss.job where name = any($1) and state in ('created', 'active')`,
        [['draw', 'toast', 'remind', 'notice']],
      );
    return Number(rows[0]?.n ?? 0);
  }

  figures(): Promise<JobFigures[]> {
    return jobFigures(this.#boss.getDb(), QUEUES);
  }

  async #work<T extends object>(
    name: keyof typeof WORKERS,
    handle: (job: Job<T>) => Promise<void>,
  ): Promise<void> {
    for (let count = 0; count < WORKERS[name]; count += 1) {
      let worker = '';
      worker = await this.#boss.work<T>(name, { pollingIntervalSeconds: POLL_SECONDS }, async ([job]) => {
        if (!job) return;
        this.#busy.add(worker);
        try {
          await this.#told(name, job, handle(job));
        } finally {
          this.#busy.delete(worker);
        }
        // What waited for this one (its card, its thread) becomes due with its end.
        this.#boss.notifyWorker(worker);
      });
      this.#workers[name].push(worker);
    }
  }

  /** Logs and passes on what a job throws. */
  async #told(name: QueueName, { data, retryCount }: Job<object>, work: Promise<void>): Promise<void> {
    const begunAt = performance.now();
    const tell = (hasFailed: boolean) => this.#watcher?.done(name, hasFailed, performance.now() - begunAt);
    try {
      await work;
      tell(false);
    } catch (err) {
      tell(true);
      const facts = { err, ...idsOf(data), attempt: retryCount + 1 };
      this.#log.warn(facts, `a ${name} job failed; it is tried again`);
      throw err;
    }
  }
}

/** What of a job may be logged: a notice holds what somebody has said. */
function idsOf(data: object): object {
  return Object.fromEntries(Object.entries(data).filter(([name]) => name.endsWith('Id')));
}

/** The same as `md5(id || ' ' || version)::uuid` of the database. */
function dueJobId(id: string, version: number): string {
  const hash = createHash('md5').update(`${id} ${version}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type ClockContender, type Done, newDatabase } from './clock-contender.ts';

const QUEUE = 'bench';
/** In one statement. */
const AT_ONCE = 5_000;
const DAY_MS = 86_400_000;

/** A bare worker of pg-boss. Done is a job when its handler was called, which does nothing. */
export class BossClock implements ClockContender {
  readonly done: Done[] = [];
  readonly #url: string;
  readonly #pool: pg.Pool;
  #worker: ChildProcess | undefined;

  static async open(server: string): Promise<BossClock> {
    const { url, pool } = await newDatabase(server, 'boss');
    return new BossClock(url, pool);
  }

  private constructor(url: string, pool: pg.Pool) {
    this.#url = url;
    this.#pool = pool;
  }

  async prepare(later: number): Promise<void> {
    const now = Date.now();
    await this.#insert(Array.from({ length: later }, (_, n) => now + DAY_MS + n * 10_000));
    await this.#pool.query('vacuum analyze');
  }

  order(due: readonly number[]): Promise<void> {
    return this.#insert(due);
  }

  async start(): Promise<number> {
    this.#worker = fork(join(import.meta.dirname, 'boss-worker.ts'), [this.#url, QUEUE]);
    await once(this.#worker, 'message', { signal: AbortSignal.timeout(60_000) });
    this.#worker.on('message', (done: Done) => this.done.push(done));
    return this.#worker.pid ?? 0;
  }

  async open(by: number): Promise<number> {
    const { rows } = await this.#pool.query(
      `select count(*)::integer as open from pgboss.job
       where name = $1 and state in ('created', 'retry', 'active') and start_after <= $2`,
      [QUEUE, new Date(by)],
    );
    return rows[0].open;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.done.length = 0;
    if (worker) await ended(worker);
    // What was not done in time is not the next round's.
    await this.#pool.query('delete from pgboss.job where name = $1 and start_after < now()', [QUEUE]);
  }

  async close(): Promise<void> {
    if (this.#worker) await ended(this.#worker);
    await this.#pool.end();
  }

  /** By a process that works for nobody, as another replica would. */
  async #insert(due: readonly number[]): Promise<void> {
    const boss = new PgBoss({ connectionString: this.#url, supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue(QUEUE);
    for (let from = 0; from < due.length; from += AT_ONCE) {
      const jobs = due.slice(from, from + AT_ONCE);
      await boss.insert(
        QUEUE,
        jobs.map((dueAt) => ({ data: { dueAt }, startAfter: new Date(dueAt) })),
      );
    }
    await boss.stop();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  if (child.connected) child.disconnect();
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exit;
  clearTimeout(force);
}

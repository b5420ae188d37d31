import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../desk/ports.ts';
import type { ProcessId } from '../desk/records.ts';
import type { Database } from './database.ts';
import { wakeAll } from './wake.ts';

const RENEW_MS = 3_000;
const LEAVE_MS = 2_000;

/** Living ones inside this very process: of others with our pid we know that they are dead. */
const ours = new Set<ProcessId>();

/** This process among those that share the database: one row, renewed while we live, instead of a lease per invitation. */
export class Processes {
  readonly id = crypto.randomUUID() as string as ProcessId;
  readonly #database: Database;
  readonly #log: Log;
  readonly #host = hostIdentity();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  async start(): Promise<void> {
    ours.add(this.id);
    await this.renew();
    this.#timer = setInterval(() => {
      this.renew().catch((err) => this.#log.warn({ err }, 'this process could not renew its row'));
    }, RENEW_MS);
  }

  /** Also brings the row back, where others have thought us dead. */
  async renew(): Promise<void> {
    await this.#database
      .insertInto('processes')
      .values({ id: this.id, host: this.#host, pid: process.pid })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ renewedAt: (eb) => eb.fn('now', []) }))
      .execute();
  }

  /**
   * Removes the row, and wakes the others: what we own may be taken over at once. Where the database is away, nobody waits for
   * that: the row grows old.
   */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    ours.delete(this.id);
    await Promise.race([this.#leave(), sleep(LEAVE_MS, undefined, { ref: false })]);
  }

  async #leave(): Promise<void> {
    await this.#database.deleteFrom('processes').where('id', '=', this.id).execute();
    await wakeAll(this.#database, 'left');
  }

  /** Those of this host whose pid lives no more: no need to wait until their rows are old. */
  async deadOnThisHost(): Promise<ProcessId[]> {
    const here = await this.#database
      .selectFrom('processes')
      .select(['id', 'pid'])
      .where('host', '=', this.#host)
      .where('id', '<>', this.id)
      .execute();
    return here
      .filter(({ id, pid }) => !ours.has(id) && (pid === process.pid || !isAlive(pid)))
      .map(({ id }) => id);
  }
}

/** Where a pid means something: containers may share a host name, and a restarted machine begins to count anew. */
function hostIdentity(): string {
  const read = (what: () => string) => {
    try {
      return what().trim();
    } catch {
      return '';
    }
  };
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const pidNamespace = read(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, pidNamespace].filter((part) => part !== '').join(' ');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

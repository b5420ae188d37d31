import { sql } from 'kysely';
import type { Log } from '../desk/ports.ts';
import { forgetAudit } from './audit-trail.ts';
import type { Database } from './database.ts';
import { orderAhead } from './due-ahead.ts';
import type { Inbox } from './inbox.ts';
import type { Jobs } from './jobs.ts';
import { forgetUnreachable } from './personal-rows.ts';
import { forgetRates } from './rates.ts';
import { forgetOld } from './retention.ts';
import { forgetRosters } from './roster-rows.ts';
import type { Ways } from './ways.ts';

export interface UpkeepOptions {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly memory: Ways;
  readonly inbox: Inbox;
  readonly retentionDays: number;
  readonly auditDays: number;
  readonly log: Log;
}

const FORGET_EVERY_MS = 3_600_000;
const ORDER_EVERY_MS = 60_000;

/** What every process does by itself from now on: it forgets what is old, and orders what is due soon. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #forgetting: NodeJS.Timeout | undefined;
  #ordering: NodeJS.Timeout | undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Resolves when both are done for the first time. */
  async start(): Promise<void> {
    const { database, jobs, log } = this.#options;
    await this.#forget();
    this.#forgetting = setInterval(() => {
      this.#forget().catch((err) => log.warn({ err }, 'what is old could not be forgotten'));
    }, FORGET_EVERY_MS);
    await orderAhead(database, jobs);
    this.#ordering = setInterval(() => {
      const ordered = orderAhead(database, jobs);
      ordered.catch((err) => log.warn({ err }, 'what is due soon could not be ordered; trying again'));
    }, ORDER_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#forgetting);
    clearInterval(this.#ordering);
  }

  async #forget(): Promise<void> {
    const { database, memory, inbox, retentionDays, auditDays } = this.#options;
    await database
      .deleteFrom('activities')
      .where('receivedAt', '<', sql<Date>`now() - interval '1 day'`)
      .execute();
    await forgetRosters(database);
    await forgetUnreachable(database);
    await forgetRates(database);
    await memory.forgetOld();
    await forgetOld(database, retentionDays);
    await forgetAudit(database, auditDays);
    await inbox.forgetOld();
  }
}

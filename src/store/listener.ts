import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../desk/ports.ts';

const RECONNECT_MS = 1_000;

/** One connection that listens, and comes back when it is lost. What is notified meanwhile is lost; callers poll behind it. */
export class Listener {
  readonly #url: string;
  readonly #channel: string;
  readonly #log: Log;
  readonly #onNotification: (payload: string) => void;
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;

  constructor(url: string, channel: string, log: Log, onNotification: (payload: string) => void) {
    this.#url = url;
    this.#channel = channel;
    this.#log = log;
    this.#onNotification = onNotification;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true, application_name: 'usher' });
    this.#client = client;
    client.on('notification', ({ payload }) => this.#onNotification(payload ?? ''));
    client.on('error', (err) => this.#log.warn({ err }, 'the listening database connection was lost'));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    client.once('end', () => void this.#restart());
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => {});
  }

  async #restart(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await sleep(RECONNECT_MS, undefined, { signal });
        return await this.start();
      } catch (err) {
        if (!signal.aborted) this.#log.debug({ err }, 'the database cannot be listened to yet');
      }
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { World } from './part.ts';

const ATTEMPTS = 300;
const PAUSE_MS = 200;

/** Asks on a connection of its own, again until the database is there. `url`: it may come back at another place. */
export function patientQuery(url: () => Promise<string>): World['query'] {
  return async <T extends object>(text: string, values: unknown[] = []) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask<T>(await url(), text, values);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await sleep(PAUSE_MS);
      }
    }
  };
}

async function ask<T extends object>(url: string, text: string, values: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  // It may be taken away in the middle.
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

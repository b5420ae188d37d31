import { AsyncLocalStorage } from 'node:async_hooks';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../desk/ports.ts';
import { patient } from './away.ts';
import { prepared } from './prepared.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

const POOL_SIZE = 8;
const CONNECT_LIMIT_MS = 5_000;
/** Longer than anything we ask; it ends what waits for a lock of a process that hangs. */
const STATEMENT_LIMIT_MS = 30_000;

/** Throws StoreError `store.connect` where the server cannot be reached or lets us not in. */
export async function connect(url: string, log: Log): Promise<Database> {
  return databaseOn(await openPool(url, log));
}

/** A pool of connections. Throws as `connect`. */
export async function openPool(url: string, log: Log): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    idle_in_transaction_session_timeout: STATEMENT_LIMIT_MS,
    keepAlive: true,
    application_name: 'usher',
  });
  // Without a listener a restart of the server would end this process (57P01 on idle connections).
  const lost = (err: Error) => log.warn({ err }, 'an idle database connection was lost');
  // Not of the turn that has opened the connection.
  pool.on('error', AsyncLocalStorage.bind(lost));
  // The pool does not listen to a connection that is in use, and between two statements of a transaction nobody else does.
  pool.on('connect', (client) =>
    client.on('error', (err) => log.debug({ err }, 'a database connection was lost')),
  );
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('store.connect', `The database does not let us in: ${why}`, { why }, { cause });
  }
  return pool;
}

/** Ends the pool with itself. */
export function databaseOn(pool: pg.Pool): Database {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: patient(prepared(pool)) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

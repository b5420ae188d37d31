/**
 * A real PostgreSQL for tests: DATABASE_URL where the environment has it, else one embedded server for the whole run.
 * Every suite gets a database of its own, copied from one whose tables are made already.
 */
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { quietLog } from './quiet-log.ts';
import { scratch } from './scratch.ts';

interface TestServer {
  readonly url: string;
  readonly template: string;
  stop(): Promise<void>;
}

const run = `usher_test_${process.pid}_${Date.now()}`;
const databases: string[] = [];
let server: Promise<TestServer> | undefined;

/** The URL of an empty, migrated database. Dropped after the run. */
export async function freshDatabase(): Promise<string> {
  server ??= start();
  const { url, template } = await server;
  const name = `${run}_${databases.length + 1}`;
  databases.push(name);
  await execute(url, `create database ${name} template ${template}`);
  return urlOf(url, name);
}

/** One statement, on a connection of its own. */
export async function execute(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function start(): Promise<TestServer> {
  const { DATABASE_URL } = process.env;
  const { url, stop } = DATABASE_URL ? given(DATABASE_URL) : await startOwn();
  const template = `${run}_template`;
  await execute(url, `create database ${template}`);
  const store = await PostgresStore.open({ url: urlOf(url, template), log: quietLog });
  await store.close();
  return { url, template, stop };
}

function given(url: string): Pick<TestServer, 'url' | 'stop'> {
  return {
    url,
    async stop() {
      for (const name of [...databases, `${run}_template`]) {
        await execute(url, `drop database if exists ${name} with (force)`);
      }
    },
  };
}

async function startOwn(): Promise<Pick<TestServer, 'url' | 'stop'>> {
  const folder = await scratch();
  const { url, pid, stop } = await startEmbeddedPostgres({ dataDir: folder.path, log: quietLog });
  // Nothing of it has to survive a power cut.
  await execute(url, 'alter system set fsync = off');
  await execute(url, 'select pg_reload_conf()');
  // PostgreSQL's fast stop, when the run is interrupted.
  const interrupt = () => process.kill(pid, 'SIGINT');
  process.once('exit', interrupt);
  return {
    url,
    async stop() {
      process.off('exit', interrupt);
      await stop();
      await folder.remove();
    },
  };
}

function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

// Registered for the whole run, because this file is imported outside of every suite; it runs also when tests failed.
after('the PostgreSQL of the tests', async function () {
  this.timeout(30_000);
  await (await server)?.stop();
});

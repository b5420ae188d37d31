/**
 * A real PostgreSQL for tests: DATABASE_URL where the environment has it, else one embedded server for the whole run.
 * Every suite gets a database of its own, copied from one whose tables are made already.
 */
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
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
  const given = DATABASE_URL ? { url: DATABASE_URL, stop: async () => {} } : await startOwn();
  const template = `${run}_template`;
  await execute(given.url, `create database ${template}`);
  const store = await PostgresStore.open({ url: urlOf(given.url, template), log: quietLog });
  await store.close();
  return {
    ...given,
    template,
    async stop() {
      for (const name of [...databases, template]) {
        await execute(given.url, `drop database if exists ${name} with (force)`);
      }
      await given.stop();
    },
  };
}

async function startOwn(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await scratch();
  const { url, pid, stop } = await startEmbeddedPostgres({ dataDir: folder.path, log: quietLog });
  // A run that ends before its hooks (Ctrl-C) must not leave a server behind; SIGINT is PostgreSQL's fast stop.
  const onExit = () => process.kill(pid, 'SIGINT');
  process.once('exit', onExit);
  return {
    url,
    async stop() {
      await stop();
      process.off('exit', onExit);
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

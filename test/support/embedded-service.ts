/**
 * The smallest service with an embedded database, as a process of its own: `node embedded-service.ts DATA_DIR [PACKAGE]`.
 * Prints one line of JSON when it is up. On SIGINT it drains for a moment, writes a last row and stops the database.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { StoreError } from '../../src/store/store-error.ts';

const [, , dataDir = '', packageDirectory] = process.argv;
const log = { info: () => {}, warn: () => {} };

try {
  const database = await startEmbeddedPostgres({
    dataDir,
    log,
    ...(packageDirectory && { packageDirectory }),
  });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  await client.query('create table if not exists last_words (text text)');
  process.once('SIGINT', async () => {
    await sleep(300);
    await client.query(`insert into last_words values ('drained')`);
    await client.end();
    await database.stop();
    process.exit(0);
  });
  console.log(JSON.stringify({ url: database.url, pid: database.pid, isAdopted: database.isAdopted }));
  setInterval(() => {}, 1_000);
} catch (error) {
  console.log(JSON.stringify({ code: error instanceof StoreError ? error.code : String(error) }));
}

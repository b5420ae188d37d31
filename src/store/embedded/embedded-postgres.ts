/**
 * The database where DATABASE_URL names none: a real PostgreSQL on loopback that outlives us.
 *
 * `pg_ctl` detaches the server from our signals, so that Ctrl-C lets the service drain and write before it stops the
 * database as its last act; and a service that was killed finds its server still running and adopts it. A server that ends though
 * nobody has asked it to is started again at the same place.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../desk/ports.ts';
import { StoreError } from '../store-error.ts';
import { homeOf, makeFolder, prepareHome } from './data-directory.ts';
import { type DatabaseUser, databaseUser } from './database-user.ts';
import { findBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Folder of the platform's npm package; found in node_modules unless given. */
  readonly packageDirectory?: string;
  /** Who may run the server of a root service, in this order; `postgres`, `nobody` unless given. */
  readonly users?: readonly string[];
}

export interface EmbeddedPostgres {
  /** `postgres://…@127.0.0.1:PORT/postgres`; contains the password. */
  readonly url: string;
  /** Of the server process. */
  readonly pid: number;
  /** It was running already: after a crash of a service, or for another service with the same data. */
  readonly isAdopted: boolean;
  /** Stops the server, unless another process is connected to it. Last of all: after every pool has ended. */
  stop(): Promise<void>;
}

/** Everything about the files of one server. */
interface Cluster {
  readonly home: string;
  readonly data: string;
  readonly password: string;
  readonly user: DatabaseUser | undefined;
  readonly binaries: PostgresBinaries;
}

const START_LIMIT_MS = 60_000;
/** About 10 s: a killed server counts as living until its parent has noticed, which an init may do only now and then. */
const START_ATTEMPTS = 30;
const RETRY_MS = 250;
const POLL_MS = 50;
/** A server that has ended is missed for so long. */
const LOOK_MS = 1_000;
const STOP_LIMIT_SECONDS = 30;

/**
 * Starts the server, or adopts the one that runs, and makes its cluster the first time.
 * Throws StoreError: `store.data-dir`, `store.database-user`, `store.platform`, `store.binaries`, `store.version`,
 * `store.initdb`, `store.start`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, packageDirectory, users } = options;
  const user = databaseUser(homeOf(dataDir), users);
  const home = await realpath(await prepareHome(dataDir, user));
  const binaries = await findBinaries(home, user, packageDirectory);
  const cluster = await prepareCluster(home, user, binaries);
  const { postmaster, isAdopted } = await startOrAdopt(cluster);
  const url = urlOf(cluster, postmaster);
  log.info({ home, port: postmaster.port, pid: postmaster.pid, isAdopted }, 'database is up');
  const stopWatch = keepUp(cluster, postmaster.port, log);
  return {
    url,
    pid: postmaster.pid,
    isAdopted,
    async stop() {
      await stopWatch();
      if (await isUsedByOthers(url)) {
        log.info({ home }, 'database stays up: another process uses it');
        return;
      }
      await stopServer(cluster);
      log.info({ home }, 'database is down');
    },
  };
}

async function prepareCluster(
  home: string,
  user: DatabaseUser | undefined,
  binaries: PostgresBinaries,
): Promise<Cluster> {
  const place = join(home, 'cluster');
  await makeFolder(place, async (folder) => {
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await mkdir(join(folder, 'data'), { mode: 0o700 });
    if (user)
      for (const path of [passwordFile, join(folder, 'data'), folder]) await chown(path, user.uid, user.gid);
    const { code, stderr } = await run(binaries.initdb, user, home, [
      ...['-D', join(folder, 'data'), '-U', 'usher', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      ...['--locale=C', '--encoding=UTF8', '--data-checksums'],
    ]);
    if (code !== 0) {
      throw new StoreError('store.initdb', `The database could not be made: ${stderr}`, {
        home,
        why: stderr,
      });
    }
  });
  const data = join(place, 'data');
  const version = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (version !== binaries.majorVersion) {
    throw new StoreError(
      'store.version',
      `The data in ${data} is of PostgreSQL ${version}, installed is ${binaries.majorVersion}: dump it with the old, restore it with the new`,
      { directory: data, found: version, installed: binaries.majorVersion },
    );
  }
  return { home, data, password: await readFile(join(place, 'password'), 'utf8'), user, binaries };
}

/**
 * One loop for all beginnings: nobody runs, somebody runs, somebody else starts at the same moment, a dying server still
 * holds its shared memory, a port was taken between choosing and using it.
 */
async function startOrAdopt(cluster: Cluster): Promise<{ postmaster: Postmaster; isAdopted: boolean }> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  let isAdopted = true;
  for (let failures = 0; failures < START_ATTEMPTS && performance.now() < giveUpAt; ) {
    const postmaster = await findPostmaster(cluster.data);
    if (postmaster === undefined) {
      isAdopted = !(await startServer(cluster));
      if (isAdopted) {
        failures += 1;
        await sleep(RETRY_MS);
      }
      continue;
    }
    if (postmaster.isReady && (await answers(urlOf(cluster, postmaster)))) {
      return { postmaster, isAdopted };
    }
    await sleep(POLL_MS);
  }
  const lines = await readFile(logOf(cluster), 'utf8').catch(() => '');
  const why = lines.trimEnd().split('\n').slice(-5).join('\n');
  throw new StoreError('store.start', `The database did not start, see ${logOf(cluster)}: ${why}`, {
    log: logOf(cluster),
    why,
  });
}

/** Our pools know the server by its port, so that it has to come back there. Returns how to stop looking. */
function keepUp(cluster: Cluster, port: number, log: EmbeddedPostgresOptions['log']): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const watched = (async () => {
    for (;;) {
      await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      if (await findPostmaster(cluster.data)) continue;
      const isUp = await startServer(cluster, port);
      log.warn({ home: cluster.home, port, isUp }, 'the database was down');
    }
  })();
  return () => {
    stop.abort();
    return watched;
  };
}

async function startServer(cluster: Cluster, port?: number): Promise<boolean> {
  const settings = [
    `-p ${port ?? (await freePort())}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c log_checkpoints=off',
  ].join(' ');
  return (await pgCtl(cluster, 'start', '-w', '-l', logOf(cluster), '-o', settings)) === 0;
}

async function stopServer(cluster: Cluster): Promise<void> {
  const code = await pgCtl(cluster, 'stop', '-m', 'fast', '-w', '-t', String(STOP_LIMIT_SECONDS));
  if (code === 0 || (await findPostmaster(cluster.data)) === undefined) return;
  throw new StoreError('store.stop', `The database did not stop, see ${logOf(cluster)}`, {
    log: logOf(cluster),
  });
}

async function pgCtl({ binaries, user, home, data }: Cluster, ...args: readonly string[]): Promise<number> {
  return (await run(binaries.pgCtl, user, home, ['-D', data, ...args], 'ignore')).code;
}

function logOf({ home }: Cluster): string {
  return join(home, 'postgres.log');
}

function urlOf({ password }: Cluster, { port }: Postmaster): string {
  return `postgres://usher:${password}@127.0.0.1:${port}/postgres`;
}

/** Whether the server lets us in; the password proves that it is the one of this cluster. */
async function answers(url: string): Promise<boolean> {
  return (await query(url, 'select 1')) !== undefined;
}

/** Our own connections take a moment to leave the server's list after they were closed. */
async function isUsedByOthers(url: string): Promise<boolean> {
  for (let looks = 0; looks < 20; looks += 1) {
    const rows = await query(
      url,
      `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (rows === undefined || rows.length === 0) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** The rows, or undefined where the server does not answer. */
async function query(url: string, text: string): Promise<readonly unknown[] | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // a server that stops in the middle is no answer either
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/**
 * Runs a program of PostgreSQL as its user, in a process group of its own (Ctrl-C is not for it), and without our
 * environment, which holds the secrets of the chat channels. `ignore` where it leaves a server behind: that would keep
 * our pipes open.
 */
async function run(
  file: string,
  user: DatabaseUser | undefined,
  cwd: string,
  args: readonly string[],
  stderrTo: 'pipe' | 'ignore' = 'pipe',
): Promise<{ code: number; stderr: string }> {
  const child = spawn(file, args, {
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', stderrTo],
    detached: true,
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      stderr += error.message;
      resolve(-1);
    });
    child.once('close', (status) => resolve(status ?? -1));
  });
  return { code, stderr: stderr.trim() };
}

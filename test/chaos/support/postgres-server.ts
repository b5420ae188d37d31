/**
 * A PostgreSQL of its own on a port of its own, that can be stopped at once and comes back at the same place. Its programs are those
 * of the embedded package, or of the system.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatabaseUser, databaseUser } from '../../../src/store/embedded/database-user.ts';
import { findBinaries } from '../../../src/store/embedded/postgres-binaries.ts';
import { freePort } from '../../support/free-port.ts';

type Run = (program: 'initdb' | 'pg_ctl', ...args: string[]) => Promise<void>;

export class PostgresServer {
  readonly url: string;
  readonly #run: Run;
  readonly #start: readonly string[];

  private constructor(port: number, home: string, run: Run) {
    const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`;
    this.url = `postgres://usher@127.0.0.1:${port}/postgres`;
    this.#run = run;
    this.#start = ['start', '-w', '-l', join(home, 'postgres.log'), '-o', settings];
  }

  /** `programs`: the folder of `initdb` and `pg_ctl`; those of the embedded package unless given. */
  static async start(folder: string, programs?: string): Promise<PostgresServer> {
    const home = join(folder, 'postgres');
    const data = join(home, 'data');
    const user = databaseUser(home);
    await mkdir(home);
    if (user) await chown(home, user.uid, user.gid);
    const embedded = programs === undefined ? await findBinaries(home, user) : undefined;
    const path = (name: 'initdb' | 'pg_ctl') =>
      embedded === undefined
        ? join(programs ?? '', name)
        : { initdb: embedded.initdb, pg_ctl: embedded.pgCtl }[name];
    const server = new PostgresServer(await freePort(), home, (name, ...args) =>
      runAs(user, home, path(name), ['-D', data, ...args]),
    );
    await server.#run('initdb', '-U', 'usher', '--auth', 'trust', '--locale=C', '--encoding=UTF8');
    await server.start();
    return server;
  }

  start(): Promise<void> {
    return this.#run('pg_ctl', ...this.#start);
  }

  /** Without a word to anybody, as where its machine loses power; it recovers when it starts again. */
  crash(): Promise<void> {
    return this.#run('pg_ctl', 'stop', '-m', 'immediate', '-w');
  }

  stop(): Promise<void> {
    return this.#run('pg_ctl', 'stop', '-m', 'fast', '-w');
  }
}

async function runAs(
  user: DatabaseUser | undefined,
  cwd: string,
  file: string,
  args: readonly string[],
): Promise<void> {
  const child = spawn(file, args, {
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    // A server that is left behind would keep a pipe open.
    stdio: 'ignore',
    detached: true,
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`);
}

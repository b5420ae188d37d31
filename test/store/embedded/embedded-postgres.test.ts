import assert from 'node:assert/strict';
import { type ChildProcess, execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { homeOf } from '../../../src/store/embedded/data-directory.ts';
import { canEnter, type DatabaseUser, databaseUser } from '../../../src/store/embedded/database-user.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../src/store/embedded/embedded-postgres.ts';
import { findPostmaster } from '../../../src/store/embedded/postmaster.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { type ChildService, killChildren, startChild } from '../../support/child-service.ts';
import { execute as query } from '../../support/postgres.ts';
import { scratch } from '../../support/scratch.ts';

const SERVICE = new URL('../../support/embedded-service.ts', import.meta.url);
const PACKAGE = dirname(
  dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
);
const IS_ROOT = process.getuid?.() === 0;
const NOBODY: DatabaseUser = { name: 'nobody', uid: 65534, gid: 65534 };
const log = { info: () => {}, warn: () => {} };

interface ServiceReport {
  readonly url: string;
  readonly pid: number;
  readonly isAdopted: boolean;
  readonly code?: string;
}

describe('embedded PostgreSQL', function () {
  this.timeout(60_000);
  let folder: { path: string; remove(): Promise<void> };
  const started: EmbeddedPostgres[] = [];

  before(async () => {
    folder = await scratch();
  });

  after(() => folder.remove());

  afterEach(async () => {
    await killChildren(); // a server that is in use is not stopped
    for (const database of started.splice(0)) await database.stop();
  });

  async function start(name: string, more: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const database = await startEmbeddedPostgres({ dataDir: join(folder.path, name), log, ...more });
    started.push(database);
    return database;
  }

  function startService(name: string, user?: DatabaseUser): Promise<ChildService<ServiceReport>> {
    return startChild<ServiceReport>(SERVICE, [join(folder.path, name)], user);
  }

  it('makes a cluster once, keeps its data, and leaves nothing that others can read', async () => {
    const first = await start('data');
    await query(first.url, 'create table kept as select 1 as n');
    await first.stop();
    assert.equal(await findPostmaster(clusterOf('data')), undefined);
    const second = await start('data');
    assert.deepEqual(await query(second.url, 'select n from kept'), [{ n: 1 }]);
    assert.deepEqual(await query(second.url, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }]);
    assert.deepEqual(await query(second.url, 'show fsync'), [{ fsync: 'on' }]);
    const home = homeOf(join(folder.path, 'data'));
    assert.equal((await lstat(home)).mode & 0o077, 0);
    for (const secret of ['cluster', 'cluster/password', 'cluster/data', 'postgres.log']) {
      assert.equal((await lstat(join(home, secret))).mode & 0o077, 0, secret);
    }
    assert.deepEqual((await readdir(home)).sort(), ['cluster', 'postgres.log']);
  });

  it('comes back at the same place when its server was killed', async () => {
    const { url, pid } = await start('data');
    process.kill(pid, 'SIGKILL');
    await untilAnswered(url);
    assert.notEqual((await findPostmaster(clusterOf('data')))?.pid, pid);
  });

  it('lives on in a copy of its folder that was made while it was stopped', async () => {
    const original = await start('data');
    await query(original.url, 'create table saved as select 1 as n');
    await original.stop();
    await promisify(execFile)('cp', ['-a', join(folder.path, 'data'), join(folder.path, 'restored')]);
    await query((await start('data')).url, 'drop table saved');
    assert.deepEqual(await query((await start('restored')).url, 'select n from saved'), [{ n: 1 }]);
  });

  it('wants the password', async () => {
    const { url } = await start('data');
    await assert.rejects(query(url.replace(/:[^:@]*@/, ':wrong@'), 'select 1'), { code: '28P01' });
  });

  it('makes one cluster and one server when two start at once', async () => {
    const [one, other] = await Promise.all([start('twice'), start('twice')]);
    assert.equal(one.pid, other.pid);
    assert.equal(one.url, other.url);
    assert.deepEqual((await readdir(homeOf(join(folder.path, 'twice')))).sort(), ['cluster', 'postgres.log']);
  });

  it('does not stop a server that another process uses', async () => {
    const { report } = await startService('data');
    const second = await start('data');
    assert.equal(second.isAdopted, true);
    await second.stop();
    assert.deepEqual(await query(report.url, 'select 1 as n'), [{ n: 1 }]);
  });

  it('adopts the server after a kill -9 of the service', async () => {
    const { report, kill } = await startService('data');
    await kill();
    const database = await start('data');
    assert.equal(database.pid, report.pid);
    assert.equal(database.isAdopted, true);
    assert.equal(database.url, report.url);
  });

  it('starts again after a kill -9 of the server', async () => {
    const first = await start('data');
    await query(first.url, 'create table survived as select 1 as n');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await start('data');
    assert.notEqual(second.pid, first.pid);
    assert.deepEqual(await query(second.url, 'select n from survived'), [{ n: 1 }]);
  });

  it('does not take a recycled pid for its server', async () => {
    const first = await start('data');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const file = join(clusterOf('data'), 'postmaster.pid');
    const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [process.pid, ...rest].join('\n'));
    assert.equal(await findPostmaster(clusterOf('data')), undefined);
    assert.equal((await start('data')).isAdopted, false);
  });

  it('lets the service drain and write on Ctrl-C, then stops the server', async () => {
    const { child } = await startService('data');
    assert(child.pid);
    const exit = exitOf(child);
    process.kill(-child.pid, 'SIGINT');
    assert.equal(await exit, 0);
    assert.equal(await findPostmaster(clusterOf('data')), undefined);
    const database = await start('data');
    assert.deepEqual(await query(database.url, 'select text from last_words'), [{ text: 'drained' }]);
  });

  it('says what is wrong with a data directory', async () => {
    await writeFile(join(folder.path, 'file'), '');
    await assert.rejects(start('file'), hasCode('store.data-dir'));
    await assert.rejects(start('file/below'), hasCode('store.data-dir'));
  });

  it('says which platform package is missing or broken', async () => {
    const broken = join(folder.path, 'broken');
    await mkdir(join(broken, 'native', 'bin'), { recursive: true });
    await cp(join(PACKAGE, 'package.json'), join(broken, 'package.json'));
    await assert.rejects(start('data', { packageDirectory: broken }), hasCode('store.binaries'));
  });

  it('refuses the data of another major version', async () => {
    await start('data').then((database) => database.stop());
    const newer = join(folder.path, 'newer');
    await cp(PACKAGE, newer, { recursive: true, verbatimSymlinks: true });
    await writeFile(join(newer, 'package.json'), '{"version":"19.0.0"}');
    await assert.rejects(start('data', { packageDirectory: newer }), hasCode('store.version'));
  });

  describe('as root', () => {
    before(function () {
      if (IS_ROOT) return;
      console.log('      skipped: this run is not root');
      this.skip();
    });

    it('runs the server as nobody where there is no user postgres, and keeps to the owner of the files', async () => {
      const database = await start('nobody', { users: ['no-such-user', 'nobody'] });
      assert.equal((await lstat(`/proc/${database.pid}`)).uid, NOBODY.uid);
      await database.stop();
      assert.equal((await lstat(`/proc/${(await start('nobody')).pid}`)).uid, NOBODY.uid);
    });

    it('copies the programs out of a directory that only root may enter', async () => {
      const secret = join(folder.path, 'secret');
      await mkdir(secret, { mode: 0o700 });
      await cp(PACKAGE, join(secret, 'package'), { recursive: true, verbatimSymlinks: true });
      const database = await start('copied', { packageDirectory: join(secret, 'package') });
      assert.deepEqual(await query(database.url, 'select 1 as n'), [{ n: 1 }]);
      await rm(secret, { recursive: true });
    });

    it('says that the database user may not enter the data directory', async () => {
      await mkdir(join(folder.path, 'closed'), { mode: 0o700 });
      await assert.rejects(start('closed/data'), hasCode('store.data-dir'));
      assert.deepEqual(await readdir(join(folder.path, 'closed')), []);
    });

    it('says that there is nobody to run the server', async () => {
      await assert.rejects(start('no-user', { users: ['no-such-user'] }), hasCode('store.database-user'));
    });

    it('is closed to the group even under a careless umask, and open to the database user under a strict one', async () => {
      for (const umask of [0o000, 0o077]) {
        const before = process.umask(umask);
        const database = await start(`umask-${umask}`).finally(() => process.umask(before));
        assert.equal((await lstat(homeOf(join(folder.path, `umask-${umask}`)))).mode & 0o777, 0o700);
        await database.stop();
      }
    });
  });

  describe('as a normal user', () => {
    let user: DatabaseUser | undefined;

    before(async function () {
      if (!IS_ROOT) return;
      user = NOBODY;
      if (
        !canEnter(dirname(fileURLToPath(SERVICE)), NOBODY) ||
        !canEnter(dirname(process.execPath), NOBODY)
      ) {
        console.log('      skipped: nobody may not enter this checkout');
        this.skip();
      }
    });

    it('runs the server as that user', async () => {
      await mkdir(join(folder.path, 'theirs'));
      await chmod(join(folder.path, 'theirs'), 0o777);
      const { child, report } = await startService('theirs/data', user);
      assert.deepEqual(await query(report.url, 'select 1 as n'), [{ n: 1 }]);
      assert.equal((await lstat(join(folder.path, 'theirs/data'))).mode & 0o077, 0);
      const exit = exitOf(child);
      child.kill('SIGINT');
      assert.equal(await exit, 0);
      assert.equal(await findPostmaster(clusterOf('theirs/data')), undefined);
    });

    it('says that it may not write there', async function () {
      if (!user) {
        console.log('      skipped: only root can make a folder that this user may not write to');
        this.skip();
      }
      const { report } = await startService('unwritable/data', user);
      assert.equal(report.code, 'store.data-dir');
    });
  });

  function clusterOf(name: string): string {
    return join(homeOf(join(folder.path, name)), 'cluster', 'data');
  }
});

describe('databaseUser', () => {
  it('is ourselves unless we are root', () => {
    if (IS_ROOT) assert.notEqual(databaseUser('/nonexistent')?.uid, 0);
    else assert.equal(databaseUser('/nonexistent'), undefined);
  });
});

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof StoreError && error.code === code;
}

async function untilAnswered(url: string): Promise<void> {
  while ((await query(url, 'select 1').catch(() => undefined)) === undefined) await sleep(50);
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CardId, InvitationId } from '../../src/desk/records.ts';
import { homeOf } from '../../src/store/embedded/data-directory.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { invite, makeScene } from '../support/store-records.ts';

const PG_CTL = join(
  dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
  '../native/bin/pg_ctl',
);

describe('the database', function () {
  this.timeout(60_000);

  it('says that it does not let us in', async () => {
    const url = new URL(await freshDatabase());
    url.pathname = '/no_such_database';
    const opening = PostgresStore.open({ url: url.href, log: quietLog });
    await assert.rejects(opening, (error) => error instanceof StoreError && error.code === 'store.connect');
  });

  it('is made once when four processes start at once', async () => {
    const url = await freshDatabase();
    await execute(url, 'drop schema public cascade; create schema public; drop schema pgboss cascade');
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => PostgresStore.open({ url, log: quietLog })),
    );
    const [first] = opened;
    assert(first);
    await invite(first, await makeScene(first), 'mary');
    const rows = await execute(url, 'select name from kysely_migration order by name');
    assert.deepEqual(
      rows.map(({ name }) => name),
      [
        '0001-first-tables',
        '0002-invited-addresses',
        '0003-ways',
        '0004-rosters',
        '0005-taking-out',
        '0006-incoming-invitations',
        '0007-factory-calls',
        '0008-unwanted-attendees',
        '0009-personal-cards',
        '0010-inbox',
        '0012-asked-questions',
        '0013-calling-order',
        '0020-schedule',
        '0021-manner',
        '0025-retention',
        '0026-waiting-forgotten',
        '0027-rates',
        '0028-rung-by-others',
        '0030-blocks',
        '0031-questions-to-all',
        '0033-audit',
      ],
    );
    for (const store of opened) await store.close();
  });

  it('comes back when every connection was cut', async () => {
    const url = await freshDatabase();
    const store = await PostgresStore.open({ url, log: quietLog });
    try {
      await execute(
        url,
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await worksAgain(store);
    } finally {
      await store.close();
    }
  });

  it('that we have closed is not waited for', async () => {
    const store = await PostgresStore.open({ url: await freshDatabase(), log: quietLog });
    await store.close();
    await assert.rejects(
      store.commit(async () => {}),
      { code: 'store.closed' },
    );
  });

  it('says why it takes nothing', async () => {
    const url = await freshDatabase();
    const store = await PostgresStore.open({ url, log: quietLog });
    try {
      await store.ping();
      for (const [state, code] of [
        ['53100', 'store.disk-full'],
        ['25006', 'store.read-only'],
        ['XX000', 'store.failed'],
      ] as const) {
        await execute(
          url,
          `create or replace function refuse() returns trigger language plpgsql as
             $$ begin raise exception 'no' using errcode = '${state}'; end $$;
           create or replace trigger refuse before insert or update on processes execute function refuse()`,
        );
        await assert.rejects(store.ping(), { name: 'StoreError', code });
      }
      await execute(url, 'drop function refuse cascade');
      await store.ping();
    } finally {
      await store.close();
    }
  });

  it('is waited for where all of its connections are taken', async () => {
    const url = new URL(await freshDatabase());
    const role = `few_${process.pid}`;
    const admin = url.href;
    await execute(admin, `create role ${role} login superuser password 'few'`);
    url.username = role;
    url.password = 'few';
    const store = await PostgresStore.open({ url: url.href, log: quietLog });
    try {
      // A superuser has no limit, and the tables belong to one.
      await execute(admin, `alter role ${role} nosuperuser connection limit 0`);
      await execute(admin, `grant all on all tables in schema public to ${role}`);
      await execute(
        admin,
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
      );
      const waiting = eventually(() => store.ping());
      const first = await Promise.race([
        waiting.then(() => 'done'),
        new Promise((r) => setTimeout(r, 500, 'waits')),
      ]);
      assert.equal(first, 'waits');
      await execute(admin, `alter role ${role} superuser connection limit -1`);
      await waiting;
    } finally {
      await store.close();
      await execute(admin, `drop role ${role}`).catch(() => {});
    }
  });

  describe('that restarts', () => {
    let folder: { path: string; remove(): Promise<void> };
    let database: EmbeddedPostgres;

    before(async () => {
      folder = await scratch();
      database = await startEmbeddedPostgres({ dataDir: folder.path, log: quietLog });
    });

    after(async () => {
      await database.stop();
      await folder.remove();
    });

    it('is gone for a while, and then everything works again', async () => {
      const store = await PostgresStore.open({ url: database.url, log: quietLog });
      const home = homeOf(folder.path);
      const { uid, gid } = statSync(home);
      const pgCtl = (...args: readonly string[]) =>
        spawnSync(
          PG_CTL,
          ['-D', join(home, 'cluster/data'), '-w', '-l', join(home, 'postgres.log'), ...args],
          {
            ...{ uid, gid, cwd: home, stdio: 'ignore' },
          },
        ).status;
      try {
        assert.equal(pgCtl('-m', 'fast', 'restart'), 0);
        await worksAgain(store);
      } finally {
        await store.close();
      }
    });
  });
});

/** Commits, jobs and wake-up calls. The first tries may still meet a dead connection. */
async function worksAgain(store: PostgresStore): Promise<void> {
  const scene = await eventually(() => makeScene(store));
  const { id } = await eventually(() => invite(store, scene, 'mary'));
  const drawn = Promise.withResolvers<CardId>();
  await store.onDraw(async (cardId) => drawn.resolve(cardId));
  await eventually(() => store.commit((tx) => tx.draw(scene.cardId)));
  assert.equal(await drawn.promise, scene.cardId);
  const woken = Promise.withResolvers<InvitationId>();
  store.onUnwanted((unwanted) => woken.resolve(unwanted));
  // What is notified while nobody listens is lost; somebody asks again.
  const asking = setInterval(() => void store.commit((tx) => tx.setUnwanted(id)).catch(() => {}), 200);
  assert.equal(await woken.promise.finally(() => clearInterval(asking)), id);
}

async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

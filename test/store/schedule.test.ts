/** What is due, handed out by the real queue. */
import assert from 'node:assert/strict';
import type { Due, ReminderId } from '../../src/desk/index.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { startChild } from '../support/child-service.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { inviter, makeScene } from '../support/store-records.ts';

const SERVICE = new URL('../support/clock-service.ts', import.meta.url);

describe('what is due', function () {
  this.timeout(60_000);
  let url: string;
  const stores: PostgresStore[] = [];

  beforeEach(async () => {
    url = await freshDatabase();
  });

  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  async function open(): Promise<PostgresStore> {
    const store = await PostgresStore.open({ url, log: quietLog });
    stores.push(store);
    return store;
  }

  const reminder = (id: string): Due => ({ kind: 'reminder', id: id as ReminderId, version: 1 });
  const inMs = (ms: number) => new Date(Date.now() + ms);

  it('is done not before its time, and whoever has ordered it may be gone by then', async () => {
    const first = await open();
    const at = inMs(1_500);
    await first.commit((tx) => tx.dueAt(reminder('a'), at));
    await first.close();
    const done = Promise.withResolvers<Date>();
    await (await open()).onDue(async () => done.resolve(new Date()));
    assert((await done.promise) >= at);
  });

  it('is not ordered where its commit fails', async () => {
    const store = await open();
    const failed = store.commit(async (tx) => {
      await tx.dueAt(reminder('a'), inMs(0));
      throw new Error('no');
    });
    await assert.rejects(failed);
    assert.deepEqual(await execute(url, `select id from pgboss.job where name = 'clock'`), []);
  });

  it('is done again when it throws, and what is handed over with it is done all the same', async () => {
    const store = await open();
    const alone: string[] = [];
    const done = Promise.withResolvers<void>();
    await store.commit(async (tx) => {
      for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await tx.dueAt(reminder(id), inMs(0));
    });
    await store.onDue(async (due) => {
      const ids = due.map(({ id }) => id as string);
      if (ids.length === 1) alone.push(...ids);
      const isThere = alone.filter((id) => id === 'b').length < 2;
      if (ids.includes('b') && isThere) throw new Error('the database is away');
      if (!isThere) done.resolve();
    });
    await done.promise;
    const states = `select data ->> 'id' as id from pgboss.job where name = 'clock' and state = 'completed'`;
    const completed = (await execute(url, states)).map(({ id }) => id);
    for (const id of ['a', 'c', 'd', 'e', 'f', 'g']) assert(completed.includes(id), id);
  });

  it('of a killed process is done by another that lives', async () => {
    const store = await open();
    await store.commit((tx) => tx.dueAt(reminder('a'), inMs(0)));
    const { report, kill } = await startChild<Due>(SERVICE, [url]);
    const done = Promise.withResolvers<Due>();
    await store.onDue(async ([due]) => due && done.resolve(due));
    await kill();
    assert.deepEqual([report, await done.promise], [reminder('a'), reminder('a')]);
  });

  it('after the end was asked for is left to others', async () => {
    const store = await open();
    const seen: string[] = [];
    const stop = await store.onDue(async ([due]) => due && seen.push(due.id));
    await stop();
    await store.commit((tx) => tx.dueAt(reminder('a'), inMs(0)));
    const done = Promise.withResolvers<string>();
    await (await open()).onDue(async ([due]) => due && done.resolve(due.id));
    assert.deepEqual([await done.promise, seen], ['a', []]);
  });

  describe('far ahead', () => {
    /** Written as the desk writes it; returns what is due. */
    const write = async (store: PostgresStore, inSeconds: number): Promise<Due> => {
      const { thread } = await makeScene(store);
      const due = reminder(crypto.randomUUID());
      const at = inMs(inSeconds * 1_000);
      await store.commit(async (tx) => {
        await tx.insertReminder({
          ...{
            id: due.id as ReminderId,
            threadId: thread.id,
            by: inviter,
            invitees: 'everyone',
            words: null,
          },
          ...{ appointmentId: null, secondsBefore: null, series: null, occurrence: null, at },
          ...{ version: 1, state: 'waiting', snoozedFrom: null },
        });
        await tx.dueAt(due, at);
      });
      return due;
    };
    const jobs = () => execute(url, `select data from pgboss.job where name = 'clock'`);

    it('is not in the queue, which stays small whatever is scheduled', async () => {
      await write(await open(), 3_600);
      await open();
      assert.deepEqual(await jobs(), []);
    });

    it('is ordered when it is near, once, by whichever process', async () => {
      const store = await open();
      const due = await write(store, 3_600);
      await execute(url, `update reminders set at = now() + interval '1 minute'`);
      await Promise.all([open(), open()]);
      await open();
      assert.deepEqual(await jobs(), [{ data: due }]);
    });

    it('and near is ordered in its own commit, under the name by which a later look finds it', async () => {
      const due = await write(await open(), 60);
      assert.deepEqual(await jobs(), [{ data: due }]);
      await open();
      assert.deepEqual(await jobs(), [{ data: due }]);
    });

    it('is done late where nothing ran, also when the queue has lost it', async () => {
      const store = await open();
      const due = await write(store, 1);
      await execute(url, `delete from pgboss.job where name = 'clock'`);
      const done = Promise.withResolvers<readonly Due[]>();
      await (await open()).onDue(async (ready) => done.resolve(ready));
      assert.deepEqual(await done.promise, [due]);
    });
  });
});

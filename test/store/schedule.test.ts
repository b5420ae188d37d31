/** What is due, handed out by the real queue. */
import assert from 'node:assert/strict';
import type { Due, ReminderId } from '../../src/desk/index.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { startChild } from '../support/child-service.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

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

  it('is kept for years where nothing ran', async () => {
    const store = await open();
    await store.commit((tx) => tx.dueAt(reminder('a'), inMs(-366 * 86_400_000)));
    const [job] = await execute(
      url,
      `select keep_until > now() + interval '10 years' as kept from pgboss.job where name = 'clock'`,
    );
    assert.equal(job?.kept, true);
  });
});

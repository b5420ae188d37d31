import assert from 'node:assert/strict';
import type { JobFigures, JobWatcher } from '../../src/store/job-figures.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeScene } from '../support/store-records.ts';

describe('the figures of jobs', function () {
  this.timeout(60_000);
  let url: string;
  let store: PostgresStore;
  const told: string[] = [];
  const watcher: JobWatcher = {
    done: (queue, hasFailed, ms) => told.push(`${queue} ${hasFailed ? 'failed' : 'done'} ${ms >= 0}`),
    coalesced: (queue) => told.push(`${queue} coalesced`),
  };

  beforeEach(async () => {
    told.length = 0;
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog, watcher });
  });
  afterEach(() => store.close());

  const of = async (queue: string): Promise<JobFigures> => {
    const found = (await store.jobFigures()).find((one) => one.queue === queue);
    assert.ok(found, queue);
    return found;
  };

  it('tell of every queue, also where nothing is to be done', async () => {
    const figures = await store.jobFigures();
    assert.deepEqual(figures.map(({ queue }) => queue).sort(), [
      'clock',
      'draw',
      'next',
      'notice',
      'redraw',
      'remind',
      'ring',
      'toast',
    ]);
    assert.deepEqual(await of('notice'), {
      ...{ queue: 'notice', due: 0, ahead: 0, retrying: 0, active: 0, lateSeconds: 0 },
    });
  });

  it('tell what is due and since when, what is ordered for later, and what costs no job of its own', async () => {
    const { cardId } = await makeScene(store);
    await store.drained(0);
    await execute(url, `delete from pgboss.job where name = 'draw'`);
    told.length = 0;
    await store.commit((tx) => tx.draw(cardId));
    await store.commit((tx) => tx.draw(cardId));
    await store.commit((tx) => tx.drawAfter(cardId, 100));
    await execute(url, `update pgboss.job set start_after = now() - interval '90 s' where name = 'draw'`);
    const { due, lateSeconds } = await of('draw');
    assert.equal(due, 1);
    assert.ok(lateSeconds >= 90 && lateSeconds < 900, `${lateSeconds}`);
    const { ahead, lateSeconds: notLate } = await of('redraw');
    assert.deepEqual({ ahead, notLate }, { ahead: 1, notLate: 0 });
    assert.deepEqual(told, ['draw coalesced']);
  });

  it('tell what has failed and is tried again, and how often it was done', async () => {
    const { cardId } = await makeScene(store);
    const failed = Promise.withResolvers<void>();
    await store.onDraw(async () => {
      failed.resolve();
      throw new Error('not now');
    });
    await store.commit((tx) => tx.draw(cardId));
    await failed.promise;
    while ((await of('draw')).retrying === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(
      told.find((one) => one.startsWith('draw')),
      'draw failed true',
    );
    await execute(url, `update pgboss.job set state = 'completed' where name = 'draw'`);
  });

  it('know the connections of the pool', async () => {
    const held = store.commit(async () => {
      const { used, waiting } = store.connections;
      assert.ok(used >= 1 && waiting === 0, JSON.stringify(store.connections));
    });
    await held;
    assert.equal(store.connections.waiting, 0);
  });
});

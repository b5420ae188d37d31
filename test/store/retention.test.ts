import assert from 'node:assert/strict';
import { connect, type Database } from '../../src/store/database.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { forgetOld } from '../../src/store/retention.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene, type Scene } from '../support/store-records.ts';

const TABLES = [
  ...['threads', 'conferences', 'cards', 'invitations', 'invitation_events', 'calls'],
  'waiting_invitees',
];

describe('store/retention', () => {
  let url: string;
  let store: PostgresStore;
  let database: Database;

  beforeEach(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    database = await connect(url, quietLog);
  });
  afterEach(async () => {
    await database.destroy();
    await store.close();
  });

  /** Somebody was called, and has left; the conference is over. */
  async function over(): Promise<Scene> {
    const scene = await makeScene(store);
    const mary = await invite(store, scene, 'mary');
    await store.callJournal().save({ invitationId: mary.id, callId: crypto.randomUUID() });
    await store.commit(async (tx) => {
      await tx.appendEvent(mary.id, { kind: 'created', detail: {} });
      await tx.update(mary, { state: 'Terminated', status: 'left', presence: null });
      await tx.endConference(scene.conferenceId);
    });
    // She was not needed.
    await execute(
      url,
      `insert into waiting_invitees (id, card_id, position, stage, invitee, state) values ($1, $2, 9, 1, '{}', 'not-needed')`,
      [crypto.randomUUID(), scene.cardId],
    );
    return scene;
  }

  /** As if so many days had gone by since everything. */
  async function pass(days: number): Promise<void> {
    await execute(url, `update threads set seen_at = seen_at - make_interval(days => ${days})`);
    await execute(url, `update conferences set created_at = created_at - make_interval(days => ${days})`);
    await execute(url, `update invitations set changed_at = changed_at - make_interval(days => ${days})`);
    await execute(
      url,
      `update incoming_invitations set changed_at = changed_at - make_interval(days => ${days})`,
    );
  }

  async function counts(): Promise<number[]> {
    const rows = await Promise.all(TABLES.map((table) => execute(url, `select 1 from ${table}`)));
    return rows.map(({ length }) => length);
  }

  it('deletes what has ended with all that belongs to it, on the day and not before', async () => {
    await over();
    await pass(89);
    assert.equal(await forgetOld(database, 90), 0);
    assert.deepEqual(await counts(), [1, 1, 1, 1, 1, 1, 1]);
    await pass(1);
    assert.equal(await forgetOld(database, 90), 2, 'a conference and its thread');
    assert.deepEqual(await counts(), [0, 0, 0, 0, 0, 0, 0]);
  });

  it('leaves alone what goes on, however old it is', async () => {
    const active = await makeScene(store);
    await invite(store, active, 'rings');
    const stays = await over();
    await execute(url, `update invitations set presence = 'bridged' where conference_id = $1`, [
      stays.conferenceId,
    ]);
    await pass(1_000);
    assert.equal(await forgetOld(database, 90), 0);
    assert.deepEqual((await counts()).slice(0, 4), [2, 2, 2, 2]);
  });

  it('keeps a thread that listens to somebody', async () => {
    const { thread } = await over();
    await store.commit((tx) => tx.bind(thread.id, ['sip:ann@example.com'], 'Ann'));
    await pass(91);
    assert.equal(await forgetOld(database, 90), 1);
    assert.deepEqual((await counts()).slice(0, 2), [1, 0]);
  });

  it('deletes until when somebody did not want to be rung as soon as that is over', async () => {
    const ahead = new Date(Date.now() + 3_600_000);
    await store.commit(async (tx) => {
      await tx.block(['id:mary', 'sip:mary@example.com'], {
        until: new Date(Date.now() - 1_000),
        zone: 'UTC',
      });
      await tx.block(['id:bob'], { until: ahead, zone: 'UTC' });
    });
    assert.equal(await forgetOld(database, 90), 2);
    assert.deepEqual(await execute(url, 'select key from blocks'), [{ key: 'id:bob' }]);
  });

  it('is done by one process at a time, in as many commits as it takes', async () => {
    await execute(
      url,
      `insert into threads (id, channel, title, seen_at)
         select 'old ' || n, 'msteams', '', now() - interval '91 days' from generate_series(1, 450) as n`,
    );
    const deleted = await Promise.all([forgetOld(database, 90), forgetOld(database, 90)]);
    // Who finds the lock taken goes away; what is left then is done an hour later.
    const left = await forgetOld(database, 90);
    assert.equal(
      deleted.reduce((sum, n) => sum + n, left),
      450,
    );
    assert.deepEqual(await counts(), [0, 0, 0, 0, 0, 0, 0]);
  });
});

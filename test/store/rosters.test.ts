import assert from 'node:assert/strict';
import type { ConferenceId, ThreadId } from '../../src/desk/records.ts';
import type { RosterChange } from '../../src/desk/roster-ports.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene, type Scene } from '../support/store-records.ts';

describe('rosters', function () {
  this.timeout(60_000);
  let url: string;
  let store: PostgresStore;
  let peer: PostgresStore;
  let scene: Scene;

  beforeEach(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    peer = await PostgresStore.open({ url, log: quietLog });
    scene = await makeScene(store);
  });
  afterEach(async () => {
    await peer.close();
    await store.close();
  });

  type Attendee = NonNullable<RosterChange['changed']>[number];

  const attendee = (name: string, part: Partial<Attendee> = {}): Attendee => ({
    ...{ key: name, address: `sip:${name}@example.com`, addressKey: `sip:${name}@example.com`, name },
    ...{ status: 'connected', takingPart: true, invitationId: null },
    ...part,
  });

  const write = (change: RosterChange) => store.commit((tx) => tx.setRoster(scene.conferenceId, change));
  const read = async () => (await store.gathering(scene.thread.id))?.roster;
  const idsOf = async (of: PostgresStore) => (await of.followed()).map(({ id }) => id);

  it('are followed by the process that opened the conference, which is told at once', async () => {
    const woken = Promise.withResolvers<void>();
    store.onFollowed(() => woken.resolve());
    const another = await makeScene(store);
    await woken.promise;
    assert.deepEqual(await store.followed(), [
      { id: scene.conferenceId, uri: scene.uri },
      { id: another.conferenceId, uri: another.uri },
    ]);
    assert.deepEqual(await peer.followed(), []);
  });

  it('are followed by the next process when that leaves or dies, and nobody knows then who is in', async () => {
    await write({ state: 'known', changed: [attendee('mary')] });
    await execute(url, `update processes set renewed_at = now() - interval '11 s' where id = $1`, [
      store.processId,
    ]);
    assert.deepEqual(await idsOf(peer), [scene.conferenceId]);
    const roster = await read();
    assert.deepEqual([roster?.state, roster?.attendees.length], ['unknown', 1]);
    assert.equal(await store.commit((tx) => tx.followedRoster(scene.conferenceId)), undefined);
    assert.equal((await peer.commit((tx) => tx.followedRoster(scene.conferenceId)))?.state, 'unknown');
    await peer.close();
    assert.deepEqual(await idsOf(store), [scene.conferenceId]);
    peer = await PostgresStore.open({ url, log: quietLog });
  });

  it('of conferences that were active before there were rosters are followed by whoever looks first', async () => {
    const conference = 'old' as ConferenceId;
    await store.commit(async (tx) => {
      const thread = { ...scene.thread, id: 'thread-old' as ThreadId };
      await tx.lockThread(thread);
      await tx.insertConference({
        id: conference,
        threadId: thread.id,
        uri: 'sip:old@conf.test',
        subject: '',
      });
    });
    await execute(url, `update rosters set follower = '' where conference_id = 'old'`);
    const both = await Promise.all([idsOf(store), idsOf(peer)]);
    assert.deepEqual(both.filter((ids) => ids.includes(conference)).length, 1);
  });

  it('end with their conference, and its follower is told, whoever has ended it', async () => {
    await write({ state: 'known', changed: [attendee('mary')] });
    const woken = Promise.withResolvers<void>();
    store.onFollowed(() => woken.resolve());
    await peer.commit((tx) => tx.endConference(scene.conferenceId));
    await woken.promise;
    assert.deepEqual(await store.followed(), []);
    assert.equal(await store.commit((tx) => tx.followedRoster(scene.conferenceId)), undefined);
  });

  it('tell how somebody is called there, also a while after the end; after a day they are forgotten', async () => {
    const { id } = await invite(store, scene, 'bob');
    const desk = attendee('mary', { key: '1', address: 'sip:+4930123456@gw', addressKey: 'tel:+4930123456' });
    const leg = attendee('mary', { key: '2', addressKey: 'tel:+4930123456', invitationId: id });
    await write({ state: 'known', changed: [desk, leg, attendee('sue')] });
    await peer.commit((tx) => tx.endConference(scene.conferenceId));
    const endpoints = (...keys: string[]) => peer.endpointsOf(scene.conferenceId, keys);
    assert.deepEqual(await endpoints('sip:x', 'tel:+4930123456'), [
      { key: '1', address: 'sip:+4930123456@gw' },
    ]);
    assert.deepEqual(await endpoints(), []);
    await execute(url, `update rosters set moved_at = now() - interval '25 hours'`);
    await (await PostgresStore.open({ url, log: quietLog })).close();
    assert.deepEqual(await execute(url, 'select 1 from rosters union all select 1 from attendees'), []);
  });

  it('keep who is in and since when; nothing that a server tells breaks a commit', async () => {
    const { id } = await invite(store, scene, 'bob');
    await write({
      state: 'known',
      changed: [
        attendee('mary', { key: 'mary\0' }),
        attendee('bob', { invitationId: id, name: 'Bob\0 \ud83d' }),
      ],
      moved: true,
    });
    const before = await read();
    assert.deepEqual(
      before?.attendees.map(({ name, invitationId }) => [name, invitationId]),
      [
        ['Bob \ufffd', id],
        ['mary', null],
      ],
    );
    const since = before.attendees[0]?.since;
    await write({ state: 'known', changed: [attendee('bob', { status: 'on-hold', since })], gone: ['mary'] });
    const after = await read();
    assert.deepEqual(
      after?.attendees.map(({ key, status, since }) => [key, status, since]),
      [['bob', 'on-hold', since]],
    );
  });

  it('tell who takes part, as long as they are known', async () => {
    const takesPart = (...keys: string[]) =>
      store.commit((tx) =>
        tx.takesPart(
          scene.conferenceId,
          keys.map((key) => `sip:${key}@example.com`),
        ),
      );
    assert.equal(await takesPart('mary'), undefined);
    await write({ state: 'known', changed: [attendee('mary'), attendee('bob', { takingPart: false })] });
    assert.deepEqual(
      [await takesPart('sue', 'mary'), await takesPart('bob'), await takesPart()],
      [true, false, false],
    );
    await write({ state: 'unknown' });
    assert.equal(await takesPart('mary'), undefined);
  });

  it('find whom we bridge by the Call-ID with which we have called the conference', async () => {
    const { id } = await invite(store, scene, 'mary');
    const journal = store.callJournal();
    await journal.save({ invitationId: id, callId: 'leg-1', leg: 'conference' });
    await journal.save({ invitationId: id, callId: 'leg-2', leg: 'person' });
    await journal.save({ invitationId: id, callId: 'channel-1' });
    const found = await store.commit((tx) => tx.bridgedCalls(['leg-1', 'leg-2', 'leg-3', 'channel-1', '\0']));
    assert.deepEqual([...found], [['leg-1', id]]);
    assert.equal((await store.commit((tx) => tx.bridgedCalls([]))).size, 0);
  });
});

import assert from 'node:assert/strict';
import type { InvitationId, ProcessId } from '../../src/desk/records.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { startChild } from '../support/child-service.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene, type Scene } from '../support/store-records.ts';

const SERVICE = new URL('../support/store-service.ts', import.meta.url);

describe('takeover', function () {
  this.timeout(60_000);
  let url: string;
  let store: PostgresStore;
  let peer: PostgresStore;

  beforeEach(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    peer = await PostgresStore.open({ url, log: quietLog });
  });

  afterEach(async () => {
    await peer.close();
    await store.close();
  });

  /** As if it had hung for long: its row is old, but it goes on. */
  async function age(process: ProcessId): Promise<void> {
    await execute(url, `update processes set renewed_at = now() - interval '11 s' where id = $1`, [process]);
  }

  it('leaves what living processes own', async () => {
    await invite(peer, await makeScene(peer), 'mary');
    assert.deepEqual(await store.takeOver(), []);
  });

  it('takes what a process owned that was killed on this host, without waiting', async () => {
    const { report, kill } = await startChild<Scene & { invitationId: InvitationId; processId: ProcessId }>(
      SERVICE,
      [url],
    );
    assert.deepEqual(await store.takeOver(), []);
    await kill();
    const [taken, ...more] = await store.takeOver();
    assert.deepEqual(more, []);
    assert.equal(taken?.invitation.id, report.invitationId);
    assert.equal(taken.invitation.owner, store.processId);
    assert.equal(taken.invitation.fence, 2);
    assert.equal(taken.conference.uri, report.uri);
    const rows = await execute(url, 'select 1 from processes where id = $1', [report.processId]);
    assert.deepEqual(rows, []);
  });

  it('takes what a process that left still owned: rings and bridges, but nothing that has ended', async () => {
    const scene = await makeScene(peer);
    const ringing = await invite(peer, scene, 'ringing');
    const bridged = await invite(peer, scene, 'bridged');
    const independent = await invite(peer, scene, 'independent');
    await peer.commit(async (tx) => {
      await tx.update(bridged, { state: 'Terminated', status: 'answered', presence: 'bridged' });
      await tx.update(independent, { state: 'Terminated', status: 'joined', presence: 'independent' });
    });
    await peer.close();
    const taken = await store.takeOver();
    assert.deepEqual(taken.map(({ invitation }) => invitation.id).sort(), [ringing.id, bridged.id].sort());
  });

  it('makes every write of the former owner void, and those of the new one count', async () => {
    const mary = await invite(peer, await makeScene(peer), 'mary');
    await age(peer.processId);
    const [taken] = await store.takeOver();
    assert(taken);
    assert.equal(await peer.commit((tx) => tx.update(mary, { status: 'joined' })), undefined);
    await assert.rejects(peer.callJournal().save({ invitationId: mary.id, callId: 'late' }), {
      code: 'store.not-owner',
    });
    assert.equal(
      await store.commit((tx) => tx.update(mary, { status: 'joined' })),
      undefined,
      'an old fence',
    );
    const written = await store.commit((tx) => tx.update(taken.invitation, { status: 'ringing' }));
    assert.equal(written?.status, 'ringing');
  });

  it('gives each invitation to one of two that take over at once', async () => {
    const dying = await PostgresStore.open({ url, log: quietLog });
    const scene = await makeScene(dying);
    for (const name of ['a', 'b', 'c', 'd']) await invite(dying, scene, name);
    await dying.close();
    const [mine, theirs] = await Promise.all([store.takeOver(), peer.takeOver()]);
    const ids = [...mine, ...theirs].map(({ invitation }) => invitation.id);
    assert.equal(ids.length, 4);
    assert.equal(new Set(ids).size, 4);
  });

  it('takes what a living process has given away, of which no byte had left, and is told so', async () => {
    const scene = await makeScene(peer);
    const ringing = await invite(peer, scene, 'ringing');
    await peer.callJournal().save({ invitationId: ringing.id, callId: crypto.randomUUID() });
    const waiting = await invite(peer, scene, 'waiting');
    const told = Promise.withResolvers<void>();
    store.onGivenAway(told.resolve);
    assert.deepEqual(await peer.giveAway(), [waiting.id]);
    await told.promise;
    assert.deepEqual(
      (await store.takeOver()).map(({ invitation }) => invitation.id),
      [waiting.id],
    );
    await assert.rejects(peer.callJournal().save({ invitationId: waiting.id, callId: 'late' }), {
      code: 'store.not-owner',
    });
  });

  it('lets a call leg that is being written be seen by the new owner, or be refused', async () => {
    const mary = await invite(peer, await makeScene(peer), 'mary');
    await age(peer.processId);
    const journal = peer.callJournal<{ invitationId: string; callId: string }>();
    const [saved] = await Promise.allSettled([
      journal.save({ invitationId: mary.id, callId: 'racing' }),
      store.takeOver(),
    ]);
    const legs = await store.callJournal().legs(mary.id);
    assert.equal(legs.length, saved.status === 'fulfilled' ? 1 : 0);
  });

  it('tells the wishes of a taken invitation to its new owner', async () => {
    const mary = await invite(peer, await makeScene(peer), 'mary');
    await age(peer.processId);
    await store.takeOver();
    const woken = Promise.withResolvers<InvitationId>();
    store.onUnwanted((id) => woken.resolve(id));
    await peer.commit((tx) => tx.setUnwanted(mary.id));
    assert.equal(await woken.promise, mary.id);
  });
});

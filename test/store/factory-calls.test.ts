import assert from 'node:assert/strict';
import type { Outcome } from '../../src/core/index.ts';
import type { ConferenceId } from '../../src/desk/records.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene, type Scene } from '../support/store-records.ts';

const REFUSED: Outcome = { word: 'failed', detail: 'factory-refused' };

describe('the calls of a conference factory', () => {
  let url: string;
  let store: PostgresStore;
  let peer: PostgresStore;
  let scene: Scene;
  let id: ConferenceId;
  beforeEach(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    peer = await PostgresStore.open({ url, log: quietLog });
    scene = await makeScene(store, `urn:uuid:${crypto.randomUUID()}`);
    id = scene.conferenceId;
  });
  afterEach(async () => {
    await store.close();
    await peer.close();
  });

  const made = (by: PostgresStore, call: { conferenceId: ConferenceId; fence: number }, uri: string) =>
    by.commit((tx) => tx.conferenceMade(call, uri));

  async function claimed(by = store) {
    return (await by.factoryCalls().claim(id)) ?? assert.fail('not claimed');
  }

  it('are claimed by one process; what failed or was given up can be claimed again', async () => {
    const [mine, its] = await Promise.all([store.factoryCalls().claim(id), peer.factoryCalls().claim(id)]);
    assert.equal([mine, its].filter(Boolean).length, 1);
    const [owner, other] = mine ? [store, peer] : [peer, store];
    const call = mine ?? its ?? assert.fail();
    assert.deepEqual([call.subject, call.uri, call.record, call.fence], ['Standup', scene.uri, null, 1]);
    await owner.factoryCalls().over(call, REFUSED);
    assert.deepEqual((await other.factoryCalls().standing(id)).outcome, REFUSED);
    const again = await claimed(other);
    assert.equal(again.fence, 2);
    assert.equal((await other.factoryCalls().standing(id)).outcome, null);
    await other.factoryCalls().over(again);
    assert.equal((await claimed(owner)).fence, 3);
  });

  it('write the URI for the conference and those who are on their way, and let it be followed', async () => {
    const mary = await invite(store, scene, 'mary');
    assert.deepEqual(await store.followed(), []);
    const call = await claimed();
    assert.equal(await made(store, call, 'sip:made@conf.test'), true);
    assert.equal((await store.factoryCalls().standing(id)).uri, 'sip:made@conf.test');
    const last = await store.commit((tx) => tx.lastInvitation('sip:made@conf.test', mary.invitee.key));
    assert.equal(last?.id, mary.id);
    assert.deepEqual(await store.followed(), [{ id, uri: 'sip:made@conf.test' }]);
    assert.equal(await store.factoryCalls().claim(id), undefined, 'it is made');
  });

  it('are taken over with what was written of them; the dead process writes nothing more', async () => {
    const call = await claimed();
    await store.factoryCalls().save(call, { callId: 'x' });
    assert.deepEqual(await peer.factoryCalls().takeOver(), [], 'its owner lives');
    await execute(url, `update processes set renewed_at = now() - interval '1 minute' where id = $1`, [
      store.processId,
    ]);
    const [taken] = await peer.factoryCalls().takeOver();
    assert.deepEqual([taken?.record, taken?.fence], [{ callId: 'x' }, 2]);
    await assert.rejects(store.factoryCalls().save(call, {}), { code: 'store.not-owner' });
    assert.equal(await made(store, call, 'sip:late@conf.test'), false);
    await store.factoryCalls().over(call, REFUSED);
    assert.equal((await peer.factoryCalls().standing(id)).outcome, null);
    assert.equal((await peer.factoryCalls().standing(id)).uri, scene.uri);
  });

  it('are needed as long as the conference is active, or somebody is in who may stay', async () => {
    const unneeded = () => store.factoryCalls().unneeded();
    const mary = await invite(store, scene, 'mary');
    await made(store, await claimed(), 'sip:made@conf.test');
    await store.commit((tx) => tx.update(mary, { state: 'Terminated', presence: 'independent' }));
    assert.deepEqual(await unneeded(), []);
    await store.commit((tx) => tx.endConference(id));
    assert.deepEqual(await unneeded(), []);
    await store.commit((tx) => tx.setUnwanted(mary.id));
    assert.deepEqual(await unneeded(), [id]);
    assert.deepEqual(await peer.factoryCalls().unneeded(), [], 'its owner hangs up');
  });
});

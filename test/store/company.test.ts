import assert from 'node:assert/strict';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene } from '../support/store-records.ts';

describe('company in a conference', () => {
  let url: string;
  let store: PostgresStore;
  before(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
  });
  after(() => store.close());

  /** Mary, who asks, and Bob, who may be company. */
  async function two() {
    const scene = await makeScene(store);
    const mary = await invite(store, scene, 'mary');
    const bob = await invite(store, scene, 'bob', { position: 1 });
    return { scene, bob, company: () => store.company(mary.id) };
  }

  it('is nobody for her alone', async () => {
    const mary = await invite(store, await makeScene(store), 'mary');
    assert.equal(await store.company(mary.id), 'nobody');
  });

  it('comes while somebody is on the way, unless she waits herself or is to stay out', async () => {
    const { bob, company } = await two();
    assert.equal(await company(), 'coming');
    await store.commit((tx) => tx.update(bob, { status: 'waiting' }));
    assert.equal(await company(), 'nobody');
    await store.commit((tx) => tx.update(bob, { status: 'ringing' }));
    await store.commit((tx) => tx.setUnwanted(bob.id));
    assert.equal(await company(), 'nobody');
  });

  for (const presence of ['bridged', 'independent'] as const) {
    it(`is in when somebody is ${presence}, until she has left`, async () => {
      const { bob, company } = await two();
      await store.commit((tx) => tx.update(bob, { state: 'Terminated', presence }));
      assert.equal(await company(), 'in');
      await store.commit((tx) => tx.update(bob, { status: 'left', presence: null }));
      assert.equal(await company(), 'nobody');
    });
  }

  it('is in from another thread of the same room, and only while that conference lasts', async () => {
    const room = await makeScene(store, 'sip:fixed@conf.test');
    const other = await makeScene(store, 'sip:fixed@conf.test');
    const mary = await invite(store, room, 'mary');
    const bob = await invite(store, other, 'bob');
    await store.commit((tx) => tx.update(bob, { state: 'Terminated', presence: 'independent' }));
    assert.equal(await store.company(mary.id), 'in');
    await store.commit((tx) => tx.endConference(other.conferenceId));
    assert.equal(await store.company(mary.id), 'nobody');
  });

  it('is in when the roster says so, invited or not', async () => {
    const scene = await makeScene(store);
    const mary = await invite(store, scene, 'mary');
    const attendee = { key: 'k', address: 'sip:zoe@x.test', addressKey: 'sip:zoe@x.test', name: 'Zoe' };
    const rest = { status: 'connected', takingPart: true, invitationId: null } as const;
    await store.commit((tx) =>
      tx.setRoster(scene.conferenceId, { state: 'known', changed: [{ ...attendee, ...rest }] }),
    );
    assert.equal(await store.company(mary.id), 'in');
    await execute(url, `update rosters set state = 'unknown'`);
    assert.equal(await store.company(mary.id), 'nobody');
  });
});

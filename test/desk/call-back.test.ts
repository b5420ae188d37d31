import assert from 'node:assert/strict';
import { callBackTarget } from '../../src/desk/index.ts';
import { PostgresStore } from '../../src/store/index.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { makeScene, newInvitation, type Scene } from '../support/store-records.ts';

describe('calling back', function () {
  this.timeout(60_000);
  let url: string;
  let store: PostgresStore;
  let scene: Scene;

  before(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
  });
  after(() => store?.close());
  beforeEach(async () => {
    await execute(url, 'delete from invitations');
    scene = await makeScene(store);
  });

  const invite = (address: string, into = scene) => {
    const invitation = newInvitation(into, 'mary', {
      invitee: { key: address, name: 'Mary', address, guessed: false },
    });
    return store.commit(async (tx) => {
      await tx.insertInvitation(invitation);
      return invitation;
    });
  };
  const target = (from: string, laterMs = 0) => callBackTarget(store, from, new Date(Date.now() + laterMs));

  it('leads to the conference, however her address is written', async () => {
    await invite('sip:mary@example.com;user=phone');
    for (const from of [
      'sip:mary@example.com',
      '<sip:mary@EXAMPLE.com;transport=tcp>',
      'sips:mary@example.com',
    ]) {
      assert.equal(await target(from), scene.uri, from);
    }
    await invite('tel:+4930123456');
    assert.equal(await target('tel:+49-30-123456'), scene.uri);
  });

  it('leads nobody else anywhere', async () => {
    await invite('sip:mary@example.com');
    for (const from of [
      'sip:Mary@example.com',
      'sip:bob@example.com',
      'sip:mary@example.org',
      'sip:mary@example.com:5070',
      'sip:%@example.com',
      'sip:mary@example.com?Replaces=x',
      'anonymous',
      '',
      "sip:'or'1'='1@example.com",
    ]) {
      assert.equal(await target(from), undefined, from);
    }
  });

  it('ends after an hour', async () => {
    await invite('sip:mary@example.com');
    assert.equal(await target('sip:mary@example.com', 3_500_000), scene.uri);
    assert.equal(await target('sip:mary@example.com', 3_700_000), undefined);
  });

  it('ends with the conference, and when the invitation is taken back', async () => {
    await invite('sip:mary@example.com');
    const other = await makeScene(store);
    const second = await invite('sip:mary@example.com', other);
    assert.equal(await target('sip:mary@example.com'), other.uri);
    await store.commit((tx) => tx.setUnwanted(second.id));
    assert.equal(await target('sip:mary@example.com'), scene.uri);
    await store.commit((tx) => tx.endConference(scene.conferenceId));
    assert.equal(await target('sip:mary@example.com'), undefined);
  });
});

import assert from 'node:assert/strict';
import type { Inbox } from '../../src/store/inbox.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { startChild } from '../support/child-service.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const SERVICE = new URL('../support/inbox-service.ts', import.meta.url);

describe('inbox', function () {
  this.timeout(60_000);
  let url: string;
  let store: PostgresStore;
  let peer: PostgresStore;
  let inbox: Inbox;
  let theirs: Inbox;

  beforeEach(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    peer = await PostgresStore.open({ url, log: quietLog });
    [inbox, theirs] = [store.inbox(), peer.inbox()];
  });

  afterEach(async () => {
    await peer.close();
    await store.close();
  });

  const rows = () => execute(url, 'select key, tries from inbox');

  it('keeps what was taken until it is done, and takes nothing twice, then either', async () => {
    assert.equal(await inbox.keep('a', { text: 'half \uD83D and \0' }), true);
    assert.equal(await inbox.keep('a', {}), false);
    assert.equal(await theirs.keep('a', {}), false);
    assert.deepEqual([await inbox.takeOver(100), await theirs.takeOver(100)], [[], []]);
    await inbox.done('a');
    assert.equal(await theirs.keep('a', {}), false);
    assert.deepEqual([await inbox.takeOver(100), await theirs.takeOver(100)], [[], []]);
    assert.deepEqual(await execute(url, 'select work, owner from inbox'), [{ work: {}, owner: null }]);
  });

  it('takes again what was dropped', async () => {
    await inbox.keep('a', {});
    await inbox.drop('a');
    assert.deepEqual(await rows(), []);
    assert.equal(await theirs.keep('a', {}), true);
  });

  it('hands what a process has left that was killed to one other, without waiting', async () => {
    const { kill } = await startChild(SERVICE, [url]);
    assert.deepEqual(await inbox.takeOver(100), []);
    await kill();
    const taken = await Promise.all([inbox.takeOver(100), theirs.takeOver(100)]);
    assert.deepEqual(taken.flat(), [{ key: 'left', work: { text: 'invite mary' } }]);
    assert.deepEqual([await inbox.takeOver(100), await theirs.takeOver(100)], [[], []]);
  });

  it('hands out what a process that stopped had not done, oldest first and as it was amended', async () => {
    await theirs.keep('b', { text: 'first' });
    await theirs.keep('a', { text: 'second' });
    await theirs.amend('b', { text: 'first', root: '1' });
    await peer.close();
    assert.deepEqual(await inbox.takeOver(1), [{ key: 'b', work: { text: 'first', root: '1' } }]);
    assert.deepEqual(await inbox.takeOver(1), [{ key: 'a', work: { text: 'second' } }]);
  });

  it('hands out again what failed, to anybody, but not for ever', async () => {
    await inbox.keep('a', {});
    for (let tries = 2; tries <= 5; tries += 1) {
      await inbox.release('a');
      assert.deepEqual(await theirs.takeOver(100), [{ key: 'a', work: {} }]);
    }
    await inbox.release('a');
    assert.deepEqual([await inbox.takeOver(100), await rows()], [[], [{ key: 'a', tries: 5 }]]);
  });

  it('leaves what nobody waits for any more, and forgets it', async () => {
    await inbox.keep('a', {});
    await inbox.release('a');
    await execute(url, `update inbox set received_at = now() - interval '11 minutes'`);
    assert.deepEqual(await inbox.takeOver(100), []);
    await inbox.forgetOld();
    assert.equal((await rows()).length, 1);
    await execute(url, `update inbox set received_at = now() - interval '61 minutes'`);
    await inbox.forgetOld();
    assert.deepEqual(await rows(), []);
  });
});

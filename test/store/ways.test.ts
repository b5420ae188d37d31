import assert from 'node:assert/strict';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import type { Ways } from '../../src/store/ways.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const MARY = 'sip:mary@contoso.com';

describe('what worked for an address', () => {
  let url: string;
  let store: PostgresStore;
  let ways: Ways;
  before(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    ways = store.callMemory();
  });
  after(() => store.close());
  afterEach(() => ways.forget(MARY));

  const age = (days: number) =>
    execute(url, `update ways set worked_at = now() - make_interval(days => $1) where address = $2`, [
      days,
      MARY,
    ]);

  it('is nothing at first, then what was last remembered, until it is forgotten', async () => {
    assert.equal(await ways.recall(MARY), undefined);
    await ways.remember(MARY, { method: 'bridge', form: 'late-offer' });
    await ways.remember(MARY, { method: 'dial-out' });
    await ways.remember('sip:bob@contoso.com', { method: 'refer' });
    assert.deepEqual(await ways.recall(MARY), { method: 'dial-out' });
    await ways.forget(MARY);
    assert.equal(await ways.recall(MARY), undefined);
    assert.deepEqual(await ways.recall('sip:bob@contoso.com'), { method: 'refer' });
  });

  it('keeps whether she stepped out as long as the way is the same', async () => {
    await ways.remember(MARY, { method: 'bridge', form: 'late-offer' });
    await ways.remember(MARY, { method: 'bridge', form: 'late-offer', steppedOut: true });
    await ways.remember(MARY, { method: 'bridge', form: 'late-offer' });
    assert.deepEqual(await ways.recall(MARY), { method: 'bridge', form: 'late-offer', steppedOut: true });
    await ways.remember(MARY, { method: 'bridge', form: 'late-offer', steppedOut: false });
    assert.equal((await ways.recall(MARY))?.steppedOut, false);
    await ways.remember(MARY, { method: 'bridge', form: 'early-offer' });
    assert.deepEqual(await ways.recall(MARY), { method: 'bridge', form: 'early-offer' });
  });

  it('says nothing after 30 days, unless it worked again', async () => {
    await ways.remember(MARY, { method: 'dial-out' });
    await age(29);
    assert.deepEqual(await ways.recall(MARY), { method: 'dial-out' });
    await age(31);
    assert.equal(await ways.recall(MARY), undefined);
    await ways.remember(MARY, { method: 'dial-out' });
    assert.deepEqual(await ways.recall(MARY), { method: 'dial-out' });
  });

  it('is deleted when it is old: an address is kept no longer than it is good for', async () => {
    await ways.remember(MARY, { method: 'dial-out' });
    await ways.remember('sip:young@contoso.com', { method: 'dial-out' });
    await age(31);
    await ways.forgetOld();
    const rows = await execute(url, 'select address from ways order by address');
    assert.ok(rows.some(({ address }) => address === 'sip:young@contoso.com'));
    assert.ok(!rows.some(({ address }) => address === MARY));
  });
});

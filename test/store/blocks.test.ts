import assert from 'node:assert/strict';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const NOW = new Date('2027-03-12T12:00:00Z');
const AT_THREE = { until: new Date('2027-03-12T15:00:00Z'), zone: 'Europe/Berlin' };
const AT_FOUR = { until: new Date('2027-03-12T16:00:00Z'), zone: 'UTC' };

describe('store/blocks', () => {
  let url: string;
  let store: PostgresStore;

  beforeEach(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
  });
  afterEach(() => store.close());

  const block = (keys: readonly string[], until = AT_THREE) => store.commit((tx) => tx.block(keys, until));
  const found = async (keys: readonly string[], by = '', now = NOW) =>
    Object.fromEntries(await store.commit((tx) => tx.blocks(keys, by, now)));

  it('finds those who are asked for, until it is over, and not what the asker has said herself', async () => {
    await block(['id:mary', 'sip:mary@example.com']);
    await block(['id:bob'], AT_FOUR);
    const all = ['sip:mary@example.com', 'id:bob', 'id:sue'];
    assert.deepEqual(await found(all), { 'sip:mary@example.com': AT_THREE, 'id:bob': AT_FOUR });
    assert.deepEqual(await found(all, 'id:mary'), { 'id:bob': AT_FOUR });
    assert.deepEqual(await found(all, '', AT_THREE.until), { 'id:bob': AT_FOUR });
    assert.deepEqual(await found([]), {});
  });

  it('the last word counts, also where it names less of her', async () => {
    await block(['id:mary', 'sip:mary@example.com', 'tel:+49301234567']);
    await block(['id:mary', 'id:slack:mary'], AT_FOUR);
    const rows = await execute(url, 'select key from blocks order by key');
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['id:mary', 'id:slack:mary'],
    );
  });

  it('takes what no database can hold: a NUL, half of a surrogate pair', async () => {
    await block(['id:a\0b', 'id:ab', 'id:c\ud800']);
    assert.deepEqual(Object.keys(await found(['id:ab', 'id:\0'], 'id:\0')), ['id:ab']);
    assert.equal(await store.commit((tx) => tx.unblock(['id:c\ud800'], NOW)), true);
  });

  it('ends all that somebody has said, once', async () => {
    await block(['id:mary', 'sip:mary@example.com']);
    const unblock = (now = NOW) => store.commit((tx) => tx.unblock(['sip:mary@example.com'], now));
    assert.deepEqual([await unblock(), await unblock()], [true, false]);
    assert.deepEqual(await execute(url, 'select 1 from blocks'), []);
    await block(['id:mary', 'sip:mary@example.com']);
    assert.equal(await unblock(AT_FOUR.until), false, 'it was over');
  });

  it('two who say it in one moment, with keys in another order, both get through', async () => {
    const keys = ['id:mary', 'sip:mary@example.com'];
    await Promise.all([
      block(keys),
      block(keys.toReversed(), AT_FOUR),
      block(keys),
      block(keys.toReversed()),
    ]);
    const rows = await execute(url, 'select distinct id from blocks');
    assert.equal(rows.length, 1);
  });
});

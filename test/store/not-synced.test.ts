import assert from 'node:assert/strict';
import { notSynced } from '../../src/store/not-synced.ts';
import { execute, freshDatabase } from '../support/postgres.ts';

describe('what workers write about their jobs', () => {
  it('does not wait for the disk, what others write does', async () => {
    const url = await freshDatabase();
    const [[mine], [theirs]] = [
      await execute(notSynced(url), 'show synchronous_commit', []),
      await execute(url, 'show synchronous_commit', []),
    ];
    assert.deepEqual([mine?.synchronous_commit, theirs?.synchronous_commit], ['off', 'on']);
  });

  it('keeps what else is said of the connection', async () => {
    const url = `${await freshDatabase()}?options=${encodeURIComponent('-c statement_timeout=4321')}`;
    const [row] = await execute(notSynced(url), "select current_setting('statement_timeout') as timeout", []);
    assert.equal(row?.timeout, '4321ms');
    assert.match(
      notSynced('postgres://u:p%40w@127.0.0.1:5432/db?sslmode=disable'),
      /u:p%40w@127.0.0.1:5432.*sslmode=disable/,
    );
  });
});

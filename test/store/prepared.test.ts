import assert from 'node:assert/strict';
import pg from 'pg';
import { prepared } from '../../src/store/prepared.ts';
import { freshDatabase } from '../support/postgres.ts';

describe('a pool that prepares', () => {
  it('has each statement parsed once per connection, but not those that ask for *', async () => {
    const pool = new pg.Pool({ connectionString: await freshDatabase(), max: 1 });
    const client = await prepared(pool).connect();
    const ask = (text: string, ...values: unknown[]) => client.query<Record<string, unknown>>(text, values);
    assert.deepEqual((await ask('select $1::int as n', 1)).rows, [{ n: 1 }]);
    assert.deepEqual((await ask('select $1::int as n', 2)).rows, [{ n: 2 }]);
    await ask('select * from (values (1)) as t (n) where n = $1', 1);
    await ask('select 1');
    const { rows } = await ask('select statement from pg_prepared_statements');
    assert.deepEqual(rows, [{ statement: 'select $1::int as n' }]);
    client.release();
    await pool.end();
  });
});

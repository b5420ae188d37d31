import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkDatabase, checkDataDir } from '../../src/doctor/check-database.ts';
import type { DatabaseLook } from '../../src/store/index.ts';
import { scratch } from '../support/scratch.ts';
import { told } from './told.ts';

const GOOD: DatabaseLook = {
  ...{ version: '17.2', majorVersion: 17, user: 'usher', database: 'usher', schema: 'public' },
  ...{ isEncrypted: true, isReadOnly: false, mayMakeTables: true, mayMakeSchemas: true, hasJobs: true },
  ...{ pending: [], unknown: [], clockAheadMs: 3, connectionsLeft: 80 },
};

describe('the check of the database', () => {
  const look = (given: Partial<DatabaseLook>) => told(checkDatabase(async () => ({ ...GOOD, ...given })));
  const thrown = (error: Error, more: object = {}) =>
    told(checkDatabase(() => Promise.reject(Object.assign(error, more))));

  it('is content with a good one', async () => {
    assert.deepEqual(await look({}), [
      'ok: PostgreSQL 17.2, database usher, user usher, encrypted',
      'ok: its tables are up to date',
    ]);
  });

  const wrong: readonly [what: string, given: Partial<DatabaseLook>, says: RegExp][] = [
    [
      'too old',
      { version: '12.1', majorVersion: 12 },
      /^fail: PostgreSQL 12.1 is too old → use 13 or newer$/,
    ],
    ['a standby', { isReadOnly: true }, /^fail: it takes no changes → name the primary/],
    [
      'no right to make tables',
      { pending: ['0001'], mayMakeTables: false },
      /^fail: usher may make no tables in schema public → as superuser: alter database usher owner to usher$/,
    ],
    [
      'no right to make the schema of the jobs',
      { hasJobs: false, mayMakeSchemas: false },
      /^fail: usher may not make the schema pgboss.* → as its owner: grant create on database usher to usher$/,
    ],
    [
      'a newer version has been here',
      { unknown: ['0099-later'] },
      /^fail: a newer version .*\(0099-later\) → /,
    ],
    [
      'its clock is behind',
      { clockAheadMs: -61_000 },
      /^warn: its clock is 61 s behind ours → set both by NTP$/,
    ],
    [
      'no connections left',
      { connectionsLeft: 3 },
      /^warn: it has 3 connections left; a process needs 13 → /,
    ],
  ];
  for (const [what, given, says] of wrong) {
    it(`says what to do: ${what}`, async () => {
      const lines = (await look(given)).filter((line) => !line.startsWith('ok:'));
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', says);
    });
  }

  it('says how many migrations the next start will make', async () => {
    assert.deepEqual(
      (await look({ pending: ['0001', '0002'] })).at(-1),
      'ok: its tables are made at the next start (2 migrations)',
    );
  });

  it('needs no right that nothing needs any more', async () => {
    const lines = await look({ mayMakeTables: false, mayMakeSchemas: false });
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('ok:')),
      [],
    );
  });

  it('says what to do where nobody answers, refuses or is found', async () => {
    const password = await thrown(new Error('password authentication failed for user "usher"'), {
      code: '28P01',
    });
    assert.deepEqual(password, [
      'fail: PostgreSQL: password authentication failed for user "usher" → check the user and the password in DATABASE_URL',
    ]);
    const [late] = await thrown(new Error('timeout expired'));
    assert.match(late ?? '', /^fail: PostgreSQL does not answer → check the host/);
    // As node says it where a name has several addresses.
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' });
    const [several] = await thrown(new AggregateError([refused]));
    assert.match(several ?? '', /^fail: PostgreSQL: connect ECONNREFUSED .* → start PostgreSQL there/);
  });

  describe('the embedded one', () => {
    let folder: Awaited<ReturnType<typeof scratch>>;
    beforeEach(async () => {
      folder = await scratch();
    });
    afterEach(() => folder.remove());

    it('fits into a folder that is not there yet', async () => {
      const path = join(folder.path, 'a/b');
      const [line] = await told(checkDataDir(path, () => true));
      assert.match(line ?? '', /^(ok|warn): the embedded PostgreSQL, in .*a\/b, with \d+ MB free/);
    });

    it('does not fit into a file, nor where it is not installed', async () => {
      const path = join(folder.path, 'file');
      await writeFile(path, '');
      await chmod(path, 0o400);
      assert.match(
        (await told(checkDataDir(join(path, 'data'), () => true)))[0] ?? '',
        /^fail: nothing can be written to/,
      );
      assert.match(
        (await told(checkDataDir(folder.path, () => false)))[0] ?? '',
        /^fail: no PostgreSQL.*set DATABASE_URL/,
      );
    });
  });
});

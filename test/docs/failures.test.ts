import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasTest } from '../support/test-titles.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('docs/failures.md', () => {
  const page = read('docs/failures.md');

  it('has a test that exists in every row', () => {
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.split(' | ').length === 5)
      .filter((line) => !line.startsWith('| what |'));
    assert.ok(rows.length > 15, `${rows.length}`);
    const wrong = rows.filter((row) => {
      const [, file = '', title = ''] = /`([\w./-]+\.test\.ts)`: (.+) \|$/.exec(row) ?? [];
      return file === '' || !hasTest(read(`test/${file}`), title);
    });
    assert.deepEqual(wrong, []);
  });

  it('names each code with which the database can be missing', () => {
    const codes = [...read('src/store/away.ts').matchAll(/'(store\.[\w-]+)'/g)].map(([, code = '']) => code);
    assert.ok(codes.length > 4, codes.join());
    assert.deepEqual(
      codes.filter((code) => !page.includes(`\`${code}\``)),
      [],
    );
  });
});

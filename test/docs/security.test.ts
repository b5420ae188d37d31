import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasTest } from '../support/test-titles.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('docs/security.md', () => {
  const page = read('docs/security.md');
  const attacks = page.slice(page.indexOf('\n## Attacks'));
  const rows = attacks.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| attack |'));

  it('has a test that exists for every attack', () => {
    assert.ok(rows.length > 60, `${rows.length}`);
    const wrong = rows.filter((row) => {
      const [, file = '', title = ''] = /`([\w./-]+\.test\.ts)`: (.+) \|$/.exec(row) ?? [];
      const path = `test/${file}`;
      return file === '' || !existsSync(join(ROOT, path)) || !hasTest(read(path), unescaped(title));
    });
    assert.deepEqual(wrong, []);
  });

  it('names each kind of attack', () => {
    for (const kind of [
      ...['forgery', 'replay', 'cards', 'headers', 'SQL', 'LDAP', 'logged', 'CSV', 'path', '__proto__'],
      ...['tel:', 'REFER', '3xx', 'dribble', 'XML', 'unpacks', 'nested', 'rebinding', 'sent again'],
    ]) {
      assert.ok(attacks.toLowerCase().includes(kind.toLowerCase()), kind);
    }
  });
});

/** A bar inside of a table is written with a backslash. */
function unescaped(title: string): string {
  return title.replaceAll('\\|', '|');
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../../src/cards/words/en.ts';

const ROOT = join(import.meta.dirname, '../..');
/** What is told on the way, and what no phone says. */
const NO_ENDS = [
  ...['inviting', 'ringing', 'forwarded', 'waiting', 'calling', 'accepted'],
  ...['in-turn', 'not-needed', 'passed-over'],
];

describe('docs/outcomes.md', () => {
  const rows = readFileSync(join(ROOT, 'docs/outcomes.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| word '))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has each word that can end an invitation, and no other', () => {
    const words = new Set(rows.map(([, word]) => word));
    const ends = Object.keys(en.status).filter((status) => !NO_ENDS.includes(status));
    assert.deepEqual([...words].toSorted(), ends.toSorted());
  });

  it('names only tests that exist', () => {
    assert.ok(rows.length > 0);
    for (const [, , , , test = ''] of rows) {
      const [, file = '', title = ''] = /^`([\w.-]+)`: (.+)$/.exec(test) ?? [];
      const source = readFileSync(join(ROOT, 'test/interop', file), 'utf8');
      assert.ok(source.includes(`'${title}'`), `${file} has no test "${title}"`);
    }
  });
});

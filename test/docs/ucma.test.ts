import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasTest } from '../support/test-titles.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The strings of a union type, as its file has them. */
function wordsOf(path: string, type: string): string[] {
  const [, union = ''] =
    new RegExp(`^export type ${type} =([^;]*);`, 'm').exec(withoutComments(read(path))) ?? [];
  return [...union.matchAll(/'([\w-]+)'/g)].map(([, word = '']) => word);
}

function withoutComments(source: string): string {
  return source.replace(/\/\/.*$/gm, '');
}

describe('docs/ucma.md', () => {
  const page = read('docs/ucma.md');

  it('quotes only tests that exist', () => {
    // After a file, up to the end of the cell, of the line in it, or of the sentence outside of tables.
    const quoted = [...page.matchAll(/`([\w./-]+\.test\.ts)`: (.+?)(?=<br>| \||$|\.$|, and so on)/gm)];
    assert.ok(quoted.length > 100, `${quoted.length}`);
    const missing = quoted.filter(([, file = '', title = '']) => !hasTest(read(`test/${file}`), title));
    assert.deepEqual(
      missing.map(([one]) => one),
      [],
    );
  });

  it('names only what stands in the file beside it', () => {
    const named = [...page.matchAll(/`([\w./-]+(?<!\.test)\.ts)` `([\w.]+)`/g)];
    assert.ok(named.length > 30, `${named.length}`);
    const missing = named.filter(([, file = '', name = '']) => {
      const source = read(`src/${file}`);
      return !name.split('.').every((part) => new RegExp(`\\b${part}\\b`).test(source));
    });
    assert.deepEqual(
      missing.map(([one]) => one),
      [],
    );
  });

  for (const [path, type] of [
    ['src/core/state.ts', 'State'],
    ['src/core/state.ts', 'TransitionReason'],
    ['src/core/outcome.ts', 'OutcomeWord'],
    ['src/core/outcome.ts', 'OutcomeDetail'],
    ['src/core/errors.ts', 'FailureReason'],
  ] as const) {
    it(`has a row for each ${type}`, () => {
      const words = wordsOf(path, type);
      assert.ok(words.length > 1, `no ${type} in ${path}`);
      const first = type === 'FailureReason' ? '' : '^\\| ';
      const missing = words.filter((word) => !new RegExp(`${first}\`${word}\``, 'm').test(page));
      assert.deepEqual(missing, []);
    });
  }

  it('has each reason of a conferencing server that decides something', () => {
    const source = read('src/sip/lync/focus-outcome.ts');
    const [, table = ''] = /REASONS[^=]*= new Map\(\[(.*?)\] as const/s.exec(source) ?? [];
    const reasons = [...table.matchAll(/\['(\w+)'/g)].map(([, reason = '']) => reason);
    assert.ok(reasons.length > 10);
    const known = page.toLowerCase();
    assert.deepEqual(
      reasons.filter((reason) => !known.includes(`\`${reason}\``)),
      [],
    );
  });
});

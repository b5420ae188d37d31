/** What docs/troubleshoot.md quotes is what people read: whoever looks for the sentence before her eyes finds it there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

const page = readFileSync(join(ROOT, 'docs/troubleshoot.md'), 'utf8');
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|mjs)$/.test(name))
  .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'));
/** Values that are filled in are written the same everywhere. */
const said = sources
  .join('\n')
  .replaceAll(/\$\{[^}]*\}/g, '{}')
  .replaceAll(/\{\w*\}/g, '{}');

describe('docs/troubleshoot.md', () => {
  const quotes = [...page.matchAll(/“([^”]+)”/g)].map(([, quote = '']) => quote);

  it('quotes sentences', () => assert.ok(quotes.length > 15));

  for (const quote of quotes) {
    it(`“${quote}” is what is said`, () => {
      assert.ok(said.includes(quote.replaceAll(/\{\w*\}/g, '{}')));
    });
  }

  it('names figures that there are', () => {
    const observe = readFileSync(join(ROOT, 'docs/observe.md'), 'utf8');
    const figures = [...page.matchAll(/`((?:usher|nodejs)_\w+)…?`/g)].map(([, name = '']) => name);
    assert.ok(figures.length > 2);
    assert.deepEqual(
      figures.filter((name) => !observe.includes(name)),
      [],
    );
  });
});

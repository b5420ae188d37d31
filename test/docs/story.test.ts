/** The page that shows one story in every way: its pictures are there, and what it says as text is what is said today. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SCENES, textOf } from '../scenarios/browser/story-scenes.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(DOCS, 'story.md'), 'utf8');

describe('the story', () => {
  it('has a picture of each moment, in order, and one of narrow cards', () => {
    const pictures = [...page.matchAll(/!\[[^\]]+\]\((images\/story-[\w-]+\.png)\)/g)].map(
      ([, path = '']) => path,
    );
    const wanted = [...SCENES.map(({ name }) => name), 'narrow'].map((name) => `images/story-${name}.png`);
    assert.deepEqual(pictures, wanted);
    for (const path of pictures) assert.ok(statSync(join(DOCS, path)).size > 1_000, path);
  });

  it('says as text what the product says', () => {
    const texts = [...page.matchAll(/^```text\n([\s\S]*?)\n```$/gm)].map(([, text]) => text);
    assert.deepEqual(texts, SCENES.map(textOf));
  });
});

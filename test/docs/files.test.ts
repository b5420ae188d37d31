/** Who reads about a file can open it: each file and folder that the pages name is there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** Where names begin that do not begin at the root. */
const FOLDERS = ['', 'src', 'test', 'test/interop'];
/** In backticks, with a folder or an ending of ours; no templates, and nothing that only a user has. */
const FILE = /`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|mjs|cjs|md|sh|cfg|xml)|(?:[\w.-]+\/)+)`/g;
const LINK = /\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g;

const pages = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe('the files that are named', () => {
  for (const page of pages) {
    it(`in ${page} exist`, () => {
      const text = readFileSync(join(ROOT, page), 'utf8');
      const named = [...text.matchAll(FILE)].map(([, name = '']) => name);
      // A name alone is a neighbour of what is named with its folder.
      const neighbours = named.map((name) => name.replace(/[^/]*$/, ''));
      const folders = [
        ...FOLDERS,
        dirname(page),
        ...FOLDERS.flatMap((start) => neighbours.map((one) => join(start, one))),
      ];
      const isThere = (name: string) => folders.some((folder) => existsSync(join(ROOT, folder, name)));
      const linked = [...text.matchAll(LINK)].map(([, name = '']) => name);
      assert.deepEqual(
        [
          ...named.filter((name) => !isThere(name)),
          ...linked.filter((name) => !existsSync(join(ROOT, dirname(page), name))),
        ],
        [],
      );
    });
  }
});

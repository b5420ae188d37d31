/** Who reads about a file can open it: each file, folder and heading that the pages name is there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** Where names begin that do not begin at the root. */
const FOLDERS = ['', 'src', 'test', 'test/interop'];
/** In backticks, with a folder or an ending of ours; no templates, and nothing that only a user has. */
const FILE = /`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|mjs|cjs|md|sh|cfg|xml)|(?:[\w.-]+\/)+)`/g;
const LINK = /\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g;

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
      const isHeading = (file: string, anchor: string) =>
        [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].some(
          ([, heading = '']) => slug(heading) === anchor,
        );
      const isLinked = (name: string, anchor: string | undefined) => {
        const file = name === '' ? join(ROOT, page) : join(ROOT, dirname(page), name);
        return existsSync(file) && (anchor === undefined || isHeading(file, anchor));
      };
      const broken = [...text.matchAll(LINK)].filter(([, name = '', anchor]) => !isLinked(name, anchor));
      assert.deepEqual([...named.filter((name) => !isThere(name)), ...broken.map(([link]) => link)], []);
    });
  }
});

/** The anchor that a heading gets. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

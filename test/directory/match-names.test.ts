import assert from 'node:assert/strict';
import { matchNames } from '../../src/directory/index.ts';
import { NameIndex } from '../../src/directory/match-names.ts';

/** What is found, in short: a name with its tier, names to choose from, or names that are near. */
function search(query: string, names: readonly string[]): string {
  const match = matchNames(query, names, (name) => name);
  if (match.kind === 'one') return `${match.item} (${match.tier})`;
  return match.kind === 'several'
    ? `which? ${match.items.join(' | ')}`
    : `nobody; near: ${match.nearest.join(' | ')}`;
}

function table(
  title: string,
  rows: readonly (readonly [query: string, names: readonly string[], expected: string])[],
) {
  describe(title, () => {
    for (const [query, names, expected] of rows) {
      it(`${JSON.stringify(query)} among ${names.join(', ')}`, () =>
        assert.equal(search(query, names), expected));
    }
  });
}

const TEAM = [
  'Mary Jones',
  'Robert Smith',
  'Alex Smith',
  'Alexandra Brown',
  'Jean-Luc Müller',
  "Siobhán O'Brien",
];

describe('matchNames', () => {
  table('folds case, accents, signs and order', [
    ['mary jones', TEAM, 'Mary Jones (exact)'],
    ['MARY JONES', TEAM, 'Mary Jones (exact)'],
    ['Jones, Mary', TEAM, 'Mary Jones (exact)'],
    ['Mary Jones', ['Jones, Mary (Sales)'], 'Jones, Mary (Sales) (exact)'],
    ['jean luc muller', TEAM, 'Jean-Luc Müller (exact)'],
    ['Jeanluc Mueller', TEAM, 'Jean-Luc Müller (exact)'],
    ['Müller', ['Hans Mueller'], 'Hans Mueller (part)'],
    ['siobhan obrien', TEAM, "Siobhán O'Brien (exact)"],
    ['Siobhán O’Brien', TEAM, "Siobhán O'Brien (exact)"],
    ['strasse', ['Anna Straße'], 'Anna Straße (part)'],
    ['soren', ['Søren Ångström'], 'Søren Ångström (part)'],
    ['Łukasz', ['lukasz nowak'], 'lukasz nowak (part)'],
    ['mary\u0301', ['Mary'], 'Mary (exact)'],
    ['李小龍', ['李小龍', '王芳'], '李小龍 (exact)'],
    ['иван', ['Иван Петров'], 'Иван Петров (part)'],
    ['🔥', ['🔥', '🎉'], '🔥 (exact)'],
    ['<b>mary</b>', ['<b>Mary</b>'], '<b>Mary</b> (exact)'],
    ['**mary**', ['Mary Jones'], 'Mary Jones (part)'],
    ['mary.jones', TEAM, 'Mary Jones (exact)'],
  ]);

  table('lets the best tier decide: exact, part or nickname, prefix', [
    ['mary', ['Mary', 'Mary Jones'], 'Mary (exact)'],
    ['mary', TEAM, 'Mary Jones (part)'],
    ['jones', TEAM, 'Mary Jones (part)'],
    ['mary', ['Mary Jones', 'Maryam Ali'], 'Mary Jones (part)'],
    ['bob', TEAM, 'Robert Smith (part)'],
    ['Rob Smith', TEAM, 'Robert Smith (part)'],
    ['robert', ['Bob Smith'], 'Bob Smith (part)'],
    ['rob', ['Bobby Smith'], 'Bobby Smith (part)'],
    ['bill', ['William Tell'], 'William Tell (part)'],
    ['smith robert', TEAM, 'Robert Smith (part)'],
    ['rob s', TEAM, 'Robert Smith (prefix)'],
    ['r smith', TEAM, 'Robert Smith (prefix)'],
    ['alexan', TEAM, 'Alexandra Brown (prefix)'],
    ['mull', TEAM, 'Jean-Luc Müller (prefix)'],
    ['sandra', ['Alex Fox'], 'nobody; near: '],
    ['ann', ['Ann Lee', 'Anna Fox'], 'Ann Lee (part)'],
  ]);

  table('asks where two fit equally well', [
    ['alex', TEAM, 'which? Alex Smith | Alexandra Brown'],
    ['smith', TEAM, 'which? Alex Smith | Robert Smith'],
    ['bob', ['Bob Jones', 'Robert Smith'], 'which? Bob Jones | Robert Smith'],
    ['bob', ['Robert Smith', 'Bob Jones'], 'which? Bob Jones | Robert Smith'],
    ['mary', ['Mary', 'mary'], 'which? Mary | mary'],
    ['ma', ['Mary', 'Martin', 'Bob'], 'which? Martin | Mary'],
    ['mueller', ['Müller', 'Mueller'], 'which? Mueller | Müller'],
    ['Jhonny', ['Johnny A', 'Johnny B'], 'which? Johnny A | Johnny B'],
  ]);

  table('forgives a slip of the fingers, and only that', [
    ['marry', ['Mary Jones', 'Bob'], 'Mary Jones (fuzzy)'],
    ['micheal', ['Michael Fox'], 'Michael Fox (fuzzy)'],
    ['mary jnes', TEAM, 'Mary Jones (fuzzy)'],
    ['jon smith', ['John Smithson'], 'nobody; near: John Smithson'],
    ['phillippa', ['Philippa'], 'Philippa (fuzzy)'],
    ['mray', ['Mary'], 'nobody; near: Mary'],
    ['marta', ['Maria'], 'nobody; near: Maria'],
    ['jason', ['Mason'], 'nobody; near: Mason'],
    ['paula', ['Paul'], 'nobody; near: Paul'],
    ['marry jnes', ['Mary Jones'], 'nobody; near: Mary Jones'],
    ['alexnadre', ['Alexander'], 'nobody; near: Alexander'],
  ]);

  table('names the nearest where nobody fits', [
    ['m', ['Mary', 'Bob'], 'nobody; near: Mary'],
    ['zzz', TEAM, 'nobody; near: '],
    ['', TEAM, 'nobody; near: '],
    ['   ', TEAM, 'nobody; near: '],
    ['mary smith jones', ['Mary Jones'], 'nobody; near: Mary Jones'],
    ['marie', ['Mary', 'Maria', 'Marc', 'Mark', 'Bob'], 'nobody; near: Maria | Marc | Mark'],
    ['anybody', [], 'nobody; near: '],
  ]);

  it('prefers a name to an alias, and an alias to a part', () => {
    const people = [
      { names: ['Mary Jones'], aliases: ['boss'] },
      { names: ['Boss'], key: '2' },
      { names: ['Peter Boss'], key: '3' },
      { names: ['Sue Lee'], aliases: ['the chief'] },
      { names: ['Chief Brody'] },
    ];
    const found = (query: string, among = people) => {
      const match = new NameIndex(among, (one) => one).search(query);
      return match.kind === 'one' && `${match.item.names[0]} (${match.tier})`;
    };
    assert.equal(found('boss'), 'Boss (exact)');
    assert.equal(found('boss', people.toSpliced(1, 1)), 'Mary Jones (alias)');
    assert.equal(found('the chief'), 'Sue Lee (alias)');
    assert.equal(found('chief'), false);
  });

  it('gives the same answer in whatever order the names come', () => {
    const names = ['Alex Z', 'Alex A', 'Alexandra', 'Alexander', 'Sandra Alex'];
    assert.equal(search('alex', names), search('alex', names.toReversed()));
  });

  it('is not slowed down by a name of 10,000 characters', () => {
    const long = 'ab '.repeat(3334);
    assert.equal(search(long, TEAM), 'nobody; near: ');
    assert.equal(search('x'.repeat(10_000), [...TEAM, long]), 'nobody; near: ');
  });
});

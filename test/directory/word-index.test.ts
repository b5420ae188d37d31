import assert from 'node:assert/strict';
import { fitName } from '../../src/directory/fit-name.ts';
import { fold } from '../../src/directory/fold.ts';
import { WordIndex } from '../../src/directory/word-index.ts';

const GIVEN = [
  'Mary',
  'Marie-Ann',
  'Robert',
  'Bob',
  'Jörg',
  'Søren',
  'Li',
  'O’Brien',
  'José',
  'Katherine',
  'Kate',
];
const FAMILY = [
  'Smith',
  'Smithson',
  'Müller',
  'Mueller',
  'Li',
  'van der Berg',
  'Stone',
  'Lindgren',
  'Østergård',
];

describe('the words of names', () => {
  const names = GIVEN.flatMap((given) =>
    FAMILY.flatMap((family) => [`${given} ${family}`, `${family}, ${given}`]),
  );
  const readings = new Map(names.map((name) => [name, fold(name)]));
  const index = new WordIndex<string>();
  for (const [name, folded] of readings) index.add(name, folded);

  /** With a letter left out, doubled or swapped, cut short, or without its blanks. */
  const typed = names.flatMap((name, i) => {
    const at = 1 + (i % (name.length - 2));
    const swapped = `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`;
    const without = `${name.slice(0, at)}${name.slice(at + 1)}`;
    const doubled = `${name.slice(0, at)}${name[at]}${name.slice(at)}`;
    return [name, name.slice(0, at + 1), swapped, without, doubled, name.replaceAll(' ', '')];
  });

  it('propose everybody whom a tier fits', () => {
    let fits = 0;
    const some = typed.filter((_, i) => i % 7 === 0);
    for (const text of some) {
      const query = fold(text);
      const proposed = index.candidates(query);
      for (const [name, folded] of readings) {
        const isFit = query.some((one) => folded.some((other) => fitName(one, other, false)));
        fits += Number(isFit);
        assert.ok(!isFit || proposed.has(name), `${text} fits ${name}`);
      }
    }
    assert.ok(fits > some.length);
  });

  it('propose few of many', () => {
    assert.deepEqual(
      [...index.candidates(fold('katherine lindgren'))].toSorted(),
      [
        ...[
          'Bob',
          'Jörg',
          'José',
          'Kate',
          'Katherine',
          'Li',
          'Marie-Ann',
          'Mary',
          'O’Brien',
          'Robert',
          'Søren',
        ],
      ]
        .flatMap((given) => [`${given} Lindgren`, `Lindgren, ${given}`])
        .toSorted(),
    );
  });
});

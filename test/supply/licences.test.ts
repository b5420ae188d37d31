import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isAllowed, licenceOf, licencesPage, NOT_PASSED_ON } from '../../supply/licences.ts';
import { lockedPackages } from '../../supply/packages.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the licences of the packages', () => {
  const packages = lockedPackages(read('package-lock.json'));
  const production = packages.filter(({ isDevelopment }) => !isDevelopment);

  it('are all known, and let us pass them on', () => {
    assert.ok(production.length > 200, `${production.length}`);
    const others = production.filter((one) => !(one.name in NOT_PASSED_ON) && !isAllowed(licenceOf(one)));
    assert.deepEqual(
      others.map((one) => `${one.name}@${one.version}: ${licenceOf(one)}`),
      [],
    );
  });

  it('what must not be passed on is left out of the image', () => {
    const kept = production.filter(({ name, isOptional }) => name in NOT_PASSED_ON && !isOptional);
    assert.deepEqual(kept, []);
    assert.ok(
      production.some(({ name }) => name in NOT_PASSED_ON),
      'the exception is needed no more',
    );
  });

  it('are listed in docs/licences.md as they are (npm run licences)', () => {
    assert.equal(read('docs/licences.md'), licencesPage(packages));
  });

  const expressions: readonly [expression: string | undefined, allowed: boolean][] = [
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['(MIT OR GPL-2.0-only)', true],
    ['(AFL-2.1 OR BSD-3-Clause)', true],
    ['MIT AND GPL-2.0-only', false],
    ['MIT AND ISC', true],
    ['(MIT AND (GPL-2.0-only OR ISC))', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    ['', false],
    [undefined, false],
  ];
  for (const [expression, allowed] of expressions) {
    it(`${expression ?? 'none at all'} is ${allowed ? 'taken' : 'not taken'}`, () => {
      assert.equal(isAllowed(expression), allowed);
    });
  }
});

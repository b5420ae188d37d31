import assert from 'node:assert/strict';
import { isSameGivenName } from '../../src/directory/nicknames.ts';

describe('nicknames', () => {
  for (const [a, b, same] of [
    ['bob', 'robert', true],
    ['bob', 'rob', true],
    ['bill', 'william', true],
    ['peggy', 'margaret', true],
    ['alex', 'alexander', true],
    ['alex', 'alexandra', true],
    ['alexander', 'alexandra', false],
    ['sandy', 'sandra', true],
    ['sandra', 'alex', false],
    ['mary', 'martin', false],
    ['mary', 'mary', false],
    ['constructor', 'robert', false],
  ] as const) {
    it(`${a} ${same ? 'is' : 'is not'} ${b}, in both directions`, () => {
      assert.equal(isSameGivenName(a, b), same);
      assert.equal(isSameGivenName(b, a), same);
    });
  }
});

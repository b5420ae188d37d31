import assert from 'node:assert/strict';
import { wordsOf } from '../../src/cards/index.ts';
import { spokenLocale } from '../../src/command-line/spoken-locale.ts';

describe('the language of a terminal', () => {
  for (const [env, language] of [
    [{}, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'POSIX' }, 'en'],
    [{ LANG: 'nl_NL.UTF-8' }, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'fr' }, 'fr'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'es_ES@euro' }, 'es'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'es_ES', LC_ALL: 'ja_JP.eucJP' }, 'ja'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: '' }, 'de'],
  ] as const) {
    it(`${JSON.stringify(env)} → ${language}`, () => {
      assert.equal(wordsOf(spokenLocale(env)).language, language);
    });
  }
});

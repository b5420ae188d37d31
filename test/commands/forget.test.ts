import assert from 'node:assert/strict';
import { parseCommand } from '../../src/commands/index.ts';

const bot = { id: '28:bot', name: 'Usher' };
const kind = (text: string, locale: string) => parseCommand(text, { bot, mentions: [], locale }).kind;

describe('commands/forget', () => {
  for (const [locale, ...lines] of [
    ['en-GB', 'forget me', 'Forget me, please', 'delete my data', 'forget everything about me'],
    ['de-DE', 'vergiss mich', 'lösche meine Daten', 'bitte vergiss mich'],
    ['fr-FR', 'oublie-moi', 'efface mes données', 'supprimez mes données'],
    ['es-ES', 'olvídame', 'borra mis datos', 'elimine mis datos'],
    ['ja-JP', '私を忘れて', '私のデータを削除して', '私の情報を消してください'],
  ] as const) {
    for (const line of lines) {
      it(`${locale}: ${line}`, () => assert.equal(kind(line, locale), 'forget'));
    }
  }

  it('is about nobody else', () => {
    assert.notEqual(kind('forget me and Bob', 'en-GB'), 'forget');
    assert.equal(kind('forget about Bob', 'en-GB'), 'cancel');
    assert.equal(kind('delete Bob', 'en-GB') === 'forget', false);
  });
});

import assert from 'node:assert/strict';
import { readAnswer } from '../../src/commands/index.ts';

const MOMENT = { now: new Date('2027-03-12T15:20Z'), zone: 'America/New_York' };

describe('answers beside times', () => {
  for (const line of [
    ...['at 9', 'tomorrow at 9', 'in 5 minutes', 'on Sunday', 'the 20th', 'the first at 9', 'no, at 9'],
    ...[
      'no, Bob at 9',
      'no, call Bob at 9',
      'I meant tomorrow at 9',
      'morgen um 9',
      'demain à 9h',
      '明日9時',
    ],
  ]) {
    it(`${JSON.stringify(line)} says when, and answers nobody who asked who`, () =>
      assert.equal(readAnswer(line, MOMENT), undefined));
  }

  for (const [line, pick] of [
    ...([
      ['the second', 2],
      ['second', 2],
      ['the 2nd', 2],
      ['2', 2],
      ['number one', 1],
    ] as const),
    ...([
      ['May', 'May'],
      ['Sunday Okafor', 'Sunday Okafor'],
      ['Noon', 'Noon'],
    ] as const),
  ] as const) {
    it(`${JSON.stringify(line)} is one of those who were offered`, () =>
      assert.deepEqual(readAnswer(line, MOMENT), { kind: 'those', picks: [pick] }));
  }

  for (const [kind, lines] of [
    [
      'yes',
      [
        ...['yes', 'Yes please!', 'yep', 'ok', 'sure', 'go ahead', 'yes, all of them', 'do it, thanks'],
        ...['ja', 'Ja, bitte', 'ja, alle', 'nur zu', 'oui', 'oui, vas-y', 'd’accord', 'oui s’il te plaît'],
        ...['sí', 'Sí, por favor', 'adelante', 'vale', 'はい', 'はい、お願いします', 'うん'],
      ],
    ],
    [
      'no',
      [
        ...['no', 'No!', 'nope', 'no thanks', 'better not', 'nein', 'Nein, danke', 'lieber nicht'],
        ...['non', 'non merci', 'no, gracias', 'mejor no', 'いいえ', 'いや'],
      ],
    ],
  ] as const) {
    for (const line of lines) {
      it(`${JSON.stringify(line)} is ${kind}`, () => assert.deepEqual(readAnswer(line, MOMENT), { kind }));
    }
  }
});

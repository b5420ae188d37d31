import assert from 'node:assert/strict';
import { distance } from 'fastest-levenshtein';
import { COMMANDS, parseCommand, readAnswer } from '../../src/commands/index.ts';
import { MEANT, NO, NOT } from '../../src/commands/languages/answers.ts';
import { fold } from '../../src/commands/languages/fold.ts';
import { FUZZ_SEED, random, randomLines } from '../support/random-lines.ts';

const invitingWords = COMMANDS.filter(({ name }) => name === 'invite').flatMap(({ verbs }) =>
  verbs.map((verb) => verb.split(' ')[0] ?? ''),
);
const PIECES = [
  ...[
    'Mary',
    'Bob',
    'Smith, John',
    'me',
    'and',
    '&',
    ',',
    ';',
    '\n',
    ' ',
    ' ',
    ' ',
    'saying',
    'to',
    'the',
    'please',
  ],
  ...[
    '"',
    "'",
    '“',
    '”',
    '„',
    '‘',
    '’',
    '«',
    '»',
    '`',
    '<',
    '>',
    '<at>',
    '</at>',
    '<at>Usher</at>',
    '<p>',
    '&lt;',
  ],
  ...[
    'sip:',
    'sip:a@b.c',
    '<sip:a@b>',
    'tel:+49',
    '+49 170 123 456',
    '@',
    '*',
    '_',
    '[x](',
    ')',
    '&#x1F600;',
    '😀',
  ],
  ...[
    '\uE000',
    '\uD800',
    '\u202E',
    '\u0000',
    '\u00A0',
    'ß',
    '李',
    '…',
    '?',
    '!',
    '.',
    'who',
    'end',
    'cancel',
    'use',
  ],
];
const VERBS = ['invite', 'inivte', 'no', 'I mean', 'rgin', 'call', 'ring', 'again', 'get', 'in', 'help'];
const MENTIONS = [
  { id: 'bot', name: 'Usher', text: '<at>Usher</at>' },
  { id: '1', name: 'Mary "M" <Jones>\r\n', text: '<at>Mary</at>' },
  { id: '2', name: '', text: '' },
  { id: '3', name: '😀', text: '"' },
];

/** One of its words is an inviting verb, or one slip of the fingers from one. */
function asksForIt(line: string): boolean {
  const lower = line.toLowerCase();
  if (invitingWords.some((verb) => lower.includes(verb))) return true;
  const typed = lower.split(/[^\p{L}]+/u).filter((word) => word.length >= 5);
  return typed.some((word) => invitingWords.some((verb) => distance(word, verb) <= 2));
}

describe(`parseCommand with random lines (USHER_FUZZ_SEED=${FUZZ_SEED})`, () => {
  it('never throws, and what it calls an invitation is one', () => {
    let invitations = 0;
    for (const line of randomLines(FUZZ_SEED, 60_000, [...PIECES, ...VERBS])) {
      const command = parseCommand(line, { bot: { id: 'bot', name: 'Usher' }, mentions: MENTIONS });
      if (command.kind !== 'invite') continue;
      invitations += 1;
      assert.ok(command.invitees.length > 0 || command.me, JSON.stringify(line));
      assert.ok(asksForIt(line), JSON.stringify(line));
      for (const somebody of command.invitees) {
        const shown = somebody.kind === 'address' ? somebody.address : somebody.name;
        assert.doesNotMatch(shown, /[\p{Cc}\uE000-\uF8FF\u202E]/u, JSON.stringify(line));
        assert.ok(somebody.kind !== 'name' || (shown !== '' && shown === shown.trim()), JSON.stringify(line));
        assert.ok(shown.isWellFormed(), JSON.stringify(line));
      }
    }
    assert.ok(invitations > 100, `only ${invitations} of the lines invited anybody`);
  });

  it('makes no invitation of a line without an inviting verb', () => {
    for (const line of randomLines(FUZZ_SEED + 1, 25_000, PIECES)) {
      assert.notEqual(parseCommand(line, { mentions: MENTIONS }).kind, 'invite', JSON.stringify(line));
    }
  });

  it('survives any UTF-16', () => {
    const next = random(FUZZ_SEED + 2);
    for (let i = 0; i < 15_000; i += 1) {
      const units = Array.from({ length: 1 + Math.floor(next() * 60) }, () => Math.floor(next() * 0x10000));
      const line = `${i % 2 ? 'invite ' : ''}${String.fromCharCode(...units)}`;
      assert.equal(typeof parseCommand(line).kind, 'string');
    }
  });
});

describe(`readAnswer with random lines (USHER_FUZZ_SEED=${FUZZ_SEED})`, () => {
  const CORRECTING = [...NO, ...MEANT, ...NOT].map((phrase) => phrase.split(' ')[0] ?? '');
  const ANSWERS = [
    'the second',
    '2.',
    'first',
    'both',
    'neither',
    'no',
    'no,',
    'I meant',
    'not her',
    'nein',
    'の人',
  ];
  const JAPANESE = /[\p{Script=Hiragana}\p{Script=Han}]/u;

  it('never throws, and what it calls a correction is one', () => {
    const kinds = new Set<string>();
    for (const line of randomLines(FUZZ_SEED + 3, 25_000, [...PIECES, ...ANSWERS])) {
      const answer = readAnswer(line, { bot: { id: 'bot', name: 'Usher' }, mentions: MENTIONS });
      if (!answer) continue;
      kinds.add(answer.kind);
      if (answer.kind === 'instead') {
        const isCorrection = CORRECTING.some((word) => fold(line).includes(word));
        assert.ok(isCorrection || JAPANESE.test(line), JSON.stringify(line));
        assert.ok(answer.invitees.length > 0 || answer.me, JSON.stringify(line));
      }
      const picks = answer.kind === 'those' ? answer.picks : [1];
      assert.ok(picks.length > 0, JSON.stringify(line));
      for (const pick of picks) {
        if (typeof pick === 'number') assert.ok(pick >= 1 && pick <= 5, JSON.stringify(line));
        else assert.ok(pick !== '' && pick.length <= 200 && pick.isWellFormed(), JSON.stringify(line));
      }
    }
    assert.deepEqual([...kinds].sort(), ['all', 'instead', 'no', 'nobody', 'those']);
  });

  it('survives any UTF-16', () => {
    const next = random(FUZZ_SEED + 4);
    for (let i = 0; i < 15_000; i += 1) {
      const units = Array.from({ length: 1 + Math.floor(next() * 60) }, () => Math.floor(next() * 0x10000));
      const answer = readAnswer(`${i % 2 ? 'no, ' : ''}${String.fromCharCode(...units)}`);
      assert.ok(answer === undefined || answer.kind !== 'all');
    }
  });
});

describe('parseCommand with long lines', () => {
  // Each would take minutes where a scan begins anew at every sign; mocha's limit is the alarm.
  for (const sign of [
    ...[
      '"',
      '“',
      '„',
      '«',
      "'",
      " '",
      '‘',
      '` ',
      '<',
      '< ',
      '<at>x</at>',
      '<at>',
      '<p ',
      '&',
      '&#',
      '[',
      '[a](sip:',
      '(',
      '+4',
      '+4 ',
    ],
    ...[
      'sip:',
      '<sip:',
      '<sip: ',
      'tel:1 ',
      'a ',
      'a.',
      '.',
      ',',
      '\n',
      ' ',
      'saying ',
      'to the ',
      'and ',
      '@',
      '*',
      '\uD800',
    ],
  ]) {
    it(`200,000 characters of ${JSON.stringify(sign)}`, () => {
      const line = `invite Mary ${sign.repeat(200_000 / sign.length)}`;
      assert.equal(typeof parseCommand(line).kind, 'string');
    });
  }
});

import assert from 'node:assert/strict';
import { distance } from 'fastest-levenshtein';
import { COMMANDS, parseCommand } from '../../src/commands/index.ts';

/** mulberry32: the same strings on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

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

function lines(seed: number, count: number, pieces: readonly string[]): string[] {
  const next = random(seed);
  const pick = () => pieces[Math.floor(next() * pieces.length)] ?? '';
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(next() * 14) }, pick).join(next() < 0.5 ? ' ' : ''),
  );
}

/** Given a number, another set of lines is tried; each title says which. */
const SEED = Number(process.env.USHER_FUZZ_SEED ?? 1);

/** One of its words is an inviting verb, or one slip of the fingers from one. */
function asksForIt(line: string): boolean {
  const lower = line.toLowerCase();
  if (invitingWords.some((verb) => lower.includes(verb))) return true;
  const typed = lower.split(/[^\p{L}]+/u).filter((word) => word.length >= 5);
  return typed.some((word) => invitingWords.some((verb) => distance(word, verb) <= 2));
}

describe(`parseCommand with random lines (USHER_FUZZ_SEED=${SEED})`, () => {
  it('never throws, and what it calls an invitation is one', () => {
    let invitations = 0;
    for (const line of lines(SEED, 60_000, [...PIECES, ...VERBS])) {
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
    for (const line of lines(SEED + 1, 25_000, PIECES)) {
      assert.notEqual(parseCommand(line, { mentions: MENTIONS }).kind, 'invite', JSON.stringify(line));
    }
  });

  it('survives any UTF-16', () => {
    const next = random(SEED + 2);
    for (let i = 0; i < 15_000; i += 1) {
      const units = Array.from({ length: 1 + Math.floor(next() * 60) }, () => Math.floor(next() * 0x10000));
      const line = `${i % 2 ? 'invite ' : ''}${String.fromCharCode(...units)}`;
      assert.equal(typeof parseCommand(line).kind, 'string');
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

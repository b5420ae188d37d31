import assert from 'node:assert/strict';
import { IANAZone } from 'luxon';
import { COMMANDS, type Command, parseCommand } from '../../src/commands/index.ts';
import { isRule } from '../../src/desk/schedule/recurrence.ts';

/** mulberry32: the same lines on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Given a number, another set of lines is tried; the title says which. */
const SEED = Number(process.env.USHER_FUZZ_SEED ?? 1);
const MOMENT = { now: new Date('2027-03-12T15:20Z'), zone: 'America/New_York' };
const YEAR_MS = 366 * 86_400_000;

const rows = (...texts: string[]) => texts.flatMap((text) => text.split('|'));
const PEOPLE = rows('Mary|Bob|May|April|June|August|Sunday Okafor|Tuesday Weld|Noon|Mark Early|me|everyone');
const ORDER = rows(
  'urgently|else|if not|in turn|one after the other|keep trying|except|sonst|dringend|sinon|至急',
);
const SIGNS = rows('and|,|&|to the|"Standup"|saying|"Join us"|please|\n|.|?|(|)|@|-|“|”');
const TIMES = rows(
  'at|on|in|every|next|this|last|the|of|to|and|from|until|before|after|past|half|quarter|a|an|other|each|for|by|ago',
  'tomorrow|today|tonight|yesterday|noon|midnight|morning|evening|weekday|weekdays|daily|weekly|month|week|day|year',
  "monday|Fridays|Sat|May|march|14|20|9|5|9:30|17:00|0:00|25:61|5pm|12am|9h30|2h30|3rd|31st|first|second|o'clock|min",
  'minutes|hours|2027-03-14|3/4|31/12|time|Berlin|New York|ET|IST|UTC+2|GMT-12|Europe/Berlin|half past nine|99999|1.5',
);
const OTHERS = rows(
  'morgen um|in 20 Minuten|jeden|demain à|mañana a las|dans|明日|9時30分|20分後に|毎週|lade|ein|を招待',
);
const INVITING = rows('invite|call|ring|get|lade|invita|を招待|call back|try again');
const invitingWords = [
  ...COMMANDS.filter(({ name }) => name === 'invite' || name === 'again').flatMap(({ verbs }) =>
    verbs.map((verb) => verb.split(' ')[0] ?? ''),
  ),
  ...rows('lad|招待|invit'),
];

function lines(seed: number, count: number, pieces: readonly string[]): string[] {
  const next = random(seed);
  const pick = () => pieces[Math.floor(next() * pieces.length)] ?? '';
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(next() * 9) }, pick).join(next() < 0.9 ? ' ' : ''),
  );
}

const invitees = (command: Command) => ('invitees' in command ? command.invitees : []);

describe(`random lines about time (USHER_FUZZ_SEED=${SEED})`, () => {
  it('have times that exist, ahead, and for somebody who was named beside them', () => {
    let timed = 0;
    const pieces = [...PEOPLE, ...SIGNS, ...ORDER, ...TIMES, ...TIMES, ...OTHERS, ...INVITING, 'remind'];
    const beginnings = ['', '', 'invite Mary ', 'remind Mary ', 'call me '];
    for (const [i, rest] of lines(SEED, 3_000, pieces).entries()) {
      const line = `${beginnings[i % beginnings.length]}${rest}`;
      const command = parseCommand(line, MOMENT);
      if (command.kind === 'remind') assert.match(line, /remind|nudge|reminder/i);
      if (command.kind !== 'invite' && command.kind !== 'remind') continue;
      const isForSomebody = invitees(command).length > 0 || command.me || command.kind === 'remind';
      assert.ok(isForSomebody, JSON.stringify(line));
      const { when } = command;
      if (when === undefined) continue;
      timed += 1;
      assert.ok(
        TIMES.concat(OTHERS).some((word) => line.toLowerCase().includes(word.toLowerCase())),
        JSON.stringify(line),
      );
      if (when.kind === 'at') {
        assert.match(when.local, /^20(?:27|28)-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d$/, JSON.stringify(line));
        assert.ok(IANAZone.isValidZone(when.zone), JSON.stringify(line));
        assert.ok(when.rule === undefined || isRule(when.rule), JSON.stringify(line));
      } else {
        assert.ok(when.seconds >= 0 && when.seconds * 1000 <= YEAR_MS, JSON.stringify(line));
      }
    }
    assert.ok(timed > 100, `only ${timed} of the lines had a time`);
  });

  it('invite nobody without an inviting verb', () => {
    for (const line of lines(SEED + 1, 2_000, [...PEOPLE, ...SIGNS, ...ORDER, ...TIMES, 'remind'])) {
      const command = parseCommand(line, MOMENT);
      if (command.kind !== 'invite') continue;
      assert.ok(
        invitingWords.some((verb) => line.toLowerCase().includes(verb)),
        JSON.stringify(line),
      );
    }
  });

  it('have no time where no word says one', () => {
    const silent = rows(
      'Ana|Bob Smith|me|everyone|Late|Mark Early|Rosa Noone|Mondale|Juno|Augusto|sip:a@b.c|+49 170 123456',
    );
    for (const line of lines(SEED + 2, 2_000, [...silent, ...SIGNS, ...ORDER, ...INVITING])) {
      const command = parseCommand(line, MOMENT);
      assert.ok(command.kind !== 'invite' || command.when === undefined, JSON.stringify(line));
      assert.ok(command.kind !== 'problem' || !command.code.startsWith('time.'), JSON.stringify(line));
    }
  });

  it('mean what they mean without a clock where they have no time', () => {
    // "@ Noon" is a time.
    const signs = SIGNS.filter((sign) => sign !== '@');
    for (const line of lines(SEED + 3, 2_000, [...PEOPLE, ...signs, ...ORDER, ...INVITING])) {
      assert.deepEqual(parseCommand(line, MOMENT), parseCommand(line), JSON.stringify(line));
    }
  });
});

describe('long lines about time', () => {
  // Each would take minutes where every place is tried with every end; mocha's limit is the alarm.
  for (const piece of [
    ...rows(
      'tomorrow at 9 |at |9:30 |every |and |monday |May 5 |in 20 minutes |in |, |quarter to |1.5 hours |Berlin time ',
    ),
    ...rows('morgen um |demain à |9時|a las |を|time |half past |1/2 |@ |to "x" |first monday of the month '),
  ]) {
    for (const verb of ['invite Mary ', 'remind Mary ']) {
      it(`${JSON.stringify(verb)} and 50,000 characters of ${JSON.stringify(piece)}`, () => {
        const line = `${verb}${piece.repeat(50_000 / piece.length)}`;
        assert.equal(typeof parseCommand(line, MOMENT).kind, 'string');
        const short = line.slice(0, 3_900);
        assert.equal(typeof parseCommand(short, { ...MOMENT, locale: 'de' }).kind, 'string');
      });
    }
  }
});

import assert from 'node:assert/strict';
import { type Command, parseCommand } from '../../src/commands/index.ts';
import { LINES } from './timed-lines.table.ts';

/** Friday, 10:20 in New York. */
const MOMENT = { now: new Date('2027-03-12T15:20Z'), zone: 'America/New_York' };

/** As `timed-lines.table.ts` spells it. */
function spelled(command: Command): string {
  if (command.kind === 'unknown') return '?';
  if (command.kind === 'problem') return `${command.command}: ${command.code}`;
  if (!('invitees' in command)) return command.kind;
  const names = command.invitees.map((one) => (one.kind === 'address' ? one.address : one.name));
  const isForAll = command.kind === 'remind' && command.everyone;
  const invite = command.kind === 'invite' ? command : undefined;
  const remind = command.kind === 'remind' ? command : undefined;
  const when = invite?.when ?? remind?.when;
  const time =
    when?.kind === 'at'
      ? [when.local, when.zone === MOMENT.zone ? '' : when.zone, when.rule ?? ''].filter(Boolean).join(' ')
      : when && `${when.kind} ${when.seconds} s`;
  return [
    command.kind,
    [...(command.me ? ['me'] : []), ...(isForAll ? ['everyone'] : []), ...names].join(' + '),
    invite?.subject === undefined ? '' : `to ${invite.subject}`,
    invite?.toast === undefined ? '' : `saying ${invite.toast}`,
    remind?.words === undefined ? '' : `of ${remind.words}`,
    time === undefined ? '' : `| ${time}`,
  ]
    .filter(Boolean)
    .join(' ');
}

describe('lines with a time', () => {
  for (const [language, lines] of Object.entries(LINES)) {
    describe(language, () => {
      for (const [line, expected] of Object.entries(lines)) {
        it(`${line} → ${expected}`, () => {
          const context = { ...MOMENT, bot: { id: 'bot', name: 'Usher' } };
          assert.equal(spelled(parseCommand(line, { ...context, locale: language })), expected);
        });
      }
    });
  }

  it('are read in every language, whoever writes them', () => {
    for (const lines of Object.values(LINES)) {
      for (const [line, expected] of Object.entries(lines)) {
        const command = spelled(parseCommand(line, MOMENT));
        if (expected.includes('|')) assert.equal(command, expected, line);
      }
    }
  });

  it('are read as before where nobody knows what time it is', () => {
    assert.deepEqual(parseCommand('invite Mary at noon'), {
      kind: 'invite',
      invitees: [{ kind: 'name', name: 'Mary at noon' }],
      me: false,
    });
    assert.deepEqual(
      parseCommand('invite Mary at noon', { now: MOMENT.now }),
      parseCommand('invite Mary at noon'),
    );
    const { kind, code } = { code: '', ...parseCommand('remind Mary at noon') };
    assert.deepEqual([kind, code], ['problem', 'time.none']);
  });

  it('are read as before where the zone or the time is none', () => {
    for (const context of [
      { ...MOMENT, zone: 'Nowhere/Land' },
      { ...MOMENT, zone: '' },
      { ...MOMENT, now: new Date(Number.NaN) },
    ]) {
      assert.deepEqual(parseCommand('invite Mary at noon', context), parseCommand('invite Mary at noon'));
    }
  });

  it('keep what politeness would take off in front', () => {
    const monday = { now: new Date('2027-03-15T15:20Z'), zone: 'America/New_York' };
    for (const line of [
      'next Tuesday at 3 invite Mary',
      'please invite Mary next Tuesday at 3',
      'Usher, next Tuesday at 3 please invite Mary',
    ]) {
      const command = parseCommand(line, { ...monday, bot: { id: 'bot', name: 'Usher' } });
      const when = { kind: 'at', local: '2027-03-23T15:00', zone: 'America/New_York' };
      assert.deepEqual('when' in command && command.when, when, line);
    }
  });

  it('take a mention for somebody, and its name for no time', () => {
    const mentions = [{ id: '29:sun', name: 'Sunday at Five', text: '<at>Sunday</at>' }];
    assert.deepEqual(parseCommand('invite <at>Sunday</at> tomorrow at 9', { ...MOMENT, mentions }), {
      kind: 'invite',
      invitees: [{ kind: 'mention', id: '29:sun', name: 'Sunday at Five' }],
      me: false,
      when: { kind: 'at', local: '2027-03-13T09:00', zone: 'America/New_York' },
    });
  });
});

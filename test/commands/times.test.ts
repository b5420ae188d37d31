import assert from 'node:assert/strict';
import { type Command, parseCommand, type When } from '../../src/commands/index.ts';
import { instantOf } from '../../src/desk/schedule/local-time.ts';
import { nextOccurrence } from '../../src/desk/schedule/recurrence.ts';
import { TIMES } from './times.table.ts';

const instant = (at: Date) => at.toISOString().replace(/(?::00)?\.000Z$/, 'Z');

function instantIn(local: string, zone: string): string {
  const { at, shift } = instantOf(local, zone);
  return shift === 'none' ? instant(at) : `${instant(at)} ${shift}`;
}

/** As `times.table.ts` spells it. */
function spelled(when: When, now: Date, own: string): string {
  if (when.kind === 'in') {
    return `${when.seconds} s = ${instant(new Date(now.getTime() + when.seconds * 1000))}`;
  }
  const { local, zone, rule } = when;
  const start = `${local}:00`;
  const next = rule === undefined ? undefined : nextOccurrence(rule, start, start, []);
  return [
    local,
    zone === own ? '' : ` ${zone}`,
    rule === undefined ? '' : ` ${rule}`,
    ` = ${instantIn(start, zone)}`,
    next === undefined ? '' : `, then ${instantIn(next, zone)}`,
  ].join('');
}

function meaning(command: Command, now: Date, zone: string): string {
  if (command.kind === 'problem') return command.code;
  if (command.kind !== 'invite' && command.kind !== 'remind') return command.kind;
  assert.deepEqual(command.invitees, [{ kind: 'name', name: 'Mary' }]);
  const { when } = command;
  return when === undefined || when.kind === 'before' ? 'now' : spelled(when, now, zone);
}

describe('times', () => {
  it(`are tried in more than 150 sentences`, () => {
    assert.ok(TIMES.flatMap(({ rows }) => Object.keys(rows)).length >= 150);
  });

  for (const { place, zone, now: written, rows } of TIMES) {
    describe(place, () => {
      const now = new Date(written);
      for (const [sentence, expected] of Object.entries(rows)) {
        it(`${sentence} → ${expected}`, () => {
          for (const line of [`invite Mary ${sentence}`, `remind Mary ${sentence}`]) {
            assert.equal(meaning(parseCommand(line, { now, zone }), now, zone), expected, line);
          }
        });
      }
    });
  }
});

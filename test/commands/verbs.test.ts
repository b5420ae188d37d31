import assert from 'node:assert/strict';
import { COMMANDS, type Declaration, indexVerbs, parseCommand } from '../../src/commands/index.ts';

const declare = (name: Declaration['name'], ...verbs: string[]): Declaration => {
  return { name, verbs, syntax: name, example: name };
};

describe('declarations', () => {
  for (const { name, example } of COMMANDS) {
    it(`the example "${example}" is understood as ${name}`, () =>
      assert.equal(parseCommand(example, { now: new Date(), zone: 'Europe/Berlin' }).kind, name));
  }

  it('every verb leads to its own command', () => {
    for (const { name, verbs } of COMMANDS) {
      for (const verb of verbs) {
        const line = verb.includes('…') ? verb.replace('…', 'Zoe') : verb;
        const command = parseCommand(line);
        assert.equal(command.kind === 'problem' ? command.command : command.kind, name, line);
      }
    }
  });

  it('a syntax begins with the first verb of its command', () => {
    for (const { name, verbs, syntax } of COMMANDS) {
      const verb = verbs[0] ?? name;
      assert(syntax === verb || syntax.startsWith(`${verb} `), syntax);
    }
  });
});

describe('indexVerbs', () => {
  it('refuses two commands with one verb, naming both', () => {
    assert.throws(
      () => indexVerbs([declare('invite', 'invite', 'call'), declare('again', 'again', 'call')]),
      {
        message: 'The verb "call" belongs to two commands: invite and again',
      },
    );
  });

  it('refuses a verb that one command names twice', () => {
    assert.throws(() => indexVerbs([declare('invite', 'invite', 'invite')]), /"invite" belongs to two/);
  });

  const verbs = indexVerbs([
    declare('invite', 'call', 'call in', 'call … in'),
    declare('again', 'call again', 'call … again', 'again'),
    declare('help', 'help'),
  ]);

  for (const [line, name, from, to] of [
    ['call mary', 'invite', 1, 2],
    ['call in mary', 'invite', 2, 3],
    ['call mary in', 'invite', 1, 2],
    ['call mary again', 'again', 1, 2],
    ['call again mary', 'again', 2, 3],
    ['call again', 'again', 2, 2],
    ['call', 'invite', 1, 1],
  ] as const) {
    it(`finds the longest verb of "${line}"`, () =>
      assert.deepEqual(verbs.find(line.split(' ')), { name, from, to }));
  }

  it('finds nothing in the middle of a line', () => {
    assert.equal(verbs.find(['i', 'call', 'mary']), undefined);
  });

  for (const [word, nearest] of [
    ['hlep', 'help'],
    ['hepl', 'help'],
    ['hel', 'help'],
    ['agian', 'again'],
    ['cal', 'invite'],
    ['calll', 'invite'],
    ['mary', undefined],
    ['ca', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ] as const) {
    it(`nearest to "${word.slice(0, 10)}" is ${nearest}`, () => assert.equal(verbs.nearest(word), nearest));
  }
});

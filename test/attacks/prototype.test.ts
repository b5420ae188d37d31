/** Names that every object of JavaScript has, said and sent where something is looked up by name. */
import assert from 'node:assert/strict';
import { wordsOf } from '../../src/cards/index.ts';
import { commandsIn, parseCommand, readAnswer, readWhen, verbIn } from '../../src/commands/index.ts';
import { Directory, parsePeopleFile } from '../../src/directory/index.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { BOT } from '../support/teams-client.ts';

const INHERITED = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'name', 'length'];
const LOCALES = ['en', 'de', 'fr', 'es', 'ja'];
/** As Object.prototype is, whatever happens here. */
const UNTOUCHED = Object.getOwnPropertyNames(Object.prototype).sort();

describe('names that every object inherits', () => {
  afterEach(() => {
    assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), UNTOUCHED);
    assert.deepEqual(Object.keys(Object.prototype), []);
  });

  for (const name of INHERITED) {
    it(`${name}: said as a verb, a person, an answer, a time, a zone, in five languages`, () => {
      const now = new Date('2026-11-23T08:00:00Z');
      for (const locale of LOCALES) {
        const context = { bot: BOT, mentions: [], locale, now, zone: 'Europe/Berlin' };
        const { kind } = parseCommand(name, context);
        assert.ok(['unknown', 'problem'].includes(kind), `${locale}: ${kind}`);
        const lines = [
          `invite ${name}`,
          `invite ${name} saying "${name}"`,
          `invite ${name} to ${name} at 9 ${name} time`,
          `invite ${name} every ${name} at ${name}`,
          `invite ${name} in 2 ${name}`,
          `invite ${name} else ${name}`,
          `remind ${name} on ${name} 3`,
          `lade ${name} am ${name} um 9 ein`,
          `invite ${name} à 9 ${name}`,
          `${name} mary`,
          `${name}を9時に招待して`,
        ];
        for (const line of lines) {
          const said = JSON.stringify(parseCommand(line, context));
          assert.doesNotMatch(said, /native code|\[object|function/, line);
          JSON.stringify(readWhen(line, context));
          JSON.stringify(readAnswer(line, context));
        }
      }
    });

    it(`${name}: as the language of somebody is English`, () => {
      assert.equal(wordsOf(name), wordsOf('en'));
      assert.deepEqual(commandsIn(name), commandsIn('en'));
      assert.equal(verbIn(name, 'invite'), verbIn('en', 'invite'));
    });

    it(`${name}: is nobody where nobody is called so, and somebody where she is`, async () => {
      const wanted = { kind: 'name', name } as const;
      const inThread = (names: readonly string[]) =>
        new Directory().inThread(async () =>
          names.map((one, n) => ({ id: `29:${n}`, name: one, email: `one${n}@example.com` })),
        );
      assert.equal((await inThread(['Mary Lind', 'Bob Brown']).find(wanted)).kind, 'nobody');
      assert.equal((await inThread(['Mary Lind', name]).find(wanted)).kind, 'person');
    });
  }

  it('are columns that nobody knows, names and groups like any other in a people file', () => {
    const file = `name,sip,__proto__,constructor,groups,timezone\n__proto__,sip:p@example.com,x,y,__proto__;constructor,constructor\n`;
    const { people, problems } = parsePeopleFile(Buffer.from(file));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['people-file.unknown-column', 'people-file.unknown-column', 'people-file.bad-timezone'],
    );
    assert.deepEqual(
      people.map(({ name }) => name),
      [],
    );
  });

  describe('as keys of an activity', () => {
    const world = new ChatWorld();
    before(() => world.start());
    after(() => world.stop());

    const POLLUTED = '{"polluted":"yes","type":"message","text":"end","id":"x","version":1}';
    /** An activity as it is on the wire: these keys would be lost in an object of ours. */
    const activity = (more: string) =>
      `{"type":"message","id":"${crypto.randomUUID()}","channelId":"msteams","serviceUrl":"${world.connector.url}",` +
      `"from":{"id":"29:ann","name":"Ann"},"recipient":{"id":"28:bot","name":"Usher"},` +
      `"conversation":{"id":"personal-1","conversationType":"personal"},${more}}`;
    const press = (data: string) =>
      activity(
        `"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","verb":"cancel","data":${data}}}`,
      );

    for (const [what, body] of [
      ['__proto__ at the top', () => activity(`"text":"help","__proto__":${POLLUTED}`)],
      [
        'constructor.prototype at the top',
        () => activity(`"text":"help","constructor":{"prototype":${POLLUTED}}`),
      ],
      [
        '__proto__ in who sends it',
        () => activity(`"text":"help","from":{"id":"29:ann","__proto__":${POLLUTED}}`),
      ],
      ['__proto__ in entities', () => activity(`"text":"help","entities":[{"__proto__":${POLLUTED}}]`)],
      ['__proto__ in channelData', () => activity(`"text":"help","channelData":{"__proto__":${POLLUTED}}`)],
      ['__proto__ in what was pressed', () => press(`{"__proto__":${POLLUTED}}`)],
      ['constructor.prototype in what was pressed', () => press(`{"constructor":{"prototype":${POLLUTED}}}`)],
    ] as const) {
      it(`${what}: change nothing and are not read`, async () => {
        const response = await fetch(world.teams.endpoint, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: body(),
        });
        assert.equal(response.status, 200);
        assert.equal(({} as { polluted?: string }).polluted, undefined);
        assert.deepEqual(world.desk.calls, []);
      });
    }
  });
});

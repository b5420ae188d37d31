/** JSON that is nested as deeply as a body allows, wherever an activity has room for it: answered, and the next line is worked on. */
import assert from 'node:assert/strict';
import { ChatWorld } from '../support/chat-world.ts';

const DEPTH = 40_000;
const ARRAYS = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
const OBJECTS = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;

describe('JSON that is nested deeply', () => {
  const world = new ChatWorld();
  before(() => world.start());
  after(() => world.stop());

  const activity = (more: string) =>
    `{"type":"message","id":"${crypto.randomUUID()}","channelId":"msteams","serviceUrl":"${world.connector.url}",` +
    `"from":{"id":"29:ann","name":"Ann"},"recipient":{"id":"28:bot","name":"Usher"},` +
    `"conversation":{"id":"personal-1","conversationType":"personal"},${more}}`;
  const press = (deep: string) =>
    activity(
      `"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","verb":"cancel","data":${deep}}}`,
    );
  const post = (body: string) =>
    fetch(world.teams.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

  for (const [kind, deep] of [
    ['arrays', ARRAYS],
    ['objects', OBJECTS],
  ] as const) {
    // What is not looked at does no harm; where it stands for something, that is no message.
    for (const [where, status, isDone, body] of [
      ['beside everything', 200, true, () => activity(`"text":"end","extra":${deep}`)],
      ['as the text', 200, false, () => activity(`"text":${deep}`)],
      ['as the thread', 400, false, () => activity(`"text":"end","conversation":${deep}`)],
      [
        'in the thread',
        200,
        false,
        () => activity(`"text":"end","conversation":{"id":"p","conversationType":"personal","x":${deep}}`),
      ],
      ['as who sends it', 400, false, () => activity(`"text":"end","from":${deep}`)],
      [
        'in who sends it',
        200,
        true,
        () => activity(`"text":"end","from":{"id":"29:ann","name":"Ann","x":${deep}}`),
      ],
      ['as who gets it', 200, false, () => activity(`"text":"end","recipient":${deep}`)],
      ['as the service', 400, false, () => activity(`"text":"end","serviceUrl":${deep}`)],
      ['in entities', 200, true, () => activity(`"text":"end","entities":[${deep}]`)],
      ['in channelData', 200, true, () => activity(`"text":"end","channelData":${deep}`)],
      ['in what was pressed', 200, false, () => press(deep)],
      ['as the type', 400, false, () => activity(`"type":${deep}`)],
    ] as const) {
      it(`${kind}, ${where}: answered, and whoever comes next is too`, async () => {
        assert.equal((await post(body())).status, status);
        assert.deepEqual(world.desk.calls.splice(0), isDone ? [['end']] : []);
        assert.equal((await post(activity('"text":"end"'))).status, 200);
        assert.deepEqual(world.desk.calls.splice(0), [['end']]);
      });
    }
  }
});

import assert from 'node:assert/strict';
import type { CardId, InvitationId, ThreadId } from '../../src/desk/index.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { NOTHING } from '../support/fake-desk.ts';
import { ANN, GROUP, PERSONAL } from '../support/teams-client.ts';
import { cardView, invitationRow } from '../support/views.ts';

/** Channels whose clients know no Action.Execute: their presses arrive as messages with a value. */
describe('presses of Action.Submit', () => {
  const cardId = 'card-1' as CardId;
  const value = { verb: 'cancel', id: 'invitation-1', version: 1 };
  let world: ChatWorld;

  beforeEach(async () => {
    world = await new ChatWorld().start();
    const threadId = PERSONAL.id as ThreadId;
    const thread = { id: threadId, channel: 'webchat', title: '', reference: {} };
    const view = cardView({ rows: [invitationRow({ actions: ['cancel'] })] });
    world.desk.cards.set(cardId, { view, thread, activityId: 'message-1' });
    world.desk.places.set('invitation-1', { threadId, inviters: [ANN] });
    world.desk.receipt = { ...NOTHING, cardId };
  });

  afterEach(() => world.stop());

  const press = (part: object = {}) =>
    world.teams.send({ type: 'message', channelId: 'webchat', value, ...part });
  const texts = () => world.connector.sent.map(({ body }) => body.text);

  it('do the same, and leave the answer to the card', async () => {
    assert.equal((await press()).status, 200);
    assert.deepEqual(world.desk.calls, [['cancel', ['invitation-1' as InvitationId]]]);
    assert.deepEqual(world.connector.sent, []);
  });

  it('need no mention of the bot in a group', async () => {
    const place = world.desk.places.get('invitation-1');
    assert.ok(place);
    world.desk.places.set('invitation-1', { ...place, threadId: GROUP.id as ThreadId });
    await press({ conversation: GROUP });
    assert.deepEqual(world.desk.calls, [['cancel', ['invitation-1']]]);
  });

  it('say in words what the desk says', async () => {
    world.desk.receipt = { ...NOTHING, cardId, says: [{ code: 'already-in', facts: { name: 'Bob' } }] };
    await press();
    assert.deepEqual(texts(), ['Bob is in the conference already.']);
  });

  it('are refused where they are none of ours', async () => {
    await press({ value: { verb: 'explode', id: 'x', version: 1 } });
    assert.deepEqual(world.desk.calls, []);
    assert.match(texts()[0] ?? '', /help lists them/);
  });

  it('are passed over in silence when they are delivered again', async () => {
    world.desk.receipt = { ...NOTHING, cardId, duplicate: true };
    await press();
    assert.deepEqual(world.connector.sent, []);
  });

  it('are no presses when somebody typed a line with them', async () => {
    await press({ text: 'end' });
    assert.deepEqual(
      world.desk.calls.map(([verb]) => verb),
      ['end'],
    );
  });

  for (const [channelId, type] of [
    ['webchat', 'Action.Submit'],
    ['directline', 'Action.Submit'],
    ['msteams', 'Action.Execute'],
    ['emulator', 'Action.Execute'],
  ] as const) {
    it(`cards of ${channelId} have ${type}, posted and updated`, async () => {
      await world.teams.type('end', { channelId });
      const thread = world.desk.inbounds.at(-1)?.thread;
      assert.ok(thread);
      world.connector.requests.length = 0;
      world.desk.cards.set(cardId, { view: cardView(), thread, activityId: null });
      await world.chat.draw(cardId);
      await world.chat.draw(cardId);
      for (const { body } of world.connector.sent) {
        const types = [...JSON.stringify(body).matchAll(/Action\.(?:Execute|Submit)/g)].map(String);
        assert.deepEqual([...new Set(types)], [type]);
      }
      assert.deepEqual(
        world.connector.sent.map(({ method }) => method),
        ['POST', 'PUT'],
      );
    });
  }
});

import assert from 'node:assert/strict';
import type { CardId, InvitationId } from '../../src/desk/index.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { readCard } from '../support/shown-card.ts';
import { cardView, invitationRow } from '../support/views.ts';

/** What the chat service may answer to a card, over HTTP. The queue calls a draw that rejected again. */
describe('a card and the faults of the chat service', () => {
  const cardId = 'card-1' as CardId;
  let world: ChatWorld;

  beforeEach(async () => {
    world = await new ChatWorld().start();
    await world.teams.type('end');
    const thread = world.desk.inbounds.at(-1)?.thread;
    assert.ok(thread);
    world.connector.requests.length = 0;
    const rows = Array.from({ length: 8 }, (_, index) =>
      invitationRow({ id: `invitation-${index}` as InvitationId, name: `Person ${index}`, status: 'busy' }),
    );
    world.desk.cards.set(cardId, { view: cardView({ rows }), thread, activityId: null });
    await world.chat.draw(cardId);
  });

  afterEach(() => world.stop());

  const methods = () => world.connector.sent.map(({ method }) => method);
  const shown = () =>
    [...world.connector.messages.values()].map(({ attachments }) => attachments?.[0]?.content);

  for (const status of [412, 429, 502, 503, 504]) {
    it(`is updated again after ${status}, once for each time that the queue calls`, async () => {
      world.connector.refuse(status);
      await assert.rejects(world.chat.draw(cardId), { name: 'MessengerError', status });
      await world.chat.draw(cardId);
      assert.deepEqual(methods(), ['POST', 'PUT', 'PUT']);
      assert.equal(world.connector.messages.size, 1);
    });
  }

  it('waits as long as Retry-After says', async () => {
    world.connector.refuse(429, { 'retry-after': '12' });
    await assert.rejects(world.chat.draw(cardId));
    const before = world.now;
    await world.chat.draw(cardId);
    assert.equal(world.now - before, 12_000);
  });

  it('is posted anew when its message was deleted, and updated there from then on', async () => {
    const [first = ''] = world.connector.messages.keys();
    world.connector.forget(first);
    await world.chat.draw(cardId);
    await world.chat.draw(cardId);
    assert.deepEqual(methods(), ['POST', 'PUT', 'POST', 'PUT']);
    assert.equal(world.connector.messages.size, 1);
  });

  it('is posted anew once, also when nobody knows whether that has arrived', async () => {
    world.connector.messages.clear();
    world.connector.refuse(404);
    world.connector.refuse(504);
    await world.chat.draw(cardId);
    assert.deepEqual(methods(), ['POST', 'PUT', 'POST']);
    await world.chat.draw(cardId);
    assert.deepEqual(methods(), ['POST', 'PUT', 'POST', 'POST'], 'its next change posts it');
  });

  it('is made smaller until it is taken', async () => {
    world.connector.refuse(413);
    await world.chat.draw(cardId);
    assert.equal(readCard(shown()[0]).rows.length, 3);
    world.connector.refuse(413);
    world.connector.refuse(413);
    await world.chat.draw(cardId);
    assert.equal(readCard(shown()[0]).rows.length, 0);
    assert.match(JSON.stringify(shown()[0]), /Person 0/);
  });

  for (const status of [400, 403]) {
    it(`is given up at ${status}`, async () => {
      world.connector.refuse(status);
      await world.chat.draw(cardId);
      assert.deepEqual(methods(), ['POST', 'PUT']);
    });
  }
});

/** Anybody in a chat may send anything as a press: ids of others' invitations, cards that were forwarded, data that no button has. */
import assert from 'node:assert/strict';
import { VERBS } from '../../src/cards/index.ts';
import { type PressReply, takePress } from '../../src/chat/press.ts';
import type { CardId, IncomingId, ThreadId } from '../../src/desk/index.ts';
import { Directory } from '../../src/directory/index.ts';
import { FakeDesk, FakePersonal, NOTHING, scheduleDoors } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';
import { cardView, incomingView } from '../support/views.ts';

const HERE = 'thread-here' as ThreadId;
const ELSEWHERE = 'thread-elsewhere' as ThreadId;

describe('a forged press', () => {
  let desk: FakeDesk;
  let personal: FakePersonal;
  let refused: string[];

  beforeEach(() => {
    [desk, personal, refused] = [new FakeDesk(), new FakePersonal(), []];
  });

  function press(verb: unknown, data: unknown, { isRosterThere = true } = {}): Promise<PressReply> {
    const inbound = {
      activityId: 'a-1',
      thread: { id: HERE, channel: 'msteams', title: '', reference: {} },
      actor: { id: '29:mallory', name: 'Mallory' },
    };
    return takePress(
      {
        ...{ inbound, bot: { id: '28:bot', name: 'Usher' }, needsMention: false, verb, data },
        roster: async () => {
          if (!isRosterThere) throw new Error('no roster');
          return [{ id: '29:mallory', name: 'Mallory', email: 'mallory@example.com' }];
        },
      },
      {
        ...{ desk, reception: desk, personal, ...scheduleDoors(), people: new Directory() },
        ...{ now: () => new Date(), zone: 'UTC', log: quietLog, refused: (reason) => refused.push(reason) },
      },
    );
  }

  const elsewhere = { id: ELSEWHERE, channel: 'msteams', title: 'The board', reference: {} };
  const secret = { subject: 'The merger' };

  it('with the id of a card elsewhere invites who pressed here, and shows nothing of that card', async () => {
    desk.cards.set('card-1', { view: cardView(secret), thread: elsewhere, activityId: 'm-1' });
    desk.receipt = { ...NOTHING, cardId: 'card-2' as CardId };
    for (const isRosterThere of [true, false]) {
      const reply = await press('me', { id: 'card-1', version: 0 }, { isRosterThere });
      assert.equal(reply.kind, 'text');
    }
    assert.deepEqual(
      desk.calls.map(([, asked]) => (asked as { cardId?: string }).cardId),
      [undefined],
    );
  });

  it('with the id of an invitation from outside elsewhere shows nothing of it', async () => {
    const id = 'incoming-1' as IncomingId;
    desk.incoming.set(id, { view: incomingView(secret), thread: elsewhere, activityId: 'm-1' });
    for (const isRosterThere of [true, false]) {
      const reply = await press('join', { id, version: 0 }, { isRosterThere });
      assert.equal(reply.kind, 'text');
    }
  });

  for (const verb of ['cancel', 'remove', 'again', 'choose']) {
    it(`${verb} of what stands elsewhere is refused and counted`, async () => {
      desk.places.set('x', { threadId: ELSEWHERE, inviters: [{ id: '29:ann' }] });
      desk.receipt = { ...NOTHING, says: [{ code: 'press.not-member', facts: {} }] };
      const reply = await press(verb, { id: 'x', version: 1, person: 'sip:mary@example.com' });
      assert.equal(reply.kind, 'text');
      assert.deepEqual(desk.calls, [['refuse', 'press.not-member']]);
      assert.deepEqual(refused, ['press.not-member']);
    });
  }

  for (const verb of ['accept', 'refuse', 'later', 'tell']) {
    it(`${verb} for somebody else is refused and counted`, async () => {
      personal.receipt = { ...NOTHING, says: [{ code: 'not-hers', facts: { name: 'Mary' } }] };
      const reply = await press(verb, { id: 'x', version: 1 });
      assert.match('text' in reply ? reply.text : '', /Mary/);
      assert.deepEqual(refused, ['not-hers']);
    });
  }

  const megabyte = 'x'.repeat(1_000_000);
  const odd: readonly (readonly [string, unknown, unknown])[] = [
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', megabyte].map(
      (verb) => [`the verb ${verb.slice(0, 20)}`, verb, { id: 'x', version: 1 }] as const,
    ),
    ['a list of verbs', ['cancel'], { id: 'x', version: 1 }],
    ['no verb', null, { id: 'x', version: 1 }],
    ['a list for data', 'cancel', ['x', 1]],
    ['data that inherit', 'cancel', JSON.parse('{"__proto__":{"id":"x","version":1}}')],
    ['a list for an id', 'cancel', { id: ['x'], version: 1 }],
    ['an id of a megabyte', 'cancel', { id: megabyte, version: 1 }],
    ['a version that is none', 'cancel', { id: 'x', version: 1e300 }],
    ['a version that is no number', 'cancel', { id: 'x', version: Number.NaN }],
    ['a person of a megabyte', 'choose', { id: 'x', version: 0, person: megabyte }],
    ['a list of people', 'choose', { id: 'x', version: 0, person: ['sip:mary@example.com'] }],
  ];
  for (const [what, verb, data] of odd) {
    it(`with ${what} is refused and counted`, async () => {
      assert.equal((await press(verb, data)).kind, 'malformed');
      assert.deepEqual(desk.calls, []);
      assert.deepEqual(refused, ['press.malformed']);
      assert.deepEqual(Object.keys(Object.prototype), []);
    });
  }

  it('brings no more words than fit, with any verb', async () => {
    for (const verb of VERBS) {
      await press(verb, {
        id: 'x',
        version: 1,
        person: 'p',
        words: megabyte,
        occurrence: megabyte,
        seconds: 1e9,
      });
    }
    const said = JSON.stringify([desk.calls, personal.calls]);
    assert.ok(said.length < 100_000, `${said.length}`);
  });
});

/** She accepts in the chat while the process that rings her dies: whichever is written first, her card and the thread tell the truth. */
import assert from 'node:assert/strict';
import type { DeliveryResult } from '../../src/core/index.ts';
import {
  type CardId,
  type InvitationId,
  PersonalDoor,
  type Recovered,
  type Thread,
  type ThreadId,
  takeOver,
} from '../../src/desk/index.ts';
import { DeskWorld, dieWith, neverAnswers, person, ring } from '../support/desk-world.ts';
import { quietLog } from '../support/quiet-log.ts';

const JOIN_URL = 'https://join.usher.test/{id}';
const MARY = { ...person('Mary'), ids: ['29:mary'] };
const HER_CHAT: Thread = { id: 'alone-mary' as ThreadId, channel: 'msteams', title: '', reference: {} };

describe('accepted in the chat, and taken over', function () {
  this.timeout(60_000);
  let dead: DeskWorld;
  let heir: DeskWorld;
  let stuck: PromiseWithResolvers<DeliveryResult>;
  let presses = 0;

  beforeEach(async () => {
    dead = await DeskWorld.open();
    heir = await DeskWorld.open(dead.url);
    // Its phones ring on, whatever is wanted: nobody stops them any more.
    stuck = Promise.withResolvers();
    dead.phones.set(MARY.address, (delivery) => {
      ring(delivery);
      return stuck.promise;
    });
    heir.phones.set(MARY.address, neverAnswers);
  });
  afterEach(async () => {
    stuck.resolve({ outcome: { word: 'unknown' } });
    await dead.close();
    await heir.close();
  });

  const doorOf = ({ store, desk }: DeskWorld, joinUrl?: string) => new PersonalDoor({ store, desk, joinUrl });

  async function ringing(): Promise<{ cardId: CardId; id: InvitationId }> {
    const { cardId } = await dead.desk.invite({ ...dead.inbound(), invitees: [MARY] });
    const { id } = await dead.until(cardId, 'Mary', 'ringing');
    await doorOf(dead).opened(id, HER_CHAT);
    return { cardId: cardId as CardId, id };
  }

  async function inherit(found: Recovered): Promise<void> {
    await dieWith(dead);
    const { store, owner } = heir;
    const calls = { recover: async () => found };
    await takeOver({ store, owner, calls, log: quietLog, now: () => new Date() });
  }

  function accept(id: InvitationId, joinUrl?: string, world = heir) {
    presses += 1;
    return doorOf(world, joinUrl).answer(
      { ...world.inbound('mary', HER_CHAT), activityId: `press-${presses}` },
      id,
      'accept',
    );
  }

  const viewOf = async (id: InvitationId, joinUrl?: string) =>
    (await doorOf(heir, joinUrl).personalToDraw(id as string as CardId))?.view;

  describe('with a link', () => {
    it('accepted just before: the heir stops the phone, and she has accepted', async () => {
      const { cardId, id } = await ringing();
      await accept(id, JOIN_URL, dead);
      await inherit({ kind: 'cancelled' });
      const row = await heir.row(cardId, 'Mary');
      assert.deepEqual([row.status, row.outcome], ['accepted', { word: 'accepted' }]);
      assert.match((await viewOf(id, JOIN_URL))?.joinUrl ?? '', /^https:/);
    });

    it('accepted just after: the call was interrupted, and she has accepted all the same', async () => {
      const { cardId, id } = await ringing();
      await inherit({ kind: 'cancelled' });
      assert.equal((await heir.row(cardId, 'Mary')).outcome?.detail, 'interrupted');
      assert.equal((await viewOf(id, JOIN_URL))?.late, 'link');
      assert.deepEqual((await accept(id, JOIN_URL)).says, []);
      assert.equal((await heir.row(cardId, 'Mary')).status, 'accepted');
      assert.match((await viewOf(id, JOIN_URL))?.joinUrl ?? '', /^https:/);
    });

    it('both at once: she has accepted, and nobody rings her', async () => {
      const { cardId, id } = await ringing();
      const [receipt] = await Promise.all([accept(id, JOIN_URL), inherit({ kind: 'cancelled' })]);
      assert.deepEqual(receipt.says, []);
      assert.equal((await heir.row(cardId, 'Mary')).status, 'accepted');
      assert.deepEqual(heir.method.deliveries, []);
    });

    it('accepted just before any byte had left: nobody rings her', async () => {
      const { cardId, id } = await ringing();
      await accept(id, JOIN_URL, dead);
      await inherit({ kind: 'nothing' });
      assert.equal((await heir.row(cardId, 'Mary')).status, 'accepted');
      assert.deepEqual(heir.method.deliveries, []);
    });

    it('accepted just before, and nobody could be asked: that is told', async () => {
      const { cardId, id } = await ringing();
      await accept(id, JOIN_URL, dead);
      await inherit({ kind: 'unknown' });
      assert.equal((await heir.row(cardId, 'Mary')).status, 'unknown');
    });

    it('accepted just before, and picked up unheard: she is in, and nobody hangs up', async () => {
      const { cardId, id } = await ringing();
      await accept(id, JOIN_URL, dead);
      let hungUp = false;
      const ended = new Promise<never>(() => {});
      const hangUp = async () => {
        hungUp = true;
      };
      const participant = { presence: 'bridged' as const, ended, hangUp };
      await inherit({ kind: 'adopted', participant, word: 'joined' });
      await heir.owner.sweep();
      assert.deepEqual([(await heir.row(cardId, 'Mary')).status, hungUp], ['joined', false]);
    });
  });

  describe('without a link', () => {
    it('accepted just before: interrupted, and she is called as soon as she accepts once more', async () => {
      const { cardId, id } = await ringing();
      await accept(id, undefined, dead);
      await inherit({ kind: 'cancelled' });
      assert.equal((await heir.row(cardId, 'Mary')).outcome?.detail, 'interrupted');
      const door = doorOf(heir);
      await heir.store.onRingAgain((one) => door.ringAgain(one));
      await accept(id);
      await heir.until(cardId, 'Mary', 'ringing');
      assert.equal(heir.method.deliveries.length, 1);
    });

    it('accepted just before any byte had left: the heir rings her', async () => {
      const { cardId, id } = await ringing();
      await accept(id, undefined, dead);
      await inherit({ kind: 'nothing' });
      await heir.until(cardId, 'Mary', 'ringing');
      assert.equal(heir.method.deliveries.length, 1);
    });

    it('accepted after a missed call, by a process that dies before it rings: another one does, once', async () => {
      const { cardId, id } = await ringing();
      stuck.resolve({ outcome: { word: 'no-answer' } });
      await dead.until(cardId, 'Mary', 'no-answer');
      await accept(id, undefined, dead);
      await dieWith(dead);
      assert.equal((await viewOf(id))?.answer?.wish, 'call');
      const door = doorOf(heir);
      await heir.store.onRingAgain((one) => door.ringAgain(one));
      await heir.until(cardId, 'Mary', 'ringing');
      assert.equal(heir.method.deliveries.length, 1);
    });
  });
});

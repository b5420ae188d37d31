/** Who has missed the call can still accept on her card, on a real database; and what crosses with that. */
import assert from 'node:assert/strict';
import type { Delivery } from '../../src/core/index.ts';
import {
  type CardId,
  type InvitationId,
  PersonalDoor,
  type PersonalView,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import {
  DeskWorld,
  neverAnswers,
  person,
  ring,
  type Script,
  answer as sipAnswer,
} from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';

const JOIN_URL = 'https://join.usher.test/{id}';

describe('a missed call', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let door: PersonalDoor;
  let people = 0;
  let drawnCards: string[];

  beforeEach(async () => {
    world = await DeskWorld.open();
    door = doorOf(undefined);
    drawnCards = [];
    await world.store.onDraw(async (id) => {
      drawnCards.push(id);
    });
    await world.store.onRingAgain((id) => door.ringAgain(id));
  });
  afterEach(() => world?.close());

  function doorOf(joinUrl: string | undefined): PersonalDoor {
    return new PersonalDoor({ store: world.store, desk: world.desk, joinUrl });
  }

  interface Guest {
    readonly name: string;
    readonly address: string;
    readonly actor: string;
    readonly cardId: CardId;
    readonly id: InvitationId;
    readonly chat: Thread;
  }

  /** Invited, her card shown in a chat of her own; her phone follows the script. */
  async function invited(script: Script): Promise<Guest> {
    people += 1;
    const name = `Guest${people}`;
    const actor = `guest${people}`;
    const invitee = { ...person(name), ids: [`29:${actor}`] };
    world.phones.set(invitee.address, script);
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [invitee] });
    const { id } = await world.row(cardId, name);
    const chat = { id: `alone-${actor}` as ThreadId, channel: 'msteams', title: '', reference: {} };
    await door.opened(id, chat);
    await world.desk.posted(id as string as CardId, `message-${actor}`);
    return { name, address: invitee.address, actor, cardId: cardId as CardId, id, chat };
  }

  async function missed(word = 'no-answer'): Promise<Guest> {
    const guest = await invited(endsIn(word));
    await world.until(guest.cardId, guest.name, word);
    world.phones.set(guest.address, neverAnswers);
    return guest;
  }

  const endsIn =
    (word: string): Script =>
    (delivery: Delivery) => {
      ring(delivery);
      return { outcome: { word: word as 'busy', answer: sipAnswer(486) } };
    };
  const by = ({ actor, chat }: Guest) => world.inbound(actor, chat);
  const drawn = (id: InvitationId) => door.personalToDraw(id as string as CardId);
  const viewOf = async ({ id }: Guest): Promise<PersonalView | undefined> => (await drawn(id))?.view;
  const rungTimes = ({ address }: Guest) =>
    world.method.deliveries.filter(({ destination }) => destination === address).length;
  const codes = ({ says }: { readonly says: readonly { readonly code: string }[] }) =>
    says.map(({ code }) => code);
  /** How often her card was drawn so far. */
  const draws = async (id: InvitationId) => {
    await world.store.drained(5_000);
    return drawnCards.filter((one) => one === (id as string)).length;
  };

  for (const word of ['no-answer', 'busy', 'offline', 'failed']) {
    it(`${word}: she can still accept, and is called at once`, async () => {
      const guest = await missed(word);
      const before = await viewOf(guest);
      assert.deepEqual([before?.actions, before?.late, before?.status], [['accept'], 'call', word]);
      const receipt = await door.answer(by(guest), guest.id, 'accept');
      assert.deepEqual([receipt.cardId, receipt.says], [guest.id, []]);
      const row = await world.until(guest.cardId, guest.name, 'ringing');
      assert.deepEqual([row.attempt, row.answer, rungTimes(guest)], [2, { wish: 'phone', words: null }, 2]);
      // The message that she has pressed goes on with the new call, and asks nothing.
      const after = await drawn(row.id);
      assert.equal(after?.activityId, `message-${guest.actor}`);
      assert.deepEqual([after?.thread.id, after?.view.actions], [guest.chat.id, []]);
      assert.deepEqual((await drawn(guest.id))?.activityId, null);
    });
  }

  for (const word of ['declined', 'not-found', 'not-allowed', 'cannot', 'unknown']) {
    it(`${word} is none`, async () => {
      const guest = await missed(word);
      assert.deepEqual([(await viewOf(guest))?.actions, (await viewOf(guest))?.late], [[], null]);
      assert.deepEqual(codes(await door.answer(by(guest), guest.id, 'accept')), ['incoming-over']);
      assert.equal(rungTimes(guest), 1);
    });
  }

  it('that came of an interruption can be accepted too', async () => {
    const guest = await invited(() => ({ outcome: { word: 'failed', detail: 'interrupted' } }));
    await world.until(guest.cardId, guest.name, 'failed');
    assert.deepEqual((await viewOf(guest))?.actions, ['accept']);
  });

  it('shows the link, where there is one: the phone stays silent, and the thread is told', async () => {
    door = doorOf(JOIN_URL);
    const guest = await missed();
    assert.equal((await viewOf(guest))?.late, 'link');
    await door.answer(by(guest), guest.id, 'accept');
    const row = await world.row(guest.cardId, guest.name);
    assert.deepEqual([row.status, row.outcome, rungTimes(guest)], ['accepted', { word: 'accepted' }, 1]);
    const view = await viewOf(guest);
    assert.match(view?.joinUrl ?? '', /^https:\/\/join\.usher\.test\/./);
    assert.deepEqual(view?.actions, []);
    const told = await execute(
      world.url,
      `select data -> 'notice' -> 'invitationIds' as ids from pgboss.job where name = 'notice' order by created_on`,
    );
    assert.deepEqual(told, [{ ids: [guest.id] }, { ids: [guest.id] }]);
  });

  it('can be accepted as often as it is missed, also by who had accepted while it rang', async () => {
    const guest = await missed();
    const gives = Promise.withResolvers<void>();
    world.phones.set(guest.address, async (delivery) => {
      ring(delivery);
      await gives.promise;
      return { outcome: { word: 'no-answer', answer: sipAnswer(408) } };
    });
    await door.answer(by(guest), guest.id, 'accept');
    const second = await world.until(guest.cardId, guest.name, 'ringing');
    gives.resolve();
    await world.until(guest.cardId, guest.name, 'no-answer');
    const again = { ...guest, id: second.id };
    assert.deepEqual((await viewOf(again))?.actions, ['accept']);
    world.phones.set(guest.address, neverAnswers);
    await door.answer(by(again), again.id, 'accept');
    const third = await world.until(guest.cardId, guest.name, 'ringing');
    assert.deepEqual([third.attempt, rungTimes(guest)], [3, 3]);
  });

  it('declined or postponed afterwards comes too late', async () => {
    const guest = await missed();
    for (const wish of ['decline', 'later'] as const) {
      assert.deepEqual(codes(await door.answer(by(guest), guest.id, wish)), ['incoming-over']);
    }
    assert.deepEqual(codes(await door.tell(by(guest), guest.id, 'hello')), ['incoming-over']);
    assert.equal((await world.row(guest.cardId, guest.name)).answer, null);
  });

  it('is not offered to who was withdrawn by the inviter in the same moment', async () => {
    const gives = Promise.withResolvers<void>();
    const guest = await invited(async (delivery) => {
      ring(delivery);
      await gives.promise;
      return { outcome: { word: 'busy', answer: sipAnswer(486) } };
    });
    await world.until(guest.cardId, guest.name, 'ringing');
    await world.desk.cancel(world.inbound(), [guest.id]);
    gives.resolve();
    await world.until(guest.cardId, guest.name, 'busy');
    assert.deepEqual((await viewOf(guest))?.actions, []);
    assert.deepEqual(codes(await door.answer(by(guest), guest.id, 'accept')), ['incoming-over']);
  });

  it('pressed twice rings once, and shows the call that it made', async () => {
    const guest = await missed();
    const receipts = await Promise.all([
      door.answer(by(guest), guest.id, 'accept'),
      door.answer(by(guest), guest.id, 'accept'),
    ]);
    assert.deepEqual(receipts.map(codes).sort(), [[], ['incoming-over']]);
    const row = await world.until(guest.cardId, guest.name, 'ringing');
    await world.desk.seen(guest.chat.id, guest.id, `message-${guest.actor}`);
    assert.equal((await door.answer(by(guest), guest.id, 'accept')).cardId, row.id);
    assert.equal((await drawn(guest.id))?.activityId, null);
    await door.ringAgain(guest.id);
    assert.equal(rungTimes(guest), 2);
  });

  describe('crossing with the inviter, who has her called again', () => {
    it('the inviter first: her old card offers nothing any more, the new one asks', async () => {
      const guest = await missed();
      const before = await draws(guest.id);
      await world.desk.again(world.inbound(), guest.id);
      assert.deepEqual((await viewOf(guest))?.actions, []);
      assert.ok((await draws(guest.id)) > before);
      assert.deepEqual(codes(await door.answer(by(guest), guest.id, 'accept')), ['incoming-over']);
      const row = await world.until(guest.cardId, guest.name, 'ringing');
      assert.deepEqual((await drawn(row.id))?.view.actions, ['accept', 'refuse', 'later', 'tell']);
      assert.equal(rungTimes(guest), 2);
    });

    it('she first: the inviter hears that she rings already', async () => {
      const guest = await missed();
      await door.answer(by(guest), guest.id, 'accept');
      await world.until(guest.cardId, guest.name, 'ringing');
      assert.deepEqual(codes(await world.desk.again(world.inbound(), guest.id)), ['already-inviting']);
      assert.equal(rungTimes(guest), 2);
    });

    it('between her press and the ringing: one ring, and her press is not left standing', async () => {
      const guest = await missed();
      door = new PersonalDoor({
        store: world.store,
        joinUrl: undefined,
        desk: {
          again: async (...press) => {
            await world.desk.again(world.inbound(), guest.id);
            return world.desk.again(...press);
          },
        },
      });
      await door.answer(by(guest), guest.id, 'accept');
      await world.until(guest.cardId, guest.name, 'ringing');
      await door.ringAgain(guest.id);
      assert.equal(rungTimes(guest), 2);
      const [old] = await execute(world.url, 'select answer from invitations where id = $1', [guest.id]);
      assert.deepEqual(old, { answer: null });
    });

    it('the inviter types her name once more: the same', async () => {
      const guest = await missed();
      world.clock = () => new Date(Date.now() + 60_000);
      const invitee = { ...person(guest.name), ids: [`29:${guest.actor}`] };
      await world.desk.invite({ ...world.inbound(), invitees: [invitee] });
      assert.deepEqual((await viewOf(guest))?.actions, []);
      assert.deepEqual(codes(await door.answer(by(guest), guest.id, 'accept')), ['incoming-over']);
      assert.equal(rungTimes(guest), 2);
    });
  });

  describe('crossing with the end of the conference', () => {
    it('the end first: her card offers nothing any more', async () => {
      const guest = await missed();
      const before = await draws(guest.id);
      await world.desk.end(world.inbound());
      assert.deepEqual([(await viewOf(guest))?.actions, (await viewOf(guest))?.late], [[], null]);
      assert.ok((await draws(guest.id)) > before);
      assert.deepEqual(codes(await door.answer(by(guest), guest.id, 'accept')), ['incoming-over']);
      assert.equal(rungTimes(guest), 1);
    });

    it('between her press and the ringing: nobody is rung, and her card tells how it was', async () => {
      const guest = await missed();
      door = new PersonalDoor({
        store: world.store,
        joinUrl: undefined,
        desk: {
          again: async (...press) => {
            await world.desk.end(world.inbound());
            return world.desk.again(...press);
          },
        },
      });
      await door.answer(by(guest), guest.id, 'accept');
      while ((await viewOf(guest))?.answer) await new Promise((resolve) => setTimeout(resolve, 10));
      const view = await viewOf(guest);
      assert.deepEqual([view?.actions, view?.status, rungTimes(guest)], [[], 'no-answer', 1]);
    });

    it('she first, then the end: the new call is withdrawn', async () => {
      const guest = await missed();
      await door.answer(by(guest), guest.id, 'accept');
      await world.until(guest.cardId, guest.name, 'ringing');
      await world.desk.end(world.inbound());
      await world.until(guest.cardId, guest.name, 'withdrawn');
    });
  });
});

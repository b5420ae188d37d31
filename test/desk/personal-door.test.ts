/** What invited people answer in a chat of their own, and what crosses with their phones, on a real database. */
import assert from 'node:assert/strict';
import type { Delivery, DeliveryResult, ParticipantEnd } from '../../src/core/index.ts';
import {
  type CardId,
  type InvitationId,
  type Invitee,
  PersonalDoor,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import { DeskWorld, person, ring, answer as sipAnswer } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';

const JOIN_URL = 'https://join.usher.test/{id}';

describe('the door of those who are invited', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let door: PersonalDoor;
  let people = 0;

  before(async () => {
    world = await DeskWorld.open();
  });
  beforeEach(() => {
    door = doorOf(JOIN_URL);
  });
  after(() => world?.close());

  function doorOf(joinUrl: string | undefined): PersonalDoor {
    return new PersonalDoor({ store: world.store, desk: world.desk, joinUrl });
  }

  interface Guest {
    readonly name: string;
    readonly address: string;
    readonly actor: string;
    readonly ids: readonly string[];
    readonly cardId: CardId;
    readonly id: InvitationId;
    readonly chat: Thread;
  }

  /** Somebody who is known in the chat, invited by Robin; her chat with the bot is open. */
  async function invited(more: Partial<Invitee> = {}): Promise<Guest> {
    people += 1;
    const name = `Guest${people}`;
    const actor = `guest${people}`;
    const invitee = { ...person(name), ids: [`29:${actor}`, actor], ...more };
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [invitee] });
    const { id } = await world.row(cardId, name);
    const chat = { id: `alone-${actor}` as ThreadId, channel: 'msteams', title: '', reference: {} };
    await door.opened(id, chat);
    return { name, address: invitee.address, actor, ids: invitee.ids, cardId: cardId as CardId, id, chat };
  }

  const by = ({ actor, chat }: Guest) => world.inbound(actor, chat);
  const viewOf = async ({ id }: Guest) => (await door.personalToDraw(id as string as CardId))?.view;
  const rungTimes = ({ address }: Guest) =>
    world.method.deliveries.filter(({ destination }) => destination === address).length;

  it('gives a card of her own to whom the chat knows, and to nobody else', async () => {
    const guest = await invited();
    const view = await viewOf(guest);
    assert.deepEqual(view?.actions, ['accept', 'refuse', 'later', 'tell']);
    assert.equal(view?.inviter.name, 'Robin');
    assert.equal(await viewOf(await invited({ ids: [] })), undefined);
    assert.equal(await viewOf(await invited({ ids: ['ROBIN'] })), undefined);
  });

  it('accept stops the phone and shows the link', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    const receipt = await door.answer(by(guest), guest.id, 'accept');
    assert.deepEqual([receipt.cardId, receipt.says], [guest.id, []]);
    const { outcome } = await world.until(guest.cardId, guest.name, 'accepted');
    assert.deepEqual(outcome, { word: 'accepted' });
    const view = await viewOf(guest);
    assert.match(view?.joinUrl ?? '', /^https:\/\/join\.usher\.test\/./);
    assert.deepEqual(view?.actions, []);
  });

  it('accept without a link lets the phone ring on', async () => {
    door = doorOf(undefined);
    const phone = Promise.withResolvers<DeliveryResult>();
    const guest = await invited();
    world.phones.set(guest.address, () => phone.promise);
    await world.until(guest.cardId, guest.name, 'ringing', 'inviting');
    await door.answer(by(guest), guest.id, 'accept');
    assert.deepEqual((await world.row(guest.cardId, guest.name)).answer, { wish: 'phone', words: null });
    assert.ok(['ringing', 'inviting'].includes((await world.row(guest.cardId, guest.name)).status));
    assert.equal((await viewOf(guest))?.joinUrl, undefined);
  });

  it('decline stops the phone, and her reason stands in the thread', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    await door.answer(by(guest), guest.id, 'decline', '  in \n surgery ');
    const row = await world.until(guest.cardId, guest.name, 'declined');
    assert.deepEqual(row.answer, { wish: 'decline', words: 'in surgery' });
    assert.deepEqual(row.actions, ['again']);
    assert.deepEqual((await viewOf(guest))?.actions, []);
  });

  it('in a few minutes: withdraws, and rings again then', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    await door.answer(by(guest), guest.id, 'later');
    const row = await world.until(guest.cardId, guest.name, 'withdrawn');
    assert.equal(row.answer?.wish, 'later');
    const jobs = await execute(
      world.url,
      `select extract(epoch from start_after - created_on)::int as seconds from pgboss.job
       where name = 'ring' and data ->> 'invitationId' = $1`,
      [guest.id],
    );
    assert.deepEqual(jobs, [{ seconds: 300 }]);

    assert.equal(rungTimes(guest), 1);
    await door.ringAgain(guest.id);
    await door.ringAgain(guest.id);
    const again = await world.until(guest.cardId, guest.name, 'ringing');
    assert.deepEqual([again.attempt, again.answer, rungTimes(guest)], [2, null, 2]);
    // She gets a new card with it.
    const view = (await door.personalToDraw(again.id as string as CardId))?.view;
    assert.deepEqual(view?.actions, ['accept', 'refuse', 'later', 'tell']);
  });

  it('in a few minutes can be taken back by the inviter', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    await door.answer(by(guest), guest.id, 'later');
    const row = await world.until(guest.cardId, guest.name, 'withdrawn');
    assert.deepEqual(row.actions, ['again', 'cancel']);
    const { says } = await world.desk.cancel(world.inbound(), [guest.id]);
    assert.deepEqual(
      says.map(({ code }) => code),
      ['cancelling'],
    );
    await door.ringAgain(guest.id);
    assert.equal(rungTimes(guest), 1);
    assert.deepEqual((await world.row(guest.cardId, guest.name)).actions, ['again']);
  });

  it('in a few minutes, cancelled while her phone still rings: nobody is rung', async () => {
    const stops = Promise.withResolvers<DeliveryResult>();
    const late = person(`Guest${people + 1}`);
    world.phones.set(late.address, (delivery) => {
      ring(delivery);
      return stops.promise;
    });
    const slow = await invited();
    await world.until(slow.cardId, slow.name, 'ringing');
    await door.answer(by(slow), slow.id, 'later');
    await world.desk.cancel(world.inbound(), [slow.id]);
    stops.resolve({ outcome: { word: 'withdrawn' } });
    const row = await world.until(slow.cardId, slow.name, 'withdrawn');
    assert.deepEqual([row.answer, row.actions], [null, ['again']]);
    await door.ringAgain(slow.id);
    assert.equal(rungTimes(slow), 1);
  });

  it('in a few minutes, pressed after the inviter has cancelled: comes too late', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    await world.desk.cancel(world.inbound(), [guest.id]);
    const { says } = await door.answer(by(guest), guest.id, 'later');
    assert.deepEqual(
      says.map(({ code }) => code),
      ['incoming-over'],
    );
    const jobs = `select id from pgboss.job where name = 'ring' and data ->> 'invitationId' = $1`;
    assert.deepEqual(await execute(world.url, jobs, [guest.id]), []);
    await world.until(guest.cardId, guest.name, 'withdrawn');
    assert.equal((await world.row(guest.cardId, guest.name)).answer, null);
  });

  it('in a few minutes, taken back just before it is decided: nobody is rung', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    await door.answer(by(guest), guest.id, 'later');
    await world.until(guest.cardId, guest.name, 'withdrawn');
    const racing = new PersonalDoor({
      store: world.store,
      joinUrl: undefined,
      desk: {
        again: async (...press) => {
          await world.desk.cancel(world.inbound(), [guest.id]);
          return world.desk.again(...press);
        },
      },
    });
    await racing.ringAgain(guest.id);
    assert.equal(rungTimes(guest), 1);
    assert.deepEqual((await world.row(guest.cardId, guest.name)).actions, ['again']);
  });

  it('a message stands in the thread, and the phone rings on', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    await door.tell(by(guest), guest.id, 'on my way');
    const row = await world.row(guest.cardId, guest.name);
    assert.deepEqual([row.message, row.status], ['on my way', 'ringing']);
    const empty = await door.tell(by(guest), guest.id, ' ');
    assert.deepEqual(
      empty.says.map(({ code }) => code),
      ['message-empty'],
    );
    const told = await execute(
      world.url,
      `select data -> 'notice' -> 'message' as message from pgboss.job where name = 'notice' and data ->> 'notice' like $1`,
      [`%${guest.cardId}%`],
    );
    assert.deepEqual(told, [{ message: { name: guest.name, words: 'on my way', ids: guest.ids } }]);
  });

  it('nobody else can answer for her', async () => {
    const guest = await invited();
    const before = await world.until(guest.cardId, guest.name, 'ringing');
    for (const inbound of [
      () => world.inbound('robin'),
      () => world.inbound('eve', { ...guest.chat, id: 'x' as ThreadId }),
    ]) {
      for (const press of [
        door.answer(inbound(), guest.id, 'accept'),
        door.answer(inbound(), guest.id, 'decline'),
        door.answer(inbound(), guest.id, 'later'),
        door.tell(inbound(), guest.id, 'hi'),
      ]) {
        const { says, cardId } = await press;
        assert.deepEqual([says, cardId], [[{ code: 'not-hers', facts: { name: guest.name } }], undefined]);
      }
    }
    assert.deepEqual(await world.row(guest.cardId, guest.name), before);
  });

  it('two presses at once have one effect', async () => {
    const guest = await invited();
    await world.until(guest.cardId, guest.name, 'ringing');
    const receipts = await Promise.all([
      door.answer(by(guest), guest.id, 'decline'),
      door.answer(by(guest), guest.id, 'accept'),
    ]);
    assert.deepEqual(receipts.map(({ says }) => says.map(({ code }) => code)).sort(), [
      [],
      ['incoming-over'],
    ]);
    const row = await world.until(guest.cardId, guest.name, 'declined', 'accepted');
    assert.equal(row.status, row.answer?.wish === 'decline' ? 'declined' : 'accepted');
    const pressed = (await world.history(guest.id)).filter(({ kind }) => kind === 'answer');
    assert.equal(pressed.length, 1);
  });

  it('a press that arrives twice has one effect', async () => {
    const guest = await invited();
    const inbound = by(guest);
    await door.answer(inbound, guest.id, 'decline');
    assert.equal((await door.answer(inbound, guest.id, 'decline')).duplicate, true);
  });

  describe('crossing with her phone', () => {
    /** A phone that answers when it is told to, whatever was withdrawn. */
    function answersOn(address: string) {
      const answers = Promise.withResolvers<void>();
      const ended = Promise.withResolvers<ParticipantEnd>();
      const phone = { pickUp: answers.resolve, hungUp: false };
      const hangUp = async () => {
        phone.hungUp = true;
        ended.resolve({ how: 'hung-up' });
      };
      const participant = { presence: 'bridged' as const, ended: ended.promise, hangUp };
      world.phones.set(address, async (delivery: Delivery) => {
        ring(delivery);
        await answers.promise;
        return { outcome: { word: 'joined', answer: sipAnswer(200) }, participant };
      });
      return phone;
    }

    for (const wish of ['accept', 'decline', 'later'] as const) {
      it(`answered first: ${wish} comes too late, and her card is closed`, async () => {
        const phone = answersOn(`sip:guest${people + 1}@usher.test`);
        const guest = await invited();
        phone.pickUp();
        await world.until(guest.cardId, guest.name, 'joined');
        assert.deepEqual((await viewOf(guest))?.actions, []);
        const { says } = await door.answer(by(guest), guest.id, wish);
        assert.deepEqual(
          says.map(({ code }) => code),
          ['incoming-over'],
        );
        const row = await world.row(guest.cardId, guest.name);
        assert.deepEqual([row.status, row.answer], ['joined', null]);
        assert.equal(phone.hungUp, false);
      });
    }

    it('accept first, then answered all the same: she is in, and nobody hangs up', async () => {
      const phone = answersOn(`sip:guest${people + 1}@usher.test`);
      const guest = await invited();
      await world.until(guest.cardId, guest.name, 'ringing');
      await door.answer(by(guest), guest.id, 'accept');
      phone.pickUp();
      await world.until(guest.cardId, guest.name, 'joined');
      assert.equal(phone.hungUp, false);
    });

    it('decline first, then answered all the same: hung up, and told as it was', async () => {
      const phone = answersOn(`sip:guest${people + 1}@usher.test`);
      const guest = await invited();
      await world.until(guest.cardId, guest.name, 'ringing');
      await door.answer(by(guest), guest.id, 'decline');
      phone.pickUp();
      await world.until(guest.cardId, guest.name, 'left');
      assert.equal(phone.hungUp, true);
    });

    for (const [wish, word] of [
      ['accept', 'accepted'],
      ['decline', 'declined'],
      ['later', 'withdrawn'],
    ] as const) {
      it(`${wish} first, then her phone refuses: ${word}`, async () => {
        const refuses = Promise.withResolvers<void>();
        world.phones.set(`sip:guest${people + 1}@usher.test`, async (delivery) => {
          ring(delivery);
          await refuses.promise;
          return { outcome: { word: 'busy', answer: sipAnswer(486) } };
        });
        const guest = await invited();
        await world.until(guest.cardId, guest.name, 'ringing');
        await door.answer(by(guest), guest.id, wish);
        refuses.resolve();
        await world.until(guest.cardId, guest.name, word);
      });
    }
  });

  describe('who cannot be written to', () => {
    it('is rung all the same, and answers on her row', async () => {
      const guest = await invited();
      await world.until(guest.cardId, guest.name, 'ringing');
      await door.unreachable(guest.id, guest.ids);
      const row = await world.row(guest.cardId, guest.name);
      assert.deepEqual([row.status, row.answers], ['ringing', ['accept', 'refuse', 'later']]);
      const inThread = world.inbound(guest.actor);
      const { cardId } = await door.answer(inThread, guest.id, 'decline');
      assert.equal(cardId, guest.cardId);
      await world.until(guest.cardId, guest.name, 'declined');
      assert.deepEqual((await world.row(guest.cardId, guest.name)).answers, []);
    });

    it('is told of once, and not tried again for a day', async () => {
      const ids = ['29:mute'];
      const first = await invited({ ids });
      await door.unreachable(first.id, ids);
      const second = await invited({ ids });
      assert.deepEqual((await world.row(second.cardId, second.name)).answers, ['accept', 'refuse', 'later']);
      await door.unreachable(first.id, ids);
      const told = await execute(
        world.url,
        `select data -> 'notice' -> 'unreachable' as unreachable from pgboss.job
         where name = 'notice' and data -> 'notice' ? 'unreachable' and data -> 'notice' ->> 'cardId' in ($1, $2)`,
        [first.cardId, second.cardId],
      );
      assert.deepEqual(told, [{ unreachable: { name: first.name } }]);

      await execute(world.url, `update unreachable_people set refused_at = now() - interval '25 hours'`);
      const third = await invited({ ids });
      assert.deepEqual((await world.row(third.cardId, third.name)).answers, []);
    });
  });
});

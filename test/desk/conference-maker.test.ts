import assert from 'node:assert/strict';
import type { Made } from '../../src/desk/factory-ports.ts';
import { ConferenceMaker } from '../../src/desk/index.ts';
import { DeskWorld, dieWith, person } from '../support/desk-world.ts';
import { FakeFactory } from '../support/fake-factory.ts';
import { aborted } from '../support/fake-method.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const [MARY, BOB] = [person('Mary'), person('Bob')];
const REFUSED = {
  kind: 'failed',
  outcome: {
    word: 'failed',
    detail: 'factory-refused',
    answer: { code: 486, reasonPhrase: '', answeredBy: 'conference', rang: false },
  },
} as const satisfies Made;

async function takenBack(_order: unknown, signal: AbortSignal): Promise<Made> {
  await aborted(signal);
  return { kind: 'failed' };
}

describe('conferences that a factory makes', () => {
  let world: DeskWorld;
  let factory: FakeFactory;
  beforeEach(async () => {
    [world, factory] = await open();
  });
  afterEach(() => world.close());

  async function open(url?: string): Promise<[DeskWorld, FakeFactory]> {
    const made = new FakeFactory();
    const opened = await DeskWorld.open(
      url,
      (store) => ({
        conferences: new ConferenceMaker({
          store,
          factory: made,
          calls: store.factoryCalls(),
          log: quietLog,
        }),
      }),
      { conferenceUri: undefined },
    );
    return [opened, made];
  }

  const invite = (...invitees: (typeof MARY)[]) => world.desk.invite({ ...world.inbound(), invitees });

  async function state(): Promise<unknown> {
    const [call] = await execute(world.url, 'select state from factory_calls');
    return call?.state;
  }

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  it('makes one for two who are invited at once, and rings nobody before', async () => {
    const made = Promise.withResolvers<Made>();
    factory.making = () => made.promise;
    const { cardId } = await invite(MARY, BOB);
    await until(() => factory.orders.length > 0);
    assert.equal((await world.row(cardId, 'Mary')).status, 'inviting');
    assert.equal((await world.card(cardId)).conferenceUri, undefined);
    assert.equal((await world.card(cardId)).joinUrl, undefined);
    assert.equal(world.method.deliveries.length, 0);
    made.resolve(factory.made('sip:one@conf.usher.test'));
    await world.until(cardId, 'Mary', 'ringing');
    await world.until(cardId, 'Bob', 'ringing');
    assert.deepEqual(
      world.method.deliveries.map(({ conference }) => conference),
      Array(2).fill({ uri: 'sip:one@conf.usher.test', subject: 'Ward 3' }),
    );
    assert.equal(factory.orders.length, 1);
    const { conferenceUri, joinUrl } = await world.card(cardId);
    assert.deepEqual([conferenceUri, joinUrl], ['sip:one@conf.usher.test', 'https://join.usher.test/one']);
    const again = await invite(MARY);
    assert.equal(again.says[0]?.code, 'already-inviting');
  });

  it('makes one of those that two processes want at once', async () => {
    const [other, itsFactory] = await open(world.url);
    try {
      const [mine, its] = await Promise.all([
        invite(MARY),
        other.desk.invite({ ...other.inbound(), activityId: 'elsewhere', invitees: [BOB] }),
      ]);
      await world.until(mine.cardId, 'Mary', 'ringing');
      await other.until(its.cardId, 'Bob', 'ringing');
      assert.equal(factory.orders.length + itsFactory.orders.length, 1);
    } finally {
      await other.close();
    }
  });

  it('fails each who has waited where the factory refuses, by one attempt; the next invitation tries again', async () => {
    const refused = Promise.withResolvers<Made>();
    factory.making = () => refused.promise;
    const { cardId } = await invite(MARY, BOB);
    await until(() => factory.orders.length > 0);
    refused.resolve(REFUSED);
    for (const name of ['Mary', 'Bob']) {
      const { outcome, actions } = await world.until(cardId, name, 'failed');
      assert.deepEqual([outcome, actions], [REFUSED.outcome, ['again']]);
    }
    assert.deepEqual([factory.orders.length, world.method.deliveries.length], [1, 0]);
    factory.making = async () => factory.made('sip:two@conf.usher.test');
    await world.desk.again(world.inbound(), (await world.row(cardId, 'Mary')).id);
    await world.until(cardId, 'Mary', 'ringing');
    assert.equal(world.method.deliveries[0]?.conference.uri, 'sip:two@conf.usher.test');
  });

  it('hangs up when the conference has ended and nobody is left in it', async () => {
    const { cardId } = await invite(MARY);
    await world.until(cardId, 'Mary', 'ringing');
    await world.owner.sweep();
    assert.deepEqual(factory.hungUp, []);
    await world.desk.end(world.inbound());
    await until(async () => (await state()) === 'ended');
    assert.deepEqual(factory.hungUp, ['sip:made@conf.usher.test']);
  });

  it('holds on for those who stay in when the thread turns to another conference', async () => {
    world.phones.set(MARY.address, () => ({
      outcome: { word: 'joined' },
      participant: { presence: 'independent', ended: new Promise(() => {}), hangUp: async () => {} },
    }));
    const { cardId } = await invite(MARY);
    const { id } = await world.until(cardId, 'Mary', 'joined');
    await world.desk.use(world.inbound(), 'sip:standup@usher.test');
    await world.owner.sweep();
    assert.equal(await state(), 'held');
    await world.desk.remove(world.inbound(), [id]);
    await world.until(cardId, 'Mary', 'left');
    await world.owner.sweep();
    await until(async () => (await state()) === 'ended');
  });

  describe('races', () => {
    it('factory answer × cancel: withdrawn first, so she is not rung, and the next one finds it made', async () => {
      const made = Promise.withResolvers<Made>();
      factory.making = () => made.promise;
      const { cardId } = await invite(MARY);
      await until(() => factory.orders.length > 0);
      await world.desk.cancel(world.inbound(), [(await world.row(cardId, 'Mary')).id]);
      await world.until(cardId, 'Mary', 'withdrawn');
      made.resolve(factory.made('sip:late@conf.usher.test'));
      const bob = await invite(BOB);
      await world.until(bob.cardId, 'Bob', 'ringing');
      assert.deepEqual(
        world.method.deliveries.map(({ destination, conference }) => [destination, conference.uri]),
        [[BOB.address, 'sip:late@conf.usher.test']],
      );
    });

    it('factory answer × cancel: made first, so her phone is stopped', async () => {
      const { cardId } = await invite(MARY);
      const { id } = await world.until(cardId, 'Mary', 'ringing');
      await world.desk.cancel(world.inbound(), [id]);
      await world.until(cardId, 'Mary', 'withdrawn');
    });

    it('factory answer × end: ended first, so it is taken back', async () => {
      factory.making = takenBack;
      const { cardId } = await invite(MARY);
      await until(() => factory.orders.length > 0);
      await world.desk.end(world.inbound());
      await world.until(cardId, 'Mary', 'withdrawn');
      await until(async () => (await state()) === 'ended');
    });

    it('factory answer × end: the answer crosses, so it is hung up', async () => {
      factory.making = async (_order, signal) => {
        await aborted(signal);
        return factory.made('sip:crossed@conf.usher.test');
      };
      await invite(MARY);
      await until(() => factory.orders.length > 0);
      await world.desk.end(world.inbound());
      await until(async () => (await state()) === 'ended');
      assert.deepEqual(factory.hungUp, ['sip:crossed@conf.usher.test']);
    });

    it('factory answer × death: nothing was made yet, so what was begun is ended, and made anew', async () => {
      factory.making = takenBack;
      const { cardId } = await invite(MARY);
      await until(() => factory.orders.length > 0);
      await dieWith(world);
      const [heir, itsFactory] = await open(world.url);
      try {
        await heir.owner.sweep();
        await until(() => itsFactory.takenDown.length > 0);
        assert.deepEqual(itsFactory.takenDown, [{ callId: 'call-1' }]);
        const bob = await heir.desk.invite({ ...heir.inbound(), activityId: 'heir', invitees: [BOB] });
        await heir.until(bob.cardId, 'Bob', 'ringing');
        assert.equal(itsFactory.orders.length, 1);
        assert.equal((await heir.row(cardId, 'Mary')).status, 'inviting', "she is the takeover's concern");
      } finally {
        await heir.close();
      }
    });

    it('factory answer × death: it was made, so the successor holds its call', async () => {
      const { cardId } = await invite(MARY);
      await world.until(cardId, 'Mary', 'ringing');
      await dieWith(world);
      const [heir, itsFactory] = await open(world.url);
      try {
        await heir.owner.sweep();
        await until(() => itsFactory.adopted.length > 0);
        assert.deepEqual(itsFactory.adopted, ['sip:made@conf.usher.test']);
        await heir.desk.end({ ...heir.inbound(), activityId: 'end' });
        await until(async () => (await state()) === 'ended');
        assert.deepEqual([factory.hungUp, itsFactory.hungUp], [[], ['sip:made@conf.usher.test']]);
      } finally {
        await heir.close();
      }
    });

    it('factory answer × stop: what is being made is taken back, what is held goes on', async () => {
      const { cardId } = await invite(MARY);
      await world.until(cardId, 'Mary', 'ringing');
      await world.owner.drain();
      assert.deepEqual([await state(), factory.hungUp], ['held', []]);
    });
  });
});

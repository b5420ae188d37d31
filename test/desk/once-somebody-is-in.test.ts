import assert from 'node:assert/strict';
import type { Delivery, DeliveryResult } from '../../src/core/index.ts';
import { onceSomebodyIsIn } from '../../src/desk/once-somebody-is-in.ts';
import { answer, DeskWorld, neverAnswers, person } from '../support/desk-world.ts';
import { FakeMethod } from '../support/fake-method.ts';
import { deliveryTo } from '../support/sip-bench.ts';

const [MARY, BOB, SUE] = [person('Mary'), person('Bob'), person('Sue')];
const CANNOT: DeliveryResult = { outcome: { word: 'cannot', answer: answer(488, false) } };
const REFUSED: DeliveryResult = { outcome: { word: 'declined', answer: answer(603) } };
const IN: DeliveryResult = {
  outcome: { word: 'joined' },
  participant: { presence: 'independent', ended: new Promise(() => {}), hangUp: async () => {} },
};

describe('dial-out, once somebody is in', () => {
  let world: DeskWorld;
  let dialOut: FakeMethod;
  let dial: (delivery: Delivery) => Promise<DeliveryResult> | DeliveryResult;

  async function open(methods: (bridge: FakeMethod) => FakeMethod[]): Promise<void> {
    dial = () => ({ outcome: { word: 'answered', answer: answer(200) } });
    dialOut = new FakeMethod((delivery) => dial(delivery), {
      name: 'dial-out',
      isDialOut: true,
      needsCompany: true,
    });
    const bridge = new FakeMethod((delivery) =>
      (world.phones.get(delivery.destination) ?? neverAnswers)(delivery),
    );
    world = await DeskWorld.open(undefined, () => ({ methods: methods(bridge) }));
  }
  afterEach(() => world.close());

  const invite = (...invitees: (typeof MARY)[]) => world.desk.invite({ ...world.inbound(), invitees });
  const called = () => dialOut.deliveries.map(({ destination }) => destination);

  it('waits while somebody else is on her way, shown as such, and calls when she is in', async () => {
    await open((bridge) => [bridge, dialOut]);
    const bobAnswers = Promise.withResolvers<DeliveryResult>();
    world.phones.set(BOB.address, () => bobAnswers.promise);
    world.phones.set(MARY.address, () => CANNOT);
    const { cardId } = await invite(BOB, MARY);
    const waiting = await world.until(cardId, 'Mary', 'waiting');
    assert.deepEqual([waiting.actions, called()], [['cancel'], []]);
    bobAnswers.resolve(IN);
    const { id } = await world.until(cardId, 'Mary', 'answered');
    assert.deepEqual(called(), [MARY.address]);
    assert.deepEqual(
      (await world.history(id)).map(({ detail }) => detail.reason ?? detail.kind ?? detail.by),
      ['Robin', 'None', 'FallingBackToMcuDialOut', 'waiting', 'waited', 'Accepted'],
    );
  });

  it('calls at once who would be the first, and whom nobody precedes any more', async () => {
    await open((bridge) => [bridge, dialOut]);
    world.phones.set(MARY.address, () => CANNOT);
    const alone = await invite(MARY);
    await world.until(alone.cardId, 'Mary', 'answered');
    const bobDeclines = Promise.withResolvers<DeliveryResult>();
    world.phones.set(BOB.address, () => bobDeclines.promise);
    world.phones.set(SUE.address, () => CANNOT);
    const { cardId } = await invite(BOB, SUE);
    await world.until(cardId, 'Sue', 'waiting');
    bobDeclines.resolve(REFUSED);
    await world.until(cardId, 'Sue', 'answered');
  });

  it('does not wait for those who wait: where it is the only method, all come in', async () => {
    await open(() => [dialOut]);
    const { cardId } = await invite(MARY, BOB, SUE);
    for (const name of ['Mary', 'Bob', 'Sue']) await world.until(cardId, name, 'answered');
  });

  it('calls all the same when it has waited for long enough', async () => {
    await open((bridge) => [bridge]);
    const method = onceSomebodyIsIn(dialOut, { company: async () => 'coming' }, 20);
    const delivery = deliveryTo();
    assert.equal((await method.deliver(delivery)).outcome.word, 'answered');
    assert.deepEqual(
      delivery.told.map(({ kind }) => kind),
      ['waiting', 'waited'],
    );
  });

  it('calls at once where nobody can say who is in, and where the conference needs no company', async () => {
    await open((bridge) => [bridge]);
    const method = onceSomebodyIsIn(dialOut, { company: () => Promise.reject(new Error('no database')) });
    assert.equal((await method.deliver(deliveryTo())).outcome.word, 'answered');
    const { conferenceServer } = world;
    assert.equal(
      onceSomebodyIsIn(conferenceServer.dialOut, { company: () => assert.fail() }),
      conferenceServer.dialOut,
    );
  });

  describe('races', () => {
    it('waiting × cancel: withdrawn, and nobody was called', async () => {
      await open((bridge) => [bridge, dialOut]);
      world.phones.set(MARY.address, () => CANNOT);
      const { cardId } = await invite(BOB, MARY);
      const { id } = await world.until(cardId, 'Mary', 'waiting');
      await world.desk.cancel(world.inbound(), [id]);
      await world.until(cardId, 'Mary', 'withdrawn');
      assert.deepEqual(called(), []);
    });

    it('waiting × end: ended first, so nobody is called', async () => {
      await open((bridge) => [bridge, dialOut]);
      world.phones.set(MARY.address, () => CANNOT);
      const { cardId } = await invite(BOB, MARY);
      await world.until(cardId, 'Mary', 'waiting');
      await world.desk.end(world.inbound());
      await world.until(cardId, 'Mary', 'withdrawn');
      await world.until(cardId, 'Bob', 'withdrawn');
      assert.deepEqual(called(), []);
    });

    it('waiting × end: somebody came in first, so her call is taken back', async () => {
      await open((bridge) => [bridge, dialOut]);
      dial = neverAnswers;
      world.phones.set(BOB.address, () => IN);
      world.phones.set(MARY.address, () => CANNOT);
      const { cardId } = await invite(BOB, MARY);
      await world.until(cardId, 'Mary', 'ringing');
      await world.desk.end(world.inbound());
      await world.until(cardId, 'Mary', 'withdrawn');
      assert.deepEqual(called(), [MARY.address]);
    });
  });
});

/** "Do not ring me until 3", on a real database: by whichever name she is asked for, and who is not held to it. */
import assert from 'node:assert/strict';
import {
  Blocks,
  CallingOrder,
  type Invitee,
  PersonalDoor,
  Policy,
  type ThreadId,
} from '../../src/desk/index.ts';
import { answer, DeskWorld, neverAnswers, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';

const HOUR_MS = 3_600_000;

describe('do not ring me', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let people = 0;
  let thread = THREAD;

  before(async () => {
    world = await DeskWorld.open();
  });
  beforeEach(() => {
    people += 1;
    thread = { ...THREAD, id: `block-${people}` as ThreadId };
    world.clock = () => new Date();
  });
  after(() => world?.close());

  /** Known in Teams and in Slack, and by a number. */
  const somebody = (name: string): Invitee => {
    const own = person(`${name}${people}`);
    return { ...own, ids: [`29:${own.name}`, `U${own.name}`], also: [`tel:+49301234${1_000 + people}`] };
  };
  const inbound = (actor?: string) => world.inbound(actor, thread);
  const codes = ({ says }: { readonly says: readonly { readonly code: string }[] }) =>
    says.map(({ code }) => code);
  const blocks = () => new Blocks({ store: world.store, now: () => world.clock(), zone: 'Europe/Berlin' });
  const order = () =>
    new CallingOrder({ store: world.store, owner: world.owner, policy: world.policy, now: world.clock });
  const door = () => new PersonalDoor({ store: world.store, desk: world.desk, joinUrl: undefined });
  const refuse = (invitee: Invitee) =>
    world.phones.set(invitee.address, () => ({ outcome: { word: 'busy', answer: answer(486) } }));
  const block = (invitee: Invitee, seconds = 7_200) =>
    blocks().block(inbound(invitee.ids?.[0]), invitee, { kind: 'in', seconds });
  const unblock = (invitee: Invitee) => blocks().unblock(inbound(invitee.ids?.[0]), invitee);
  const invite = (invitee: Invitee, actor?: string) =>
    world.desk.invite({ ...inbound(actor), invitees: [invitee] });
  const passedOver = async (cardId: string | undefined) => {
    const text = `select data->'notice'->'passedOver' as over from pgboss.job
      where name = 'notice' and data->'notice'->>'cardId' = $1 and data->'notice'->'passedOver' is not null`;
    const jobs = await execute(world.url, text, [cardId]);
    return jobs.flatMap(({ over }) => over as { readonly code: string }[]).map(({ code }) => code);
  };

  it('her phone does not ring, and until when is said to her and to whoever invites her', async () => {
    const mary = somebody('Mary');
    world.clock = () => new Date('2027-03-12T12:00:00Z');
    const until = { kind: 'at', local: '2027-03-12T15:00', zone: 'Europe/Berlin' } as const;
    const said = await blocks().block(inbound(mary.ids?.[0]), mary, until);
    const facts = { until: '2027-03-12T14:00:00.000Z', zone: 'Europe/Berlin' };
    assert.deepEqual(said.says, [{ code: 'blocking', facts }]);
    const { says, cardId } = await invite(mary);
    assert.deepEqual(says, [{ code: 'blocked', facts: { name: mary.name, ...facts } }]);
    assert.equal(cardId, undefined);
  });

  it('from any thread, urgently too, by another id of hers, by her number alone', async () => {
    const mary = somebody('Mary');
    await block(mary);
    const elsewhere = { ...THREAD, id: `elsewhere-${people}` as ThreadId, channel: 'slack' };
    const { ids: _, also: __, ...byAddress } = mary;
    const number = { ...person('Number'), key: mary.also?.[0] ?? '', address: mary.also?.[0] ?? '' };
    const { policy } = world;
    policy.refusal = () => undefined;
    for (const [invitee, more] of [
      [mary, { urgent: true }],
      [byAddress, { thread: elsewhere }],
      [{ ...person(`Mary.${people}`), ids: [`u${mary.name}`.toUpperCase()] }, { thread: elsewhere }],
      [{ ...number, address: `sip:+49301234${1_000 + people}@usher.test;user=phone` }, {}],
      [number, {}],
    ] as const) {
      const rung = await world.desk.invite({ ...inbound(), ...more, invitees: [invitee] });
      assert.deepEqual(codes(rung), ['blocked'], invitee.address);
    }
    policy.refusal = Policy.prototype.refusal;
  });

  it('it ends by itself, by another, later or sooner one, and when she says so', async () => {
    const mary = somebody('Mary');
    await block(mary);
    assert.deepEqual(codes(await invite(mary)), ['blocked']);
    world.clock = () => new Date(Date.now() + 2 * HOUR_MS + 1_000);
    assert.deepEqual(codes(await unblock(mary)), ['not-blocked']);
    world.clock = () => new Date();
    await block(mary);
    await block(mary, 60);
    world.clock = () => new Date(Date.now() + 61_000);
    const rung = await invite(mary);
    await world.until(rung.cardId, mary.name, 'ringing');

    const bob = somebody('Bob');
    await block(bob);
    // In the other product, where she is known by another id.
    const elsewhere = await blocks().unblock(inbound(bob.ids?.[1]), { ...bob, ids: [`U${bob.name}`] });
    assert.deepEqual(codes(elsewhere), ['unblocked']);
    assert.deepEqual(codes(await unblock(bob)), ['not-blocked']);
    await world.until((await invite(bob)).cardId, bob.name, 'ringing');
  });

  it('a time that has gone by blocks nothing', async () => {
    const mary = somebody('Mary');
    const past = { kind: 'at', local: '2020-01-01T15:00', zone: 'UTC' } as const;
    assert.deepEqual(codes(await blocks().block(inbound(mary.ids?.[0]), mary, past)), ['schedule.past']);
    await world.until((await invite(mary)).cardId, mary.name, 'ringing');
  });

  it('a redelivered line does nothing more', async () => {
    const mary = somebody('Mary');
    const once = inbound(mary.ids?.[0]);
    await blocks().block(once, mary, { kind: 'in', seconds: 7_200 });
    await unblock(mary);
    const again = await blocks().block(once, mary, { kind: 'in', seconds: 7_200 });
    assert.equal(again.duplicate, true);
    await world.until((await invite(mary)).cardId, mary.name, 'ringing');
  });

  it('said while she rings: what rings rings on, and nothing after it', async () => {
    const mary = somebody('Mary');
    const { cardId } = await invite(mary);
    const { id } = await world.until(cardId, mary.name, 'ringing');
    await block(mary);
    await world.until(cardId, mary.name, 'ringing');
    await world.desk.cancel(inbound(), [id]);
    await world.until(cardId, mary.name, 'withdrawn');
    assert.deepEqual(codes(await world.desk.again(inbound(), id)), ['blocked']);
  });

  for (const order of ['her word first', 'the invitation first']) {
    it(`said at the moment in which she is invited, she rings or is said to be blocked, ${order}`, async () => {
      const mary = somebody('Mary');
      const both = [() => block(mary), () => invite(mary)];
      if (order !== 'her word first') both.reverse();
      const receipts = await Promise.all(both.map((act) => act()));
      const said = receipts.flatMap(codes).filter((code) => code !== 'blocking');
      const rung = await execute(world.url, 'select id from invitations where thread_id = $1', [thread.id]);
      assert.deepEqual(said, rung.length === 0 ? ['blocked'] : []);
      assert.deepEqual(codes(await invite(mary, 'Lee')), [
        rung.length === 0 ? 'blocked' : 'already-inviting',
      ]);
    });
  }

  it('somebody of whom nothing else is known is known by her id', async () => {
    const mary = somebody('Mary');
    await blocks().block(inbound(mary.ids?.[0]), undefined, { kind: 'in', seconds: 7_200 });
    assert.deepEqual(codes(await invite(mary)), ['blocked']);
  });

  it('she invites herself all the same, and what others want of others goes on', async () => {
    const mary = somebody('Mary');
    const bob = person(`Bob${people}`);
    await block(mary);
    const { cardId, says } = await world.desk.invite({ ...inbound(), invitees: [mary, bob] });
    assert.deepEqual(codes({ says }), ['blocked']);
    await world.until(cardId, bob.name, 'ringing');
    const herself = await invite(mary, mary.ids?.[0]);
    assert.deepEqual(herself.says, []);
    await world.until(herself.cardId, mary.name, 'ringing');
  });

  it('the next stage takes her place, and who stands in line is passed over, which is told', async () => {
    const mary = somebody('Mary');
    const bob = person(`Bob${people}`);
    await block(mary);
    const rung = await world.desk.invite({ ...inbound(), invitees: [mary], later: [[bob]] });
    assert.deepEqual(codes(rung), ['blocked']);
    await world.until(rung.cardId, bob.name, 'ringing');

    const sue = person(`Sue${people}`);
    refuse(sue);
    const { cardId } = await world.desk.invite({ ...inbound(), invitees: [sue], later: [[mary]] });
    assert(cardId);
    await world.until(cardId, sue.name, 'busy');
    await order().moveOn(cardId);
    assert.equal((await world.row(cardId, mary.name)).passedOver?.code, 'blocked');
    assert.deepEqual(await passedOver(cardId), ['blocked']);
  });

  it('a question is held to it', async () => {
    const [mary, bob] = [somebody('Mary'), somebody('Bob')];
    const asked = await world.desk.invite({
      ...inbound(),
      invitees: [{ typed: 'm', candidates: [mary, bob] }],
    });
    await block(mary);
    const [row] = (await world.card(asked.cardId)).rows;
    assert(row?.kind === 'question');
    assert.deepEqual(codes(await world.desk.choose(inbound(), row.id, [mary.key])), ['blocked']);
  });

  it('nobody tries her again, by themselves or by asking, but who asks to be called is', async () => {
    const mary = somebody('Mary');
    refuse(mary);
    const persist = { everySeconds: 3_600, times: 3 };
    const { cardId } = await world.desk.invite({ ...inbound(), invitees: [mary], persist });
    const { id } = await world.until(cardId, mary.name, 'busy');
    await block(mary);
    await order().tryAgain(id);
    assert.deepEqual(await passedOver(cardId), ['blocked']);
    assert.deepEqual(codes(await world.desk.again(inbound(), id)), ['blocked']);

    const accepted = await door().answer(inbound(mary.ids?.[0]), id, 'accept');
    assert.deepEqual(accepted.says, []);
    world.phones.set(mary.address, neverAnswers);
    await door().ringAgain(id);
    await world.until(cardId, mary.name, 'ringing');
  });

  it('"in 5 minutes" is her own wish', async () => {
    const bob = somebody('Bob');
    const { cardId } = await invite(bob);
    const rung = await world.until(cardId, bob.name, 'ringing');
    await door().answer(inbound(bob.ids?.[0]), rung.id, 'later');
    await world.until(cardId, bob.name, 'withdrawn');
    await block(bob);
    await door().ringAgain(rung.id);
    await world.until(cardId, bob.name, 'ringing');
  });

  it('another process knows it, and one that starts later', async () => {
    const mary = somebody('Mary');
    await block(mary);
    const other = await DeskWorld.open(world.url);
    try {
      assert.deepEqual(codes(await other.desk.invite({ ...inbound(), invitees: [mary] })), ['blocked']);
    } finally {
      await other.close();
    }
  });
});

/** Before more than ten people are rung it is asked whether they all shall be, on a real database. */
import assert from 'node:assert/strict';
import {
  Blocks,
  CallingOrder,
  type Invitee,
  type InviteRequest,
  Policy,
  type QuestionId,
  type ThreadId,
} from '../../src/desk/index.ts';
import { DeskWorld, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';

describe('before many are rung', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let lines = 0;
  let thread = THREAD;

  before(async () => {
    world = await DeskWorld.open();
  });
  beforeEach(() => {
    lines += 1;
    thread = { ...THREAD, id: `many-${lines}` as ThreadId };
  });
  after(() => world?.close());

  const crowd = (count: number, from = 1): Invitee[] =>
    Array.from({ length: count }, (_, i) => person(`P${from + i}of${lines}`));
  const inbound = (actor?: string) => world.inbound(actor, thread);
  const codes = ({ says }: { readonly says: readonly { readonly code: string }[] }) =>
    says.map(({ code }) => code);
  const invite = (invitees: InviteRequest['invitees'], more: Partial<InviteRequest> = {}) =>
    world.desk.invite({ ...inbound(), invitees, ...more });
  const names = async (cardId: string | undefined, status = 'ringing') =>
    (await world.card(cardId)).rows.flatMap((row) =>
      row.kind === 'invitation' && row.status === status ? [row.name] : [],
    );
  async function question(
    cardId: string | undefined,
  ): Promise<{ id: QuestionId; rings: number | undefined }> {
    const row = (await world.card(cardId)).rows.find(({ kind }) => kind === 'question');
    assert(row?.kind === 'question');
    return { id: row.id, rings: row.rings };
  }
  const invitations = async () =>
    (await execute(world.url, 'select id from invitations where thread_id = $1', [thread.id])).length;
  const allRing = async (cardId: string | undefined, people: readonly Invitee[]) => {
    for (const { name } of people) await world.until(cardId, name, 'ringing');
  };

  it('ten are rung, of eleven nobody is before that was answered; all are then, in their order, with what was said', async () => {
    const ten = await invite(crowd(10));
    assert.equal(await invitations(), 10);
    await world.desk.end(inbound());

    const people = crowd(11, 20);
    const more = { toast: 'Join us', subject: 'Fire drill', urgent: true };
    const asked = await invite(people, more);
    assert.notEqual(asked.cardId, ten.cardId);
    assert.equal(await invitations(), 10);
    const { id, rings } = await question(asked.cardId);
    assert.equal(rings, 11);
    const rung = await world.desk.choose(inbound(), id, 'all');
    assert.deepEqual(rung.says, []);
    assert.equal(rung.cardId, asked.cardId);
    await allRing(asked.cardId, people);
    const card = await world.card(asked.cardId);
    assert.deepEqual([card.toast, card.subject, card.urgent], ['Join us', 'Fire drill', true]);
    assert.deepEqual(
      card.rows.map((row) => row.kind === 'invitation' && row.name),
      people.map(({ name }) => name),
    );
  });

  it('No: nobody is, and not those behind them either', async () => {
    const asked = await invite(crowd(11), { later: [[person(`Bob${lines}`)]] });
    const { id, rings } = await question(asked.cardId);
    assert.equal(rings, 12);
    const { says, cardId } = await world.desk.choose(inbound(), id, []);
    assert.deepEqual(says, [{ code: 'question-dropped', facts: { typed: '' } }]);
    assert(cardId);
    const order = { ...world, now: world.clock };
    await new CallingOrder(order).moveOn(cardId);
    assert.equal(await invitations(), 0);
    assert.deepEqual(await names(cardId, 'withdrawn'), [`Bob${lines}`]);
  });

  it('those whose turn comes later are counted, called after them, and stand behind them', async () => {
    const [first = person('Nobody'), ...others] = crowd(12);
    const later = others.map((one) => [one]);
    const asked = await invite([first], { later });
    assert.equal((await question(asked.cardId)).rings, 12);
    const { cardId } = await world.desk.choose(inbound(), (await question(asked.cardId)).id, 'all');
    await world.until(cardId, first.name, 'ringing');
    assert.deepEqual(
      await names(cardId, 'in-turn'),
      others.map(({ name }) => name),
    );

    const people = crowd(11, 50);
    const last = person(`Last${lines}`);
    const more = await invite(people, { later: [[last]] });
    await world.desk.choose(inbound(), (await question(more.cardId)).id, 'all');
    const rows = (await world.card(more.cardId)).rows.map((row) => row.kind === 'invitation' && row.name);
    assert.deepEqual(
      rows,
      [...people, last].map(({ name }) => name),
    );
  });

  it('nobody of them is called while it is open', async () => {
    const asked = await invite(crowd(11), { later: [[person(`Bob${lines}`)]] });
    assert(asked.cardId);
    await new CallingOrder({ ...world, now: world.clock }).moveOn(asked.cardId);
    assert.equal(await invitations(), 0);
  });

  it('who is refused, in, or rings already is not counted, and what was said meanwhile counts', async () => {
    const people = crowd(11);
    const [mary = person('Nobody'), bob = person('Nobody')] = people;
    const blocks = new Blocks({ store: world.store, now: world.clock, zone: 'UTC' });
    await blocks.block(inbound('mary'), mary, { kind: 'in', seconds: 600 });
    const ten = await invite(people);
    assert.deepEqual(codes(ten), ['blocked']);
    assert.equal(await invitations(), 10);
    assert.deepEqual(codes(await invite([bob, ...crowd(10, 30)])), ['already-inviting']);
    assert.equal(await invitations(), 20);

    const more = crowd(12, 60);
    const asked = await invite(more);
    const [sue = person('Nobody')] = more;
    await blocks.block(inbound('sue'), sue, { kind: 'in', seconds: 600 });
    const rung = await world.desk.choose(inbound(), (await question(asked.cardId)).id, 'all');
    assert.deepEqual(codes(rung), ['blocked']);
    await allRing(asked.cardId, more.slice(1));
  });

  it('a name that fits several is asked about beside it', async () => {
    const people = crowd(11);
    const candidates = [person(`AlexA${lines}`), person(`AlexB${lines}`)];
    const asked = await invite([{ typed: 'alex', candidates }, ...people]);
    const { rows } = await world.card(asked.cardId);
    const questions = rows.flatMap((row) => (row.kind === 'question' ? [row] : []));
    assert.deepEqual(
      questions.map(({ rings, typed }) => [rings, typed]),
      [
        [11, ''],
        [undefined, 'alex'],
      ],
    );
    const [many, alex] = questions;
    assert(many && alex && candidates[1]);
    await world.desk.choose(inbound(), alex.id, [candidates[1].key]);
    await world.until(asked.cardId, candidates[1].name, 'ringing');
    await world.desk.choose(inbound(), many.id, 'all');
    await allRing(asked.cardId, people);
    assert.equal(await invitations(), 12);
    assert.deepEqual(codes(await world.desk.choose(inbound(), alex.id, 'all')), ['question-answered']);
  });

  it('somebody of them may be chosen alone', async () => {
    const people = crowd(11);
    const asked = await invite(people);
    const { id } = await question(asked.cardId);
    assert(people[4]);
    await world.desk.choose(inbound(), id, [people[4].key]);
    await world.until(asked.cardId, people[4].name, 'ringing');
    assert.equal(await invitations(), 1);
  });

  for (const [title, first, second, rung] of [
    ['yes, then no', 'all', [], 11],
    ['no, then yes', [], 'all', 0],
    ['yes twice', 'all', 'all', 11],
  ] as const) {
    it(`${title}: the first counts`, async () => {
      const asked = await invite(crowd(11));
      const { id } = await question(asked.cardId);
      await world.desk.choose(inbound(), id, first);
      const late = await world.desk.choose(inbound('bob'), id, second);
      assert.deepEqual(codes(late), ['question-answered']);
      assert.equal(late.cardId, asked.cardId);
      assert.equal(await invitations(), rung);
    });
  }

  it('pressed by two at once, one of them rings them', async () => {
    const asked = await invite(crowd(11));
    const { id } = await question(asked.cardId);
    const both = await Promise.all(
      ['ann', 'bob'].map((actor) => world.desk.choose(inbound(actor), id, 'all')),
    );
    assert.deepEqual(both.flatMap(codes), ['question-answered']);
    assert.equal(await invitations(), 11);
  });

  it('delivered twice, the line asks once, and the press rings once', async () => {
    const once = inbound();
    const people = crowd(11);
    await world.desk.invite({ ...once, invitees: people });
    assert.equal((await world.desk.invite({ ...once, invitees: people })).duplicate, true);
    const cards = await execute(world.url, 'select id from cards where thread_id = $1', [thread.id]);
    assert.equal(cards.length, 1);
    const press = inbound();
    const { id } = await question(cards[0]?.id as string);
    await world.desk.choose(press, id, 'all');
    assert.equal((await world.desk.choose(press, id, 'all')).duplicate, true);
    assert.equal(await invitations(), 11);
  });

  for (const order of ['the end first', 'the answer first']) {
    it(`the conference ends: ${order}`, async () => {
      const people = crowd(11);
      const asked = await invite(people);
      const { id } = await question(asked.cardId);
      if (order === 'the answer first') await world.desk.choose(inbound(), id, 'all');
      await world.desk.end(inbound());
      const late = await world.desk.choose(inbound(), id, 'all');
      assert.deepEqual(codes(late), ['question-answered']);
      const rung = order === 'the answer first' ? people : [];
      assert.equal(await invitations(), rung.length);
      for (const { name } of rung) await world.until(asked.cardId, name, 'withdrawn');
    });
  }

  it('those who are asked about are counted when it is answered, with those behind them; too many for any minute are not asked about', async () => {
    const policy = new Policy({
      ...{ sipDomains: ['usher.test'], telPrefixes: [], conferenceUri: 'sip:{id}@conf.usher.test' },
      invitesPerMinute: 20,
    });
    const limited = await DeskWorld.open(world.url, undefined, { policy });
    try {
      const ring = (invitees: readonly Invitee[], more: Partial<InviteRequest> = {}) =>
        limited.desk.invite({ ...limited.inbound(undefined, thread), invitees, ...more });
      const asked = await ring(crowd(11), { later: [crowd(4, 20)] });
      const { id } = await question(asked.cardId);
      assert.deepEqual(codes(await ring(crowd(10, 30), { later: [crowd(11, 40)] })), ['policy.rate']);
      assert.deepEqual(codes(await ring(crowd(6, 60))), []);
      const answer = (chosen: 'all' | readonly string[]) =>
        limited.desk.choose(limited.inbound(undefined, thread), id, chosen);
      assert.deepEqual(codes(await answer('all')), ['policy.rate']);
      assert.equal(await invitations(), 6);
      await execute(world.url, 'delete from rates');
      assert.deepEqual(codes(await answer('all')), []);
      assert.deepEqual(codes(await ring(crowd(6, 70))), ['policy.rate']);
      assert.deepEqual(codes(await ring(crowd(5, 70))), []);
    } finally {
      await limited.close();
    }
  });

  it('what the clock does is not asked again', async () => {
    const people = crowd(11);
    const request = { ...inbound(), invitees: people };
    const decision = await world.store.commit(async (tx) => {
      await tx.lockThread(thread);
      return world.desk.inviteWithin(tx, request);
    });
    assert.equal(decision.started.length, 11);
  });
});

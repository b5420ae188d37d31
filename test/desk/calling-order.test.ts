/** Who is called next, and again, on a real database, with the races in both orders. */
import assert from 'node:assert/strict';
import type { Delivery, DeliveryResult } from '../../src/core/index.ts';
import { CallingOrder, type InviteRequest, PersonalDoor, takeOver } from '../../src/desk/index.ts';
import type { CardId } from '../../src/desk/records.ts';
import { answer, DeskWorld, dieWith, neverAnswers, person, ring } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

interface Told {
  readonly invitationIds: readonly string[];
  readonly passedOver?: readonly { readonly code: string }[];
}

describe('calling order', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let order: CallingOrder;
  let people = 0;

  before(async () => {
    world = await DeskWorld.open();
    order = await working(world);
  });
  after(() => world?.close());

  /** Its jobs are done in this process. */
  async function working(one: DeskWorld): Promise<CallingOrder> {
    const policy = one.policy;
    const decides = new CallingOrder({ store: one.store, owner: one.owner, policy, now: () => new Date() });
    await one.store.onMoveOn((id) => decides.moveOn(id));
    await one.store.onRingAgain((id) => decides.tryAgain(id));
    return decides;
  }

  /** Names that nobody else has: the conference of the thread goes on from test to test. */
  function crew(...names: string[]): string[] {
    people += 1;
    return names.map((name) => `${name}${people}`);
  }

  function phone(name: string, does: (delivery: Delivery) => Promise<DeliveryResult> | DeliveryResult): void {
    world.phones.set(person(name).address, does);
  }

  const refuses = (code: number, word: 'busy' | 'no-answer' | 'declined') => async (delivery: Delivery) => {
    ring(delivery);
    return { outcome: { word, answer: answer(code) } } as DeliveryResult;
  };
  const answers = async (delivery: Delivery): Promise<DeliveryResult> => {
    ring(delivery);
    return { outcome: { word: 'answered', answer: answer(200) } };
  };

  const timesRung = (name: string) =>
    world.method.deliveries.filter(({ destination }) => destination === person(name).address).length;

  async function invite(
    stages: readonly (readonly string[])[],
    more: Partial<InviteRequest> = {},
  ): Promise<CardId> {
    const [first = [], ...later] = stages.map((names) => names.map(person));
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: first, later, ...more });
    assert(cardId);
    return cardId;
  }

  const statuses = async (cardId: CardId) =>
    (await world.card(cardId)).rows.map((row) => (row.kind === 'invitation' ? row.status : row.typed));

  /** What the thread was told of a card. */
  async function notices(cardId: CardId): Promise<Told[]> {
    const jobs = await execute(
      world.url,
      `select data from pgboss.job where name = 'notice' and data->'notice'->>'cardId' = $1 order by created_on`,
      [cardId],
    );
    return jobs.map(({ data }) => (data as { notice: Told }).notice);
  }

  it('the next is called when the first has an end, and who is behind is not needed when somebody comes', async () => {
    const [mary, bob, sue] = crew('Mary', 'Bob', 'Sue') as [string, string, string];
    phone(mary, refuses(486, 'busy'));
    phone(bob, answers);
    const cardId = await invite([[mary], [bob], [sue]]);
    await world.until(cardId, sue, 'not-needed');
    assert.deepEqual(await statuses(cardId), ['busy', 'answered', 'not-needed']);
    assert.equal(timesRung(sue), 0);
    assert.deepEqual(
      (await notices(cardId)).map(({ invitationIds }) => invitationIds.length),
      [2],
    );
  });

  it('while the first rings, the others stand in line, and can be taken out of it', async () => {
    const [mary, bob, sue] = crew('Mary', 'Bob', 'Sue') as [string, string, string];
    const cardId = await invite([[mary], [bob], [sue]]);
    const waiting = await world.until(cardId, bob, 'in-turn');
    assert.deepEqual(waiting.actions, ['cancel']);
    const { says } = await world.desk.cancel(world.inbound(), [waiting.id]);
    assert.deepEqual(says, [{ code: 'cancelling', facts: { names: [bob] } }]);
    assert.deepEqual((await statuses(cardId)).slice(1), ['withdrawn', 'in-turn']);
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, mary)).id]);
    await world.until(cardId, sue, 'ringing');
    assert.equal(timesRung(bob), 0);
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, sue)).id]);
    await world.until(cardId, sue, 'withdrawn');
  });

  it('all of a stage are called together, and the next one waits for all of them', async () => {
    const [mary, max, bob] = crew('Mary', 'Max', 'Bob') as [string, string, string];
    const hold = Promise.withResolvers<void>();
    phone(mary, refuses(486, 'busy'));
    phone(max, async (delivery) => {
      ring(delivery);
      await hold.promise;
      return { outcome: { word: 'no-answer', answer: answer(408) } };
    });
    phone(bob, answers);
    const cardId = await invite([[mary, max], [bob]]);
    await world.until(cardId, mary, 'busy');
    await order.moveOn(cardId);
    assert.equal(await statusOf(cardId, bob), 'in-turn');
    hold.resolve();
    await world.until(cardId, bob, 'answered');
  });

  it('two ends at once, and any number of looks, call the next stage once', async () => {
    const [mary, max, bob] = crew('Mary', 'Max', 'Bob') as [string, string, string];
    phone(mary, refuses(486, 'busy'));
    phone(max, refuses(486, 'busy'));
    const cardId = await invite([[mary, max], [bob]]);
    await world.until(cardId, bob, 'ringing');
    await Promise.all([order.moveOn(cardId), order.moveOn(cardId), order.moveOn(cardId)]);
    assert.equal(timesRung(bob), 1);
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, bob)).id]);
  });

  it('somebody joins just before the other one of her stage ends: nobody else is called', async () => {
    const [mary, max, bob] = crew('Mary', 'Max', 'Bob') as [string, string, string];
    const hold = Promise.withResolvers<void>();
    phone(mary, answers);
    phone(max, async (delivery) => {
      ring(delivery);
      await hold.promise;
      return { outcome: { word: 'busy', answer: answer(486) } };
    });
    const cardId = await invite([[mary, max], [bob]]);
    await world.until(cardId, mary, 'answered');
    hold.resolve();
    await world.until(cardId, bob, 'not-needed');
    assert.equal(timesRung(bob), 0);
  });

  it('the other one ends just before somebody joins: the line waits for her, and is not needed', async () => {
    const [mary, max, bob] = crew('Mary', 'Max', 'Bob') as [string, string, string];
    const hold = Promise.withResolvers<void>();
    phone(max, refuses(486, 'busy'));
    phone(mary, async (delivery) => {
      ring(delivery);
      await hold.promise;
      return { outcome: { word: 'answered', answer: answer(200) } };
    });
    const cardId = await invite([[mary, max], [bob]]);
    await world.until(cardId, max, 'busy');
    await order.moveOn(cardId);
    hold.resolve();
    await world.until(cardId, bob, 'not-needed');
    assert.equal(timesRung(bob), 0);
  });

  it('cancel of the line before the end of the first: nobody is called, and the thread is told once', async () => {
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    const hold = Promise.withResolvers<void>();
    phone(mary, async (delivery) => {
      ring(delivery);
      await hold.promise;
      return { outcome: { word: 'busy', answer: answer(486) } };
    });
    const cardId = await invite([[mary], [bob]]);
    await world.until(cardId, mary, 'ringing');
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, bob)).id]);
    hold.resolve();
    await world.until(cardId, mary, 'busy');
    await order.moveOn(cardId);
    assert.equal(await statusOf(cardId, bob), 'withdrawn');
    assert.equal(timesRung(bob), 0);
    assert.equal((await notices(cardId)).length, 1);
  });

  it('cancel with the button of somebody in line who is called in this moment: her phone stops ringing', async () => {
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    phone(mary, refuses(486, 'busy'));
    phone(bob, neverAnswers);
    const inbound = world.inbound();
    const cardId = await invite([[mary], [bob]]);
    const { id } = await world.row(cardId, bob);
    await world.until(cardId, bob, 'ringing');
    await world.desk.cancel(inbound, [id]);
    await world.until(cardId, bob, 'withdrawn');
    assert.equal(timesRung(bob), 1);
  });

  it('cancel while the commit that calls her is under way: her phone stops ringing', async () => {
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    const cardId = await invite([[mary], [bob]]);
    const { id } = await world.row(cardId, bob);
    const cancelled = await world.store.commit(async (tx) => {
      const card = await tx.lockCard(cardId);
      assert(card);
      const cancel = world.desk.cancel(world.inbound(), [id]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx.takeWaiting(id);
      const { threadId, conferenceId, inviter, toast } = card;
      const place = { id, cardId, threadId, conferenceId, position: 1, attempt: 1 };
      assert(await tx.insertInvitation({ ...place, invitee: person(bob), inviter, toast }));
      return { cancel };
    });
    assert.deepEqual((await cancelled.cancel).says, [{ code: 'cancelling', facts: { names: [bob] } }]);
    const wanted = await execute(world.url, 'select wanted from invitations where id = $1', [id]);
    assert.deepEqual(wanted, [{ wanted: 'out' }]);
    await execute(world.url, `update invitations set state = 'Terminated' where id = $1`, [id]);
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, mary)).id]);
  });

  it('the same command once more, with another id, calls nobody of the line', async () => {
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    const cardId = await invite([[mary], [bob]]);
    const again = { ...world.inbound(), invitees: [person(mary)], later: [[person(bob)]] };
    const { says, cardId: other } = await world.desk.invite(again);
    assert.deepEqual([says.map(({ code }) => code), other], [['already-inviting'], undefined]);
    assert.equal(timesRung(bob), 0);
    await world.desk.remove(world.inbound(), [(await world.row(cardId, bob)).id]);
    assert.equal(await statusOf(cardId, bob), 'withdrawn');
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, mary)).id]);
  });

  it('who may not be called is passed over, which the row and the thread say, and the next is called', async () => {
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    phone(mary, refuses(486, 'busy'));
    phone(bob, answers);
    const stranger = { ...person('Stranger'), address: 'sip:stranger@elsewhere.test' };
    const cardId = await invite([[mary]], { later: [[stranger], [person(bob)]] });
    await world.until(cardId, bob, 'answered');
    const row = await world.row(cardId, 'Stranger');
    assert.equal(row.status, 'passed-over');
    assert.equal(row.passedOver?.code, 'policy.domain');
    const told = (await notices(cardId)).flatMap(({ passedOver = [] }) => passedOver.map(({ code }) => code));
    assert.deepEqual(told, ['policy.domain']);
  });

  it('who may not be called at all gives her place to the next at once', async () => {
    const [bob] = crew('Bob') as [string];
    const stranger = { ...person('Stranger'), address: 'sip:stranger@elsewhere.test' };
    const request = { ...world.inbound(), invitees: [stranger], later: [[person(bob)]] };
    const { cardId, says } = await world.desk.invite(request);
    assert.deepEqual(
      says.map(({ code }) => code),
      ['policy.domain'],
    );
    await world.until(cardId, bob, 'ringing');
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, bob)).id]);
  });

  it('an open question is waited for, and a dropped one lets the next be called', async () => {
    const [ann, eve, bob] = crew('Ann', 'Eve', 'Bob') as [string, string, string];
    const who = { typed: 'somebody', candidates: [person(ann), person(eve)] };
    const { cardId } = await world.desk.invite({
      ...world.inbound(),
      invitees: [who],
      later: [[person(bob)]],
    });
    await order.moveOn(cardId as CardId);
    assert.equal(await statusOf(cardId as CardId, bob), 'in-turn');
    const question = (await world.card(cardId)).rows.find((row) => row.kind === 'question');
    assert(question?.kind === 'question');
    await world.desk.choose(world.inbound(), question.id, []);
    await world.until(cardId, bob, 'ringing');
    await world.desk.cancel(world.inbound(), [(await world.row(cardId, bob)).id]);
  });

  it('end empties the line', async () => {
    const thread = { ...world.inbound().thread, id: 'thread-end' as never };
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    const at = () => world.inbound('robin', thread);
    const { cardId } = await world.desk.invite({ ...at(), invitees: [person(mary)], later: [[person(bob)]] });
    await world.until(cardId, mary, 'ringing');
    await world.desk.end(at());
    await world.until(cardId, mary, 'withdrawn');
    await order.moveOn(cardId as CardId);
    assert.equal(await statusOf(cardId as CardId, bob), 'withdrawn');
    assert.equal(timesRung(bob), 0);
  });

  it('an urgent invitation says so to the phone of whoever is called, also of the next', async () => {
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    phone(mary, refuses(486, 'busy'));
    phone(bob, answers);
    const cardId = await invite([[mary], [bob]], { urgent: true });
    await world.until(cardId, bob, 'answered');
    const view = await world.card(cardId);
    assert.equal(view.urgent, true);
    const said = world.method.deliveries
      .filter(({ destination }) => [mary, bob].map((name) => person(name).address).includes(destination))
      .map(({ headers }) => headers);
    assert.deepEqual(said, Array(2).fill([{ name: 'Priority', value: 'urgent' }]));
  });

  describe('keep trying', () => {
    const persist = { everySeconds: 1, times: 3 };

    it('calls again who does not answer, as often as wanted, and the thread is told at the end', async () => {
      const [mary] = crew('Mary') as [string];
      phone(mary, refuses(408, 'no-answer'));
      const cardId = await invite([[mary]], { persist });
      for (;;) {
        const row = await world.until(cardId, mary, 'no-answer');
        if (row.attempt === 3 && row.retry === undefined) break;
        if (row.retry) assert.equal(row.retry.of, 3);
        assert.equal((await notices(cardId)).length, 0);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(timesRung(mary), 3);
      assert.equal((await notices(cardId)).length, 1);
    });

    it('never after she has declined', async () => {
      const [mary] = crew('Mary') as [string];
      phone(mary, refuses(603, 'declined'));
      const cardId = await invite([[mary]], { persist });
      assert.equal((await world.until(cardId, mary, 'declined')).retry, undefined);
      assert.equal((await notices(cardId)).length, 1);
    });

    it('the next is called only when she is called no more', async () => {
      const [mary, bob] = crew('Mary', 'Bob') as [string, string];
      phone(mary, refuses(408, 'no-answer'));
      phone(bob, answers);
      const cardId = await invite([[mary], [bob]], { persist: { everySeconds: 1, times: 2 } });
      await world.until(cardId, mary, 'no-answer');
      await order.moveOn(cardId);
      assert.equal(await statusOf(cardId, bob), 'in-turn');
      await world.until(cardId, bob, 'answered');
      assert.equal(timesRung(mary), 2);
    });

    it('cancel stops it, and lets the next be called', async () => {
      const [mary, bob] = crew('Mary', 'Bob') as [string, string];
      phone(mary, refuses(408, 'no-answer'));
      phone(bob, answers);
      const cardId = await invite([[mary], [bob]], { persist: { everySeconds: 600, times: 3 } });
      const row = await world.until(cardId, mary, 'no-answer');
      assert.deepEqual(row.actions, ['again', 'cancel']);
      assert.equal(row.retry?.next, 2);
      await world.desk.cancel(world.inbound(), [row.id]);
      await world.until(cardId, bob, 'answered');
      await order.tryAgain(row.id);
      assert.equal(timesRung(mary), 1);
      assert.equal((await world.row(cardId, mary)).retry, undefined);
    });

    it('who was called again by hand meanwhile is not called twice', async () => {
      const [mary] = crew('Mary') as [string];
      phone(mary, refuses(408, 'no-answer'));
      const cardId = await invite([[mary]], { persist: { everySeconds: 600, times: 3 } });
      const { id } = await world.until(cardId, mary, 'no-answer');
      phone(mary, refuses(603, 'declined'));
      await world.desk.again(world.inbound(), id);
      await world.until(cardId, mary, 'declined');
      await order.tryAgain(id);
      assert.equal(timesRung(mary), 2);
    });

    it('her own answer stops it', async () => {
      const [mary] = crew('Mary') as [string];
      phone(mary, refuses(408, 'no-answer'));
      const joinUrl = 'https://join.usher.test/{id}';
      const door = new PersonalDoor({ store: world.store, desk: world.desk, joinUrl });
      const invitee = { ...person(mary), ids: [`29:${mary}`] };
      const request = { ...world.inbound(), invitees: [invitee], persist: { everySeconds: 600, times: 3 } };
      const { cardId } = await world.desk.invite(request);
      const { id } = await world.until(cardId, mary, 'no-answer');
      await door.answer(world.inbound(`29:${mary}`), id, 'accept');
      assert.equal((await world.until(cardId, mary, 'accepted')).retry, undefined);
      await order.tryAgain(id);
      assert.equal(timesRung(mary), 1);
    });
  });

  it('a process that dies: the one that takes over what it left goes on with the line', async () => {
    const dying = await DeskWorld.open(world.url);
    const thread = { ...world.inbound().thread, id: 'thread-takeover' as never };
    const [mary, bob] = crew('Mary', 'Bob') as [string, string];
    phone(bob, answers);
    const { cardId } = await dying.desk.invite({
      ...dying.inbound('robin', thread, 'takeover'),
      ...{ invitees: [person(mary)], later: [[person(bob)]] },
    });
    await dying.until(cardId, mary, 'ringing');
    await dieWith(dying);
    await takeOver({
      ...{ store: world.store, owner: world.owner, log: quietLog, now: () => new Date() },
      calls: { recover: async () => ({ kind: 'cancelled' }) },
    });
    assert.equal((await world.until(cardId, bob, 'answered')).status, 'answered');
    assert.equal(timesRung(bob), 1);
    await dying.close();
  });

  it('a process that stops calls nobody: its job is left to the next one', async () => {
    const stopping = await DeskWorld.open(world.url);
    await stopping.owner.drain();
    const { store, owner, policy } = stopping;
    const idle = new CallingOrder({ store, owner, policy, now: () => new Date() });
    await assert.rejects(idle.moveOn('card' as CardId), /stops/);
    await stopping.close();
  });

  async function statusOf(cardId: CardId, name: string): Promise<string> {
    return (await world.row(cardId, name)).status;
  }
});

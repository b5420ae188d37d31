import assert from 'node:assert/strict';
import type { ParticipantEnd } from '../../src/core/index.ts';
import type { Thread, ThreadId } from '../../src/desk/index.ts';
import { answer, DeskWorld, neverAnswers, person, ring, THREAD } from '../support/desk-world.ts';

const [MARY, BOB, SUE] = [person('Mary'), person('Bob'), person('Sue')];

describe('desk', () => {
  let world: DeskWorld;
  beforeEach(async () => {
    world = await DeskWorld.open();
  });
  afterEach(() => world.close());

  it('rings, and shows each step until it has an end', async () => {
    const answered = Promise.withResolvers<void>();
    world.phones.set(MARY.address, async (delivery) => {
      ring(delivery);
      await answered.promise;
      return { outcome: { word: 'joined' }, acceptedBy: MARY.address };
    });
    const { cardId, says, duplicate } = await world.desk.invite({
      ...world.inbound(),
      invitees: [MARY],
      toast: 'Join us',
    });
    assert.deepEqual([says, duplicate], [[], false]);
    const ringing = await world.until(cardId, 'Mary', 'ringing');
    assert.deepEqual(ringing.actions, ['cancel']);
    answered.resolve();
    const joined = await world.until(cardId, 'Mary', 'joined');
    assert.deepEqual(joined.actions, []);
    const delivery = world.method.deliveries[0];
    assert.equal(delivery?.toast?.message, 'Join us');
    assert.equal(delivery?.fromName, 'Robin: Ward 3');
    assert.match(delivery?.conference.uri ?? '', /^sip:[a-z0-9]{10}@conf\.usher\.test$/);
    const card = await world.card(cardId);
    assert.equal(card.subject, 'Ward 3');
    assert.match(card.joinUrl ?? '', /^https:\/\/join\.usher\.test\/[a-z0-9]{10}$/);
  });

  it('writes the whole history, in order', async () => {
    world.phones.set(BOB.address, (delivery) => {
      delivery.progress({ kind: 'queued' });
      delivery.progress({ kind: 'started' });
      ring(delivery);
      return { outcome: { word: 'declined', answer: answer(603) } };
    });
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    const row = await world.until(cardId, 'Bob', 'declined');
    assert.equal(row.outcome?.answer?.code, 603);
    const history = await world.history(row.id);
    assert.deepEqual(
      history.map(({ kind, detail }) =>
        [kind, detail.state ?? detail.kind ?? detail.by, detail.reason].filter(Boolean),
      ),
      [
        ['created', 'Robin'],
        ['state', 'Delivering', 'None'],
        ['queued', 'queued'],
        ['queued', 'started'],
        ['state', 'Delivering', 'Ringing'],
        ['state', 'Terminated', 'TerminatedRemotely'],
      ],
    );
  });

  it('does nothing twice for one activity, whatever it is', async () => {
    const request = { ...world.inbound(), invitees: [MARY] };
    const first = await world.desk.invite(request);
    const again = await world.desk.invite(request);
    assert.deepEqual(
      [first.duplicate, again.duplicate, again.cardId, again.says],
      [false, true, undefined, []],
    );
    await world.until(first.cardId, 'Mary', 'ringing');
    assert.equal(world.method.deliveries.length, 1);
    const end = world.inbound();
    assert.equal((await world.desk.end(end)).says[0]?.code, 'conference-ended');
    assert.equal((await world.desk.end(end)).duplicate, true);
  });

  it('rings nobody twice when a command comes again with another id', async () => {
    const first = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
    const second = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
    assert.deepEqual([second.cardId, second.says.map(({ code }) => code)], [undefined, ['already-inviting']]);
    const both = await Promise.all(
      [1, 2].map(() => world.desk.invite({ ...world.inbound(), invitees: [BOB] })),
    );
    assert.deepEqual(both.map(({ cardId }) => cardId === undefined).sort(), [false, true]);
    await world.until(first.cardId, 'Mary', 'ringing');
    assert.equal(world.method.deliveries.length, 2);
  });

  it('rings nobody twice who has just declined, unless asked with again', async () => {
    world.phones.set(BOB.address, (delivery) => {
      ring(delivery);
      return { outcome: { word: 'declined', answer: answer(603) } };
    });
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    const { id } = await world.until(cardId, 'Bob', 'declined');
    const repeated = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    assert.deepEqual(
      repeated.says.map(({ code, facts }) => [code, facts.status]),
      [['just-ended', 'declined']],
    );
    world.phones.set(BOB.address, neverAnswers);
    assert.deepEqual((await world.desk.again(world.inbound(), id)).says, []);
    const row = await world.until(cardId, 'Bob', 'ringing');
    assert.deepEqual([row.attempt, (await world.card(cardId)).rows.length], [2, 1]);
    assert.equal((await world.desk.again(world.inbound(), id)).says[0]?.code, 'already-inviting');
    assert.equal(world.method.deliveries.length, 2);

    await world.desk.cancel(world.inbound(), [row.id]);
    await world.until(cardId, 'Bob', 'withdrawn');
    world.clock = () => new Date(Date.now() + 21_000);
    const later = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    assert.equal(later.says.length, 0);
    await world.until(later.cardId, 'Bob', 'ringing');
  });

  it('shows who rings now, also where again was pressed on a card of two attempts ago', async () => {
    world.phones.set(BOB.address, () => ({ outcome: { word: 'declined', answer: answer(603) } }));
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    const { id: first } = await world.until(cardId, 'Bob', 'declined');
    await world.desk.again(world.inbound(), first);
    while ((await world.row(cardId, 'Bob')).id === first) await new Promise(setImmediate);
    const { id: second } = await world.until(cardId, 'Bob', 'declined');
    world.clock = () => new Date(Date.now() + 21_000);
    const elsewhere = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    await world.until(elsewhere.cardId, 'Bob', 'declined');

    world.phones.set(BOB.address, neverAnswers);
    assert.deepEqual((await world.desk.again(world.inbound(), first)).says, []);
    const row = await world.until(cardId, 'Bob', 'ringing');
    assert.notEqual(row.id, second);
    assert.deepEqual(row.actions, ['cancel']);
  });

  it('stops the phone when cancelled, and says so when it has ended already', async () => {
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY, SUE] });
    const { id } = await world.until(cardId, 'Mary', 'ringing');
    const receipt = await world.desk.cancel(world.inbound(), [id]);
    assert.deepEqual(receipt.says[0], { code: 'cancelling', facts: { names: ['Mary'] } });
    const row = await world.until(cardId, 'Mary', 'withdrawn');
    assert.deepEqual(row.actions, ['again']);
    const late = await world.desk.cancel(world.inbound(), [id]);
    assert.deepEqual([late.says[0]?.code, late.cardId], ['already-ended', cardId]);
    assert.equal((await world.row(cardId, 'Sue')).status, 'ringing');
  });

  it('asks when a name fits two, and rings the one that is pressed, once', async () => {
    const [jones, wong] = [person('AlexJones'), person('AlexWong')];
    const { cardId } = await world.desk.invite({
      ...world.inbound(),
      invitees: [{ typed: 'alex', candidates: [jones, wong] }, SUE],
    });
    const [question] = (await world.card(cardId)).rows;
    assert.ok(question?.kind === 'question');
    assert.deepEqual(
      question.candidates.map(({ name }) => name),
      ['AlexJones', 'AlexWong'],
    );
    await world.until(cardId, 'Sue', 'ringing');
    assert.equal(world.method.deliveries.length, 1, 'nobody guesses');

    assert.equal(
      (await world.desk.choose(world.inbound(), question.id, [MARY.key])).says[0]?.code,
      'question-answered',
    );
    const presses = [1, 2].map(() => world.desk.choose(world.inbound(), question.id, [wong.key]));
    const codes = (await Promise.all(presses)).map(({ says }) => says[0]?.code);
    assert.deepEqual(codes.sort(), ['question-answered', undefined]);
    await world.until(cardId, 'AlexWong', 'ringing');
    assert.deepEqual(
      (await world.card(cardId)).rows.map((row) => row.kind === 'invitation' && row.name),
      ['AlexWong', 'Sue'],
      'in the place of the question',
    );
  });

  it('rings several of those who fit, or nobody, as who was asked says', async () => {
    const candidates = [person('AlexJones'), person('AlexWong')];
    const ask = async () => {
      await world.desk.invite({ ...world.inbound(), invitees: [{ typed: 'alex', candidates }, SUE] });
      const [question] = (await world.desk.gathering(THREAD.id))?.questions ?? [];
      assert.ok(question);
      return question;
    };
    const both = await ask();
    assert.equal(both.lately.by, world.inbound().actor.id);
    const all = candidates.map(({ key }) => key);
    const { cardId } = await world.desk.choose(world.inbound(), both.id, all);
    assert.equal(cardId, both.lately.cardId);
    const names = async () =>
      (await world.card(cardId)).rows.map((row) => (row.kind === 'invitation' ? row.name : row.typed));
    assert.deepEqual(await names(), ['AlexJones', 'Sue', 'AlexWong']);
    assert.deepEqual((await world.desk.gathering(THREAD.id))?.questions, []);

    const neither = await ask();
    world.clock = () => new Date(Date.now() + 6 * 60_000);
    assert.deepEqual((await world.desk.gathering(THREAD.id))?.questions, [], 'too late for typing');
    const dropped = await world.desk.choose(world.inbound(), neither.id, []);
    assert.deepEqual(dropped.says, [{ code: 'question-dropped', facts: { typed: 'alex' } }]);
    assert.deepEqual((await world.card(dropped.cardId)).rows, []);
    const [late] = (await world.desk.choose(world.inbound(), neither.id, all)).says;
    assert.equal(late?.code, 'question-answered');
  });

  it('says why somebody is not rung, and rings the others', async () => {
    const evil = { key: 'x', name: 'Eve', address: 'sip:eve@evil.example', guessed: false };
    const police = { key: 'y', name: 'Police', address: 'sip:110@usher.test', guessed: false };
    const { cardId, says } = await world.desk.invite({
      ...world.inbound(),
      invitees: [evil, MARY, police, MARY],
    });
    assert.deepEqual(
      says.map(({ code, facts }) => [code, facts.name]),
      [
        ['policy.domain', 'Eve'],
        ['policy.emergency', 'Police'],
      ],
    );
    assert.equal((await world.card(cardId)).rows.length, 1);
    const nobody = await world.desk.invite({ ...world.inbound(), invitees: [evil] });
    assert.equal(nobody.cardId, undefined, 'no card without anybody on it');
  });

  it('opens no conference for nobody: the thread has none where all are refused', async () => {
    const evil = { key: 'x', name: 'Eve', address: 'sip:eve@evil.example', guessed: false };
    const { says } = await world.desk.invite({ ...world.inbound(), invitees: [evil] });
    assert.equal(says[0]?.code, 'policy.domain');
    assert.equal(await world.desk.gathering(THREAD.id), undefined);
    assert.equal((await world.desk.end(world.inbound())).says[0]?.code, 'conference-none');
  });

  it('refuses a toast that is empty or too long, before anybody is rung', async () => {
    for (const [toast, code] of [
      ['  ', 'toast.empty'],
      ['x'.repeat(1_000_000), 'toast.too-long'],
    ] as const) {
      const { says, cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY], toast });
      assert.deepEqual([says[0]?.code, cardId], [code, undefined]);
    }
    assert.equal(world.method.deliveries.length, 0);
  });

  it('keeps who is bridged in until her leg ends, then shows that she left', async () => {
    const ended = Promise.withResolvers<ParticipantEnd>();
    world.phones.set(MARY.address, () => ({
      outcome: { word: 'joined' },
      acceptedBy: MARY.address,
      participant: {
        presence: 'bridged',
        ended: ended.promise,
        hangUp: async () => ended.resolve({ how: 'hung-up' }),
      },
    }));
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
    await world.until(cardId, 'Mary', 'joined');
    const twice = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
    assert.equal(twice.says[0]?.code, 'already-in');
    ended.resolve({ how: 'left', by: 'person' });
    const left = await world.until(cardId, 'Mary', 'left');
    assert.deepEqual(left.actions, ['again']);
  });

  it('ends the conference: phones stop, bridged calls are hung up, questions are closed', async () => {
    const hungUp = Promise.withResolvers<ParticipantEnd>();
    world.phones.set(MARY.address, () => ({
      outcome: { word: 'joined' },
      participant: {
        presence: 'bridged',
        ended: hungUp.promise,
        hangUp: async () => hungUp.resolve({ how: 'hung-up' }),
      },
    }));
    const { cardId } = await world.desk.invite({
      ...world.inbound(),
      invitees: [MARY, SUE, { typed: 'alex', candidates: [BOB, person('Rob')] }],
    });
    await world.until(cardId, 'Mary', 'joined');
    await world.until(cardId, 'Sue', 'ringing');
    await world.desk.end(world.inbound());
    await world.until(cardId, 'Mary', 'left');
    await world.until(cardId, 'Sue', 'withdrawn');
    const card = await world.card(cardId);
    assert.deepEqual(
      [
        card.conferenceState,
        card.rows.length,
        card.rows.map((row) => row.kind === 'invitation' && row.actions),
      ],
      ['ended', 2, [[], []]],
    );
    assert.equal(await world.desk.gathering(THREAD.id), undefined);
    const sue = await world.row(cardId, 'Sue');
    assert.equal((await world.desk.again(world.inbound(), sue.id)).says[0]?.code, 'conference-none');
    assert.equal((await world.desk.end(world.inbound())).says[0]?.code, 'conference-none');
  });

  it('says whom only the conference can take out when it ends: who joined by herself', async () => {
    const out = Promise.resolve<ParticipantEnd>({ how: 'stepped-out' });
    world.phones.set(MARY.address, () => ({
      outcome: { word: 'joined' },
      participant: { presence: 'bridged', ended: out, hangUp: async () => {} },
    }));
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY, SUE] });
    await world.until(cardId, 'Mary', 'joined');
    await world.until(cardId, 'Sue', 'ringing');
    while ((await world.presenceOf(cardId, 'Mary')) !== 'independent') await new Promise(setImmediate);
    const { says } = await world.desk.end(world.inbound());
    assert.deepEqual(says[0]?.facts.people, ['Mary']);
    await world.until(cardId, 'Mary', 'left');
  });

  it('uses an existing conference for what follows', async () => {
    assert.equal(
      (await world.desk.use(world.inbound(), 'sip:room@evil.example')).says[0]?.code,
      'policy.domain',
    );
    assert.equal((await world.desk.use(world.inbound(), 'tel:+4930123')).says[0]?.code, 'policy.number');
    assert.equal(
      (await world.desk.use(world.inbound(), 'sip:standup@usher.test')).says[0]?.code,
      'conference-using',
    );
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
    await world.until(cardId, 'Mary', 'ringing');
    assert.equal(world.method.deliveries[0]?.conference.uri, 'sip:standup@usher.test');
    const other: Thread = { ...THREAD, id: 'thread-2' as ThreadId };
    await world.desk.use(world.inbound('sue', other), 'sip:standup@usher.test');
    const elsewhere = await world.desk.invite({ ...world.inbound('sue', other), invitees: [MARY] });
    assert.equal(
      elsewhere.says[0]?.code,
      'already-inviting',
      'one ringing per conference and person, from any thread',
    );
  });

  it('tells who is invited, the last attempt of each', async () => {
    await world.desk.invite({ ...world.inbound(), invitees: [MARY, SUE] });
    await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    const gathering = await world.desk.gathering(THREAD.id);
    const asked = gathering?.rows.map(({ lately }) => lately?.by);
    assert.deepEqual(new Set(asked), new Set([world.inbound().actor.id]), 'for five minutes');
    world.clock = () => new Date(Date.now() + 6 * 60_000);
    const later = await world.desk.gathering(THREAD.id);
    assert.deepEqual(new Set(later?.rows.map(({ lately }) => lately)), new Set([undefined]));
    assert.deepEqual(
      gathering?.rows.map(({ name }) => name),
      ['Mary', 'Sue', 'Bob'],
    );
  });
});

describe('desk, several processes on one database', () => {
  it('a press reaches the process that owns the call', async () => {
    const owner = await DeskWorld.open();
    const other = await DeskWorld.open(owner.url);
    try {
      const { cardId } = await owner.desk.invite({ ...owner.inbound(), invitees: [MARY] });
      const { id } = await owner.until(cardId, 'Mary', 'ringing');
      await other.desk.cancel(other.inbound('sue', THREAD, 'elsewhere'), [id]);
      await owner.until(cardId, 'Mary', 'withdrawn');
      assert.equal(other.method.deliveries.length, 0);
    } finally {
      await other.close();
      await owner.close();
    }
  });
});

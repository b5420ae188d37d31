/** How many people may be rung within a minute, with two processes on one real database. */
import assert from 'node:assert/strict';
import {
  type Invitee,
  type InviteRequest,
  PersonalDoor,
  Policy,
  type QuestionId,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import { answer, DeskWorld, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { ScheduleWorld } from '../support/schedule-world.ts';

const LIMIT = 5;

describe('invitations per minute', function () {
  this.timeout(60_000);
  let one: DeskWorld;
  let other: DeskWorld;
  let test = 0;
  let people = 0;
  const refused: string[] = [];

  const policy = new Policy({
    ...{ sipDomains: ['usher.test'], telPrefixes: [], conferenceUri: 'sip:{id}@conf.usher.test' },
    ...{ invitesPerMinute: LIMIT, contact: 'IT, tel. 1234' },
    refused: (reason) => refused.push(reason),
  });

  before(async () => {
    one = await DeskWorld.open(undefined, undefined, { policy });
    other = await DeskWorld.open(one.url, undefined, { policy });
  });
  beforeEach(() => {
    test += 1;
    refused.length = 0;
  });
  after(async () => {
    await one?.close();
    await other?.close();
  });

  const thread = (name = 'a'): Thread => ({ ...THREAD, id: `rate-${test}-${name}` as ThreadId });
  const robin = () => `robin-${test}`;
  /** Somebody new, who is busy. */
  const somebody = (): Invitee => {
    people += 1;
    const invitee = person(`Person${people}`);
    for (const world of [one, other]) {
      world.phones.set(invitee.address, () => ({ outcome: { word: 'busy', answer: answer(486) } }));
    }
    return invitee;
  };
  const crowd = (count: number) => Array.from({ length: count }, somebody);
  const invite = (
    count: number,
    {
      world = one,
      actor = robin(),
      at = thread(),
      ...more
    }: Partial<Asked> & Partial<Omit<InviteRequest, 'actor'>> = {},
  ) =>
    world.desk.invite({ ...world.inbound(actor, at, crypto.randomUUID()), invitees: crowd(count), ...more });
  const said = ({ says }: { readonly says: readonly { readonly code: string }[] }) =>
    says.map(({ code }) => code);
  const rungIn = async (...threads: Thread[]) => {
    const text = 'select count(*)::integer as count from invitations where thread_id = any($1)';
    const [row] = await execute(one.url, text, [threads.map(({ id }) => id)]);
    return row?.count;
  };
  /** As if that long had passed. */
  const later = (seconds: number) =>
    execute(
      one.url,
      `update rates set rung = array(select at - make_interval(secs => $1) from unnest(rung) as at)`,
      [seconds],
    );

  interface Asked {
    readonly world: DeskWorld;
    readonly actor: string;
    readonly at: Thread;
  }

  it('rings all of a line or nobody, says how many are left and when all may be, and whom to ask', async () => {
    await invite(3);
    const { says, cardId } = await invite(3);
    assert.deepEqual(says, [
      {
        code: 'policy.rate',
        facts: { count: 3, limit: LIMIT, left: 2, seconds: 60, admin: 'IT, tel. 1234' },
      },
    ]);
    assert.equal(cardId, undefined);
    assert.deepEqual(refused, ['policy.rate']);
    assert.equal(await rungIn(thread()), 3);
    assert.deepEqual(said(await invite(2)), []);
    assert.equal(await rungIn(thread()), 5);
  });

  it('opens no conference for nobody', async () => {
    assert.deepEqual(said(await invite(LIMIT + 1)), ['policy.rate']);
    assert.equal(await one.desk.gathering(thread().id), undefined);
  });

  it('counts a line once, however often it is delivered', async () => {
    const twice = one.inbound(robin(), thread());
    const [invitees, worlds] = [crowd(2), [one, other, one]];
    const receipts = await Promise.all(worlds.map(({ desk }) => desk.invite({ ...twice, invitees })));
    assert.equal(receipts.filter(({ duplicate }) => duplicate).length, 2);
    assert.deepEqual(said(await invite(LIMIT - 2)), []);
    assert.deepEqual(said(await invite(1)), ['policy.rate']);
  });

  it('says that a line names too many for any minute', async () => {
    const { says } = await invite(LIMIT + 1);
    assert.equal(says[0]?.facts.seconds, 0);
  });

  it('counts what one person does in all threads, and what all do in one', async () => {
    await invite(3, { at: thread('a') });
    assert.deepEqual(said(await invite(3, { at: thread('b') })), ['policy.rate']);
    assert.deepEqual(said(await invite(3, { at: thread('a'), actor: `sam-${test}` })), ['policy.rate']);
    assert.deepEqual(said(await invite(3, { at: thread('b'), actor: `sam-${test}` })), []);
    assert.deepEqual(said(await invite(2, { actor: robin().toUpperCase(), at: thread('c') })), []);
    assert.deepEqual(said(await invite(1, { at: thread('d') })), ['policy.rate']);
  });

  it('slides: what is older than a minute counts no more, and nothing is forgotten before', async () => {
    await invite(3);
    await later(40);
    await invite(2);
    const { says } = await invite(1);
    const wait = Number(says[0]?.facts.seconds);
    assert.ok(wait > 11 && wait <= 20, `${wait} s`);
    await later(10);
    assert.deepEqual(said(await invite(3)), ['policy.rate']);
    await later(wait - 10);
    assert.deepEqual(said(await invite(3)), []);
    assert.deepEqual(said(await invite(1)), ['policy.rate']);
  });

  it('counts people, not lines: who is in already or refused is none, who waits for her turn is one', async () => {
    const [mary] = crowd(1);
    const invitees = [mary as Invitee];
    const { cardId } = await one.desk.invite({ ...one.inbound(robin(), thread()), invitees });
    await one.until(cardId, invitees[0]?.name ?? '', 'busy');
    for (let i = 0; i < LIMIT; i += 1) {
      assert.deepEqual(said(await one.desk.invite({ ...one.inbound(robin(), thread()), invitees })), [
        'just-ended',
      ]);
    }
    assert.deepEqual(said(await invite(1, { later: [crowd(2), crowd(1)] })), []);
    assert.deepEqual(said(await invite(1)), ['policy.rate']);
  });

  it('counts again and choose, and leaves the question open', async () => {
    const { cardId } = await invite(LIMIT - 2);
    const asked = await one.desk.invite({
      ...one.inbound(robin(), thread()),
      invitees: [{ typed: 'alex', candidates: crowd(2) }],
    });
    const row = await one.until(cardId, `Person${people - 2}`, 'busy');
    assert.deepEqual(said(await one.desk.again(one.inbound(robin(), thread()), row.id)), []);
    await invite(1);
    await one.until(cardId, `Person${people - 3}`, 'busy');
    assert.deepEqual(said(await one.desk.again(one.inbound(robin(), thread()), row.id)), ['policy.rate']);
    const question = (await one.card(asked.cardId)).rows.find(({ kind }) => kind === 'question');
    assert(question?.kind === 'question');
    const keys = question.candidates.slice(0, 1).map(({ key }) => key);
    const choose = () => one.desk.choose(one.inbound(robin(), thread()), question.id as QuestionId, keys);
    assert.deepEqual(said(await choose()), ['policy.rate']);
    await later(61);
    assert.deepEqual(said(await choose()), []);
  });

  it('does not count the wish of who is rung', async () => {
    const mary: Invitee = { ...(crowd(1)[0] as Invitee), ids: [`mary-${test}`] };
    one.phones.delete(mary.address);
    const { cardId } = await one.desk.invite({ ...one.inbound(robin(), thread()), invitees: [mary] });
    const { id } = await one.until(cardId, mary.name, 'ringing');
    const door = new PersonalDoor({ store: one.store, desk: one.desk, joinUrl: undefined });
    await door.answer(one.inbound(`mary-${test}`, thread()), id, 'later');
    await one.until(cardId, mary.name, 'withdrawn');
    await invite(LIMIT - 1);
    await door.ringAgain(id);
    await one.until(cardId, mary.name, 'ringing');
  });

  for (const [title, first, second] of [
    ['one person in two threads', { at: 'a', actor: '' }, { at: 'b', actor: '' }],
    ['two people in one thread', { at: 'a', actor: '' }, { at: 'a', actor: 'sam' }],
  ] as const) {
    for (const [order, worlds] of [
      ['one process first', () => [one, other]],
      ['the other first', () => [other, one]],
    ] as const) {
      it(`is never exceeded by two processes at the same time: ${title}, ${order}`, async () => {
        const lines = Array.from({ length: 12 }, (_, i) => {
          const { at, actor } = i % 2 === 0 ? first : second;
          const world = worlds()[i % 2];
          return {
            at: thread(at),
            actor: actor === '' ? robin() : `${actor}-${test}`,
            ...(world && { world }),
          };
        });
        const receipts = await Promise.all(lines.map((line) => invite(2, line)));
        assert.equal(receipts.filter(({ says }) => says.length === 0).length, Math.floor(LIMIT / 2));
        assert.equal(await rungIn(thread('a'), thread('b')), 2 * Math.floor(LIMIT / 2));
        assert.deepEqual(said(await invite(1, lines[0])), []);
        assert.deepEqual(said(await invite(1, lines[1])), ['policy.rate']);
      });
    }
  }

  describe('at a time', () => {
    const when = { kind: 'at', local: '2027-03-29T09:30', zone: 'Europe/Berlin' } as const;
    let clock: ScheduleWorld;

    beforeEach(() => {
      clock = new ScheduleWorld(one, '2027-03-26T10:00:00Z', policy);
    });
    afterEach(() => {
      one.clock = () => new Date();
    });

    const schedule = (count: number) =>
      clock.schedule.schedule({
        ...clock.inbound({ id: robin(), name: 'Robin' }),
        ...{ invitees: crowd(count), when, subject: 'Standup' },
      });

    it('schedules nobody where no minute would do, and says so at once', async () => {
      const { says, cardId } = await schedule(LIMIT + 1);
      assert.deepEqual(said({ says }), ['policy.rate']);
      assert.equal(cardId, undefined);
      assert.deepEqual(await clock.ordered(), []);
    });

    it('is counted when the time has come, once, and the thread is told where nobody is called', async () => {
      await schedule(LIMIT - 1);
      await schedule(2);
      await invite(1);
      clock.setClock('2027-03-29T07:30:01Z');
      const all = await clock.ordered();
      for (const due of all.toReversed()) await clock.do(due);
      for (const due of all) await clock.do(due);
      const rung = (await clock.invited()).length;
      assert.ok(rung === 2 || rung === LIMIT - 1, `${rung}`);
      const notices = (await clock.notices()).flatMap(({ schedule }) => schedule?.says ?? []);
      assert.deepEqual(said({ says: notices }), ['policy.rate']);
    });
  });

  it('forgets with the person', async () => {
    await invite(1);
    await one.store.commit((tx) => tx.forgetPerson(robin()));
    assert.deepEqual(
      await execute(one.url, 'select name from rates where name = $1', [`person ${robin()}`]),
      [],
    );
  });

  it('any number may be rung where there is no limit', async () => {
    const open = await DeskWorld.open(one.url);
    try {
      assert.deepEqual(said(await invite(LIMIT + 1, { world: open })), []);
    } finally {
      await open.close();
    }
  });
});

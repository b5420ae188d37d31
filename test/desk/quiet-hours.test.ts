/** When phones may ring, around midnight and daylight saving, and who is not held to it, on a real database. */
import assert from 'node:assert/strict';
import {
  CallingOrder,
  type Invitee,
  type InviteRequest,
  PersonalDoor,
  type ThreadId,
} from '../../src/desk/index.ts';
import { quietUntil } from '../../src/desk/quiet-hours.ts';
import type { WorkingHours } from '../../src/desk/records.ts';
import { answer, DeskWorld, neverAnswers, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';

const BERLIN = 'Europe/Berlin';
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const OFFICE: WorkingHours = {
  zone: BERLIN,
  spans: [
    { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' },
    { days: [6], from: '10:00', to: '12:00' },
  ],
};
const NIGHT: WorkingHours = { zone: BERLIN, spans: [{ days: EVERY_DAY, from: '22:00', to: '06:00' }] };

describe('working hours', () => {
  for (const [title, hours, now, opens] of [
    ['in the middle of a day', OFFICE, '2027-03-01T09:00:00Z', undefined],
    ['the first minute belongs to them', OFFICE, '2027-03-01T07:00:00Z', undefined],
    ['the last does not', OFFICE, '2027-03-01T17:00:00Z', '2027-03-02T07:00:00Z'],
    ['before the morning', OFFICE, '2027-03-01T06:59:59Z', '2027-03-01T07:00:00Z'],
    ['the shorter Saturday', OFFICE, '2027-03-06T08:30:00Z', '2027-03-06T09:00:00Z'],
    ['a weekend on which clocks are set forward', OFFICE, '2027-03-27T12:00:00Z', '2027-03-29T06:00:00Z'],
    ['a weekend on which clocks are set back', OFFICE, '2027-10-30T12:00:00Z', '2027-11-01T07:00:00Z'],
    ['by the clocks of her zone', { ...OFFICE, zone: 'Asia/Kolkata' }, '2027-03-01T02:30:00Z', undefined],
    ['at night, before midnight', NIGHT, '2027-03-01T22:59:00Z', undefined],
    ['at night, after midnight', NIGHT, '2027-03-02T04:59:00Z', undefined],
    ['when the night is over', NIGHT, '2027-03-02T05:00:00Z', '2027-03-02T21:00:00Z'],
    ['a night an hour shorter', NIGHT, '2027-03-28T04:00:00Z', '2027-03-28T20:00:00Z'],
    ['a night an hour longer', NIGHT, '2027-10-31T04:59:00Z', undefined],
    [
      'Friday night ends on Saturday',
      { zone: BERLIN, spans: [{ days: [5], from: '22:00', to: '06:00' }] },
      '2027-03-06T04:59:00Z',
      undefined,
    ],
    [
      'and begins a week later',
      { zone: BERLIN, spans: [{ days: [5], from: '22:00', to: '06:00' }] },
      '2027-03-06T05:00:00Z',
      '2027-03-12T21:00:00Z',
    ],
    [
      'a whole day until midnight',
      { zone: BERLIN, spans: [{ days: [1], from: '00:00', to: '00:00' }] },
      '2027-03-01T22:59:59Z',
      undefined,
    ],
    [
      'a beginning that does not exist is later by the gap',
      { zone: BERLIN, spans: [{ days: EVERY_DAY, from: '02:30', to: '09:00' }] },
      '2027-03-28T00:59:00Z',
      '2027-03-28T01:30:00Z',
    ],
    [
      'hours that the gap swallows are there a week later',
      { zone: BERLIN, spans: [{ days: [7], from: '02:30', to: '03:15' }] },
      '2027-03-28T00:59:00Z',
      '2027-04-04T00:30:00Z',
    ],
  ] as const satisfies readonly (readonly [string, WorkingHours, string, string | undefined])[]) {
    it(`${title}: ${opens ?? 'she can be called'}`, () => {
      assert.equal(quietUntil(hours, new Date(now))?.toISOString(), opens && new Date(opens).toISOString());
    });
  }
});

describe('outside working hours', function () {
  this.timeout(60_000);
  let world: DeskWorld;
  let people = 0;
  let thread = THREAD;

  before(async () => {
    world = await DeskWorld.open();
  });
  beforeEach(() => {
    people += 1;
    thread = { ...THREAD, id: `quiet-${people}` as ThreadId };
  });
  after(() => world?.close());

  const DAY_MS = 86_400_000;
  /** Never now: their only day is that in three days. */
  const hours: WorkingHours = {
    zone: 'UTC',
    spans: [{ days: [new Date(Date.now() + 3 * DAY_MS).getUTCDay() || 7], from: '08:00', to: '18:00' }],
  };
  const asleep = (name: string): Invitee => ({
    ...person(`${name}${people}`),
    ids: [`${name}${people}`],
    hours,
  });
  const inbound = (actor?: string) => world.inbound(actor, thread);
  const codes = ({ says }: { readonly says: readonly { readonly code: string }[] }) =>
    says.map(({ code }) => code);
  const refuse = (invitee: Invitee) =>
    world.phones.set(invitee.address, () => ({ outcome: { word: 'busy', answer: answer(486) } }));
  const passedOver = async (cardId: string | undefined) => {
    const text = `select data->'notice'->'passedOver' as over from pgboss.job
      where name = 'notice' and data->'notice'->>'cardId' = $1 and data->'notice'->'passedOver' is not null`;
    const jobs = await execute(world.url, text, [cardId]);
    return jobs.flatMap(({ over }) => over as { readonly code: string }[]).map(({ code }) => code);
  };
  const door = () => new PersonalDoor({ store: world.store, desk: world.desk, joinUrl: undefined });
  const order = () =>
    new CallingOrder({ store: world.store, owner: world.owner, policy: world.policy, now: world.clock });

  it('her phone does not ring, and it is told until when', async () => {
    const mary = asleep('Mary');
    const { says, cardId } = await world.desk.invite({ ...inbound(), invitees: [mary] });
    const until = quietUntil(hours, new Date())?.toISOString();
    assert.deepEqual(says, [{ code: 'quiet-hours', facts: { name: mary.name, until, zone: 'UTC' } }]);
    assert.equal(cardId, undefined);
  });

  it('it rings where it is urgent, and where she invites herself', async () => {
    const mary = asleep('Mary');
    const bob = asleep('Bob');
    const urgent = await world.desk.invite({ ...inbound(), invitees: [mary], urgent: true });
    await world.until(urgent.cardId, mary.name, 'ringing');
    const herself = await world.desk.invite({ ...inbound(bob.name), invitees: [bob] });
    await world.until(herself.cardId, bob.name, 'ringing');
  });

  it('the next stage takes the place of who cannot be called, and a question is held to it as well', async () => {
    const mary = asleep('Mary');
    const bob = person(`Bob${people}`);
    const rung = await world.desk.invite({ ...inbound(), invitees: [mary], later: [[bob]] });
    assert.deepEqual(codes(rung), ['quiet-hours']);
    await world.until(rung.cardId, bob.name, 'ringing');
    for (const urgent of [false, true]) {
      const candidates = [asleep(urgent ? 'Sue' : 'Sam'), asleep('Zoe')];
      const asked = await world.desk.invite({
        ...inbound(),
        invitees: [{ typed: 'su', candidates }],
        urgent,
      });
      const [row] = (await world.card(asked.cardId)).rows;
      assert(row?.kind === 'question' && candidates[0]);
      const chosen = await world.desk.choose(inbound(), row.id, [candidates[0].key]);
      assert.deepEqual(codes(chosen), urgent ? [] : ['quiet-hours']);
    }
  });

  it('who stands in line is passed over, and that is told', async () => {
    const bob = person(`Bob${people}`);
    const mary = asleep('Mary');
    refuse(bob);
    const { cardId } = await world.desk.invite({ ...inbound(), invitees: [bob], later: [[mary]] });
    assert(cardId);
    await world.until(cardId, bob.name, 'busy');
    await order().moveOn(cardId);
    assert.equal((await world.row(cardId, mary.name)).passedOver?.code, 'quiet-hours');
    assert.deepEqual(await passedOver(cardId), ['quiet-hours']);
  });

  /** Invited before her hours were over. */
  async function inTime(invitee: Invitee, more: Pick<InviteRequest, 'urgent' | 'persist'> = {}) {
    const { clock } = world;
    world.clock = () => new Date(quietUntil(hours, new Date()) ?? 0);
    const { cardId } = await world.desk.invite({ ...inbound(), invitees: [invitee], ...more });
    world.clock = clock;
    return cardId;
  }
  async function missed(invitee: Invitee, more: { readonly urgent?: boolean } = {}) {
    refuse(invitee);
    const persist = { everySeconds: 3_600, times: 3 };
    return world.until(await inTime(invitee, { persist, ...more }), invitee.name, 'busy');
  }
  const cardOf = async (id: string) =>
    (await execute(world.url, 'select card_id as id from invitations where id = $1', [id]))[0]?.id as string;

  it('nobody tries her again, by themselves or by asking, unless the first call was urgent', async () => {
    const mary = await missed(asleep('Mary'));
    await order().tryAgain(mary.id);
    assert.deepEqual(await passedOver(await cardOf(mary.id)), ['quiet-hours']);
    assert.deepEqual(codes(await world.desk.again(inbound(), mary.id)), ['quiet-hours']);
    const bob = await missed(asleep('Bob'), { urgent: true });
    assert.deepEqual(codes(await world.desk.again(inbound(), bob.id)), []);
  });

  it('she is rung where she has asked for it herself', async () => {
    const mary = asleep('Mary');
    const { id } = await missed(mary);
    const { says } = await door().answer(inbound(mary.ids?.[0]), id, 'accept');
    assert.deepEqual(says, []);
    world.phones.set(mary.address, neverAnswers);
    await door().ringAgain(id);
    await world.until(await cardOf(id), mary.name, 'ringing');

    const bob = asleep('Bob');
    const cardId = await inTime(bob);
    const rung = await world.until(cardId, bob.name, 'ringing');
    await door().answer(inbound(bob.ids?.[0]), rung.id, 'later');
    await world.until(cardId, bob.name, 'withdrawn');
    await door().ringAgain(rung.id);
    await world.until(cardId, bob.name, 'ringing');
  });
});

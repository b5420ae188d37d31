/** Nobody is rung by several people within a minute, with two processes on one real database. */
import assert from 'node:assert/strict';
import {
  CallingOrder,
  type CardId,
  type Invitee,
  type InviteRequest,
  type Thread,
  type ThreadId,
} from '../../src/desk/index.ts';
import { answer, DeskWorld, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';

describe('somebody who is rung by somebody else', function () {
  this.timeout(60_000);
  let one: DeskWorld;
  let other: DeskWorld;
  let test = 0;

  before(async () => {
    one = await DeskWorld.open();
    other = await DeskWorld.open(one.url);
  });
  beforeEach(() => {
    test += 1;
  });
  after(async () => {
    await one?.close();
    await other?.close();
  });

  const thread = (name: string): Thread => ({ ...THREAD, id: `others-${test}-${name}` as ThreadId });
  const named = (name: string): Invitee => ({ ...person(`${name}${test}`), ids: [`${name}-${test}`] });
  const mary = () => named('mary');
  const isBusy = (invitee: Invitee) => {
    for (const world of [one, other]) {
      world.phones.set(invitee.address, () => ({ outcome: { word: 'busy', answer: answer(486) } }));
    }
  };
  const invite = (
    actor: string,
    at: string,
    { world = one, ...more }: Partial<InviteRequest> & { readonly world?: DeskWorld } = {},
  ) =>
    world.desk.invite({
      ...world.inbound(`${actor}-${test}`, thread(at), crypto.randomUUID()),
      invitees: [mary()],
      ...more,
    });
  const codes = ({ says }: { readonly says: readonly { readonly code: string }[] }) =>
    says.map(({ code }) => code);
  /** As if that long had passed. */
  const later = (seconds: number) =>
    execute(
      one.url,
      `update invitations set created_at = created_at - make_interval(secs => $1), changed_at = changed_at - make_interval(secs => $1)`,
      [seconds],
    );

  it('is not rung, and who asks learns that, and not by whom, from where or to what', async () => {
    await invite('robin', 'a', { subject: 'Secret' });
    const { says, cardId } = await invite('sam', 'b');
    assert.deepEqual(says, [{ code: 'rung-by-others', facts: { name: mary().name, seconds: 60 } }]);
    assert.equal(cardId, undefined);
    assert.equal(await one.desk.gathering(thread('b').id), undefined);
  });

  it('is rung again by the same inviter, from anywhere', async () => {
    await invite('robin', 'a');
    assert.deepEqual(codes(await invite('robin', 'b')), []);
  });

  it('is held back for a minute after the end of a call in vain', async () => {
    isBusy(mary());
    const { cardId } = await invite('robin', 'a');
    await one.until(cardId, mary().name, 'busy');
    const { says } = await invite('sam', 'b');
    assert.equal(says[0]?.code, 'rung-by-others');
    await later(50);
    assert.deepEqual(codes(await invite('sam', 'b')), ['rung-by-others']);
    await later(10);
    assert.deepEqual(codes(await invite('sam', 'b')), []);
  });

  it('is held back for a minute after the beginning of a call that she took', async () => {
    one.phones.set(mary().address, () => ({ outcome: { word: 'joined', answer: answer(200) } }));
    const { cardId } = await invite('robin', 'a');
    await one.until(cardId, mary().name, 'joined');
    assert.deepEqual(codes(await invite('sam', 'b')), ['rung-by-others']);
    await execute(one.url, `update invitations set created_at = created_at - interval '1 minute'`);
    assert.deepEqual(codes(await invite('sam', 'b')), []);
  });

  it('is not held back where her phone did not ring', async () => {
    one.phones.set(mary().address, () => ({ outcome: { word: 'not-found', answer: answer(404, false) } }));
    const { cardId } = await invite('robin', 'a');
    await one.until(cardId, mary().name, 'not-found');
    assert.deepEqual(codes(await invite('sam', 'b')), []);
  });

  it('is rung all the same where it is urgent, or she does it herself', async () => {
    await invite('robin', 'a');
    assert.deepEqual(codes(await invite('mary', 'b')), []);
    assert.deepEqual(codes(await invite('sam', 'c', { urgent: true })), []);
  });

  it('does not hold back others who has called herself', async () => {
    await invite('mary', 'a');
    assert.deepEqual(codes(await invite('sam', 'b')), []);
    assert.deepEqual(codes(await invite('robin', 'c')), ['rung-by-others']);
  });

  it('is not called again by somebody else either', async () => {
    isBusy(mary());
    const { cardId } = await invite('robin', 'a');
    const { id } = await one.until(cardId, mary().name, 'busy');
    const again = (actor: string) => one.desk.again(one.inbound(`${actor}-${test}`, thread('a')), id);
    assert.deepEqual(codes(await again('sam')), ['rung-by-others']);
    assert.deepEqual(codes(await again('robin')), []);
    await one.until(cardId, mary().name, 'busy');
    await later(60);
    assert.deepEqual(codes(await again('sam')), []);
  });

  it('keeps nobody else of the line from being rung', async () => {
    await invite('robin', 'a');
    const bob = named('bob');
    const { says, cardId } = await invite('sam', 'b', { invitees: [mary(), bob] });
    assert.deepEqual(codes({ says }), ['rung-by-others']);
    await one.until(cardId, bob.name, 'ringing');
  });

  it('is passed over on a line, and tried later where she is to be called until she answers', async () => {
    const order = new CallingOrder({
      store: one.store,
      owner: one.owner,
      policy: one.policy,
      now: one.clock,
    });
    const retry = async (cardId: string | undefined) =>
      (await execute(one.url, 'select id, retry_at from invitations where card_id = $1', [cardId]))[0];
    const bob = named('bob');
    isBusy(mary());
    const persist = { everySeconds: 60, times: 3 };
    const { cardId } = await invite('robin', 'a', { persist });
    const { id } = await one.until(cardId, mary().name, 'busy');
    isBusy(bob);
    const line = await invite('robin', 'c', { invitees: [bob], later: [[mary()]] });
    await one.until(line.cardId, bob.name, 'busy');
    await later(60);
    // Nothing keeps Sam from calling her now.
    one.phones.delete(mary().address);
    assert.deepEqual(codes(await invite('sam', 'b')), []);
    const before = (await retry(cardId))?.retry_at;
    await order.tryAgain(id);
    const after = await retry(cardId);
    assert.equal(after?.id, id, 'she was called again');
    assert.notDeepEqual(after?.retry_at, before);
    assert.notEqual(after?.retry_at, null, 'she is not called again any more');
    await order.moveOn(line.cardId as CardId);
    const row = await one.row(line.cardId, mary().name);
    assert.equal(row.status, 'passed-over');
    assert.equal(row.passedOver?.code, 'rung-by-others');
  });

  for (const [order, worlds] of [
    ['one process first', () => [one, other]],
    ['the other first', () => [other, one]],
  ] as const) {
    it(`is rung by one of two who ask at the same time in two processes, ${order}`, async () => {
      const people = Array.from({ length: 6 }, (_, i) => named(`p${i}-`));
      // Each in another order: two who lock the same people one after the other would wait for each other.
      const lines = worlds().map((world, i) =>
        invite(`actor${i}`, `t${i}`, { world, invitees: i === 0 ? people : people.toReversed() }),
      );
      const receipts = await Promise.all(lines);
      assert.deepEqual(receipts.map(({ says }) => says.length).sort(), [0, people.length]);
      const rows = await execute(
        one.url,
        'select person_key, count(*)::integer as rung from invitations where person_key = any($1) group by person_key',
        [people.map(({ key }) => key)],
      );
      assert.deepEqual(
        rows.map(({ rung }) => rung),
        people.map(() => 1),
      );
    });
  }
});

/**
 * The product is killed before what is scheduled is due, or stopped when it is: phones, thread and database live on, so what the next
 * process makes of it is seen where people see it.
 */
import assert from 'node:assert/strict';
import { rowOf } from '../support/shown-card.ts';
import { ThreadWorld } from '../support/thread-world.ts';

describe('what is scheduled, and the product is killed', function () {
  this.timeout(60_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  const phone = (id: 'sue' | 'lee', state: 'idle' | 'ringing') =>
    world.sandbox.until(({ phones }) => phones[id].state === state);
  /** Written down: from here on it is not forgotten. */
  const scheduled = () => world.rows(`select 1 from appointments where state = 'active'`);

  it('rings people whose time came while nothing ran, in the name of who has scheduled it', async () => {
    const first = await world.start();
    await world.type(first, 'invite sue in 2 seconds');
    await scheduled();
    await first.kill();
    await world.rows('select 1 from appointments where next_at < now()');
    assert.equal(world.sandbox.snapshot().phones.sue.state, 'idle');

    await world.start();
    await phone('sue', 'ringing');
    // The card of the appointment may be posted after that of the call.
    const isRinging = () => world.cards.some((card) => rowOf(card, 'Sue Park')?.word === 'Ringing');
    await world.until('Sue Park: Ringing', isRinging);
    assert.deepEqual(
      await world.query(`select inviter ->> 'name' as by, count(*)::int from invitations group by 1`),
      [{ by: 'Ann Ames', count: 1 }],
    );
  });

  it('rings nobody more than ten minutes late, and says so; the next one is rung', async () => {
    const first = await world.start();
    await world.type(first, 'invite sue every day at 9:30');
    await scheduled();
    await first.kill();
    // As if nothing had run for two days.
    await world.query(`update appointments set next_at = now() - interval '2 days',
      next_local = to_char(next_at - interval '2 days' - interval '1 day', 'YYYY-MM-DD"T"09:30:00'),
      local = to_char(next_at - interval '9 days', 'YYYY-MM-DD"T"09:30:00')`);

    await world.start();
    await world.said('I was not running then');
    const [appointment] = await world.rows(
      'select next_at > now() as ahead, version from appointments where version = 2',
    );
    assert.equal(appointment?.ahead, true);
    assert.equal(world.sandbox.snapshot().phones.sue.state, 'idle');
    assert.deepEqual(await world.query('select 1 from invitations'), []);
  });

  it('reminds once, of two processes from the one that lives', async () => {
    const [first, second] = await Promise.all([world.start(), world.start()]);
    await world.type(first, 'remind lee in 2 seconds to bring the plans');
    await world.rows('select 1 from reminders');
    await first.kill();
    await world.rows(`select 1 from reminders where state = 'fired'`);
    await world.drawn();
    assert.deepEqual(
      world.cards.filter(({ lines }) => lines.some((line) => /bring the plans/i.test(line))).length,
      1,
    );
    assert.equal(await second.stop(), 0);
  });

  it('and told to stop leaves what is due to the others, and their phones ring on', async () => {
    const [first, second] = await Promise.all([world.start(), world.start()]);
    await world.type(first, 'invite sue in 3 seconds');
    await scheduled();
    const stopped = first.stop();
    await phone('sue', 'ringing');
    assert.equal(await stopped, 0);
    assert.equal(world.sandbox.snapshot().phones.sue.state, 'ringing');
    await world.row('Sue Park', 'Ringing');
    assert.equal(await second.stop(), 0);
  });
});

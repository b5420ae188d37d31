/** Several processes on one database, replaced one after the other while people type and press. */
import assert from 'node:assert/strict';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

/** After this orchestrators pull the plug. */
const GONE_MS = 30_000;

describe('the product, replaced process by process', function () {
  this.timeout(120_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  async function readiness({ endpoint }: UsherProcess): Promise<readonly [number, unknown]> {
    const response = await fetch(new URL('/readyz', endpoint));
    return [response.status, await response.json()];
  }

  /** Ends in order, and in time. */
  async function gone(stopping: Promise<number | null>, since: number): Promise<void> {
    assert.equal(await stopping, 0);
    assert.ok(performance.now() - since < GONE_MS);
  }

  async function ownersOf(name: string): Promise<unknown[]> {
    const rows = await world.query(`select owner, fence from invitations where invitee->>'name' = $1`, [
      name,
    ]);
    return rows.map(({ owner }) => owner);
  }

  it('a press that comes to another process than the one that rings reaches the phone', async () => {
    const [first, second] = [await world.start(), await world.start()];
    await world.type(first, 'invite sue');
    await world.row('Sue Park', 'Ringing');
    const [{ id } = {}] = await world.query('select id from invitations');
    await world.press(second, 'cancel', { id, version: 1 });
    await world.row('Sue Park', 'Withdrawn');
    await world.sandbox.until(({ phones }) => phones.sue.state === 'idle');
  });

  it('who is asked to stop asks for no more work, and what comes to it all the same is done by another', async () => {
    const first = await world.start();
    await world.type(first, 'invite sue');
    await world.row('Sue Park', 'Ringing');
    const second = await world.start();
    const since = performance.now();
    const stopping = first.stop();
    await world.until('not ready', async () => (await readiness(first))[0] === 503);
    assert.deepEqual(await readiness(first), [503, { status: 'stopping' }]);
    assert.equal((await readiness(second))[0], 200);

    await world.type(first, 'invite robin');
    await world.row('Robin Doe', 'Joined');
    const [[sues], [robins]] = [await ownersOf('Sue Park'), await ownersOf('Robin Doe')];
    assert.notEqual(robins, sues);

    // What rings for it comes to its end.
    await world.sandbox.phone('sue').answer();
    await world.row('Sue Park', 'Joined');
    await gone(stopping, since);
    // And whom it leaves behind is in still.
    await world.sandbox.phone('sue').hangUp();
    await world.row('Sue Park', 'Left');
  });

  it('what rings too long is stopped, said, and can be called again at another', async () => {
    const first = await world.start();
    await world.type(first, 'invite sue');
    await world.row('Sue Park', 'Ringing');
    const second = await world.start();
    const since = performance.now();
    await gone(first.stop(), since);
    await world.row('Sue Park', 'Failed', /interrupted/);
    await world.sandbox.until(({ phones }) => phones.sue.state === 'idle');
    await world.type(second, 'again sue');
    await world.row('Sue Park', 'Ringing');
  });

  it('no press is lost while all of them are replaced', async () => {
    let living = [await world.start(), await world.start()];
    const [first] = living;
    assert.ok(first);
    await world.type(first, 'invite lee');
    await world.row('Lee Chen', 'Joined');
    const [{ id } = {}] = await world.query('select id from invitations');

    let isOver = false;
    let pressed = 0;
    const pressing = (async () => {
      while (!isOver) {
        pressed += 1;
        // As a load balancer does: to whoever takes it.
        await world.pressAny(living, 'cancel', { id, version: 1 });
      }
    })();
    for (const one of living) {
      const since = performance.now();
      const stopping = one.stop();
      living = [...living.filter((other) => other !== one), await world.start()];
      await gone(stopping, since);
    }
    isOver = true;
    await pressing;

    const claimed = await world.query(`select 1 from activities where activity_id like '% pressed-%'`);
    assert.ok(pressed > 10, `${pressed} presses`);
    assert.equal(claimed.length, pressed);
    await world.row('Lee Chen', 'Joined');
    assert.equal(world.sandbox.snapshot().phones.lee.state, 'talking');
  });
});

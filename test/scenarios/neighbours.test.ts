/** What the product needs goes away under it and comes back: what it says of that, and that it heals by itself. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresServer } from '../chaos/support/postgres-server.ts';
import { freePort } from '../support/free-port.ts';
import { startSandboxProcess } from '../support/sandbox-process.ts';
import { scratch } from '../support/scratch.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

describe('the product, without a neighbour', function () {
  this.timeout(90_000);
  let world: ThreadWorld;

  /** What is under it ends after it. */
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await world.close();
    for (const end of ends.splice(0)) await end();
  });

  async function readiness({ endpoint }: UsherProcess): Promise<unknown> {
    return (await fetch(new URL('/readyz', endpoint))).json();
  }

  async function ready(usher: UsherProcess, expected: unknown = { status: 'ready' }): Promise<void> {
    let last: unknown;
    await world.until(
      JSON.stringify(expected),
      async () => {
        last = await readiness(usher);
        return JSON.stringify(last) === JSON.stringify(expected);
      },
      () => last,
    );
  }

  const missing = (name: string, code: string) => ({
    status: 'not-ready',
    missing: [name],
    codes: { [name]: code },
  });

  it('SIP server down: whoever is invited is told to have failed, and rings when it is back', async () => {
    world = await ThreadWorld.open();
    const port = await freePort();
    const usher = await world.start({ SIP_SERVER: `sip:127.0.0.1:${port};transport=tcp` });
    assert.deepEqual(await readiness(usher), missing('sip', 'sip.refused'));
    await world.type(usher, 'invite mary');
    await world.row('Mary Lind', 'Failed');
    const server = await startSandboxProcess({ port, delays: { answerMs: 20, declineMs: 20 } });
    try {
      await ready(usher);
      await world.type(usher, 'again mary');
      await world.row('Mary Lind', 'Joined');
    } finally {
      await server.stop();
    }
  });

  describe('its database', () => {
    let database: PostgresServer;
    let usher: UsherProcess;

    beforeEach(async () => {
      const folder = await scratch();
      database = await PostgresServer.start(folder.path);
      ends.push(() => database.stop(), folder.remove);
      world = await ThreadWorld.open(database.url);
      usher = await world.start();
      await world.type(usher, 'invite lee');
      await world.row('Lee Chen', 'Joined');
    });

    it('PostgreSQL restarted: a line in that moment is late and not lost, and calls go on', async () => {
      await database.crash();
      const typed = world.type(usher, 'invite mary');
      await sleep(1_500);
      await database.start();
      await typed;
      await world.row('Mary Lind', 'Joined');
      await world.row('Lee Chen', 'Joined');
      assert.equal(world.sandbox.snapshot().phones.lee.state, 'talking');
      await ready(usher);
    });

    it('PostgreSQL away for long: who types is told so, what happens meanwhile is written when it is back', async () => {
      await database.crash();
      const typed = world.type(usher, 'invite mary');
      await ready(usher, missing('database', 'no-answer'));
      await world.sandbox.phone('lee').hangUp();
      await typed;
      await world.said('That went wrong.');
      await database.start();
      await world.row('Lee Chen', 'Left');
      await ready(usher);
      await world.type(usher, 'invite mary');
      await world.row('Mary Lind', 'Joined');
    });

    it('PostgreSQL away: who is told to stop stops all the same', async () => {
      await database.crash();
      assert.equal(await Promise.race([usher.stop(), sleep(10_000, 'late', { ref: false })]), 0);
      await database.start();
    });

    it('disk full: who types is told so, and it works again when there is room', async () => {
      // What PostgreSQL says where it cannot make a file longer.
      await world.query(`
        create function full_disk() returns trigger language plpgsql as
          $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
        create trigger full_disk before insert or update on processes execute function full_disk();
        create trigger full_disk before insert or update on activities execute function full_disk();
        create trigger full_disk before insert or update on invitations execute function full_disk();
      `);
      await ready(usher, missing('database', 'store.disk-full'));
      await world.type(usher, 'invite mary');
      await world.said('That went wrong.');
      await world.sandbox.phone('lee').hangUp();
      await world.query('drop function full_disk cascade');
      await world.row('Lee Chen', 'Left');
      await ready(usher);
    });
  });
});

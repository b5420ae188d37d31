/**
 * The product is killed in every state a call can be in, and started again: phones, thread and database live on, so what the
 * next process makes of it is seen where people see it.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RosterEntry } from '../../src/sandbox/conference-room.ts';
import { homeOf } from '../../src/store/embedded/data-directory.ts';
import { findPostmaster } from '../../src/store/embedded/postmaster.ts';
import { freePort } from '../support/free-port.ts';
import { scratch } from '../support/scratch.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

describe('the product, killed', function () {
  this.timeout(60_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  const phone = (id: 'sue' | 'lee' | 'mary' | 'robin', state: 'idle' | 'ringing' | 'talking') =>
    world.sandbox.until(({ phones }) => phones[id].state === state);

  const inRoom = (isSo: (roster: readonly RosterEntry[]) => boolean) =>
    world.sandbox.until(({ rooms }) => isSo(Object.values(rooms).flat()));

  /** Lee's desk phone knows no REFER: his call runs through the product. */
  async function bridgeLee(usher: UsherProcess): Promise<void> {
    await world.type(usher, 'invite lee');
    await world.row('Lee Chen', 'Joined');
    await world.sandbox.until(({ phones }) => phones.lee.calls[0]?.media === 'connected');
  }

  /** Resolves when the process that lives has looked after all that the dead one left. */
  async function takenOver(name: string): Promise<void> {
    await world.rows(
      `select 1 from invitation_events join invitations on invitations.id = invitation_id
        where kind = 'taken-over' and invitee->>'name' = $1`,
      [name],
    );
  }

  /** Her phone rings for this process, until somebody stops it. */
  async function ringSue(usher: UsherProcess): Promise<void> {
    await world.type(usher, 'invite sue');
    await world.row('Sue Park', 'Ringing');
  }

  async function ringsOf(name: string): Promise<number> {
    const legs = await world.query(
      `select 1 from calls join invitations on invitations.id = invitation_id
        where record->>'leg' = 'person' and invitee->>'name' = $1`,
      [name],
    );
    return legs.length;
  }

  it('while a phone rings: it stops, the same card says so, and it can be rung again', async () => {
    const first = await world.start();
    await ringSue(first);
    await world.drawn();
    await first.kill();
    assert.equal(world.sandbox.snapshot().phones.sue.state, 'ringing');

    const second = await world.start();
    await phone('sue', 'idle');
    await world.row('Sue Park', 'Failed', /interrupted/);
    await world.type(second, 'again sue');
    await phone('sue', 'ringing');
    await world.row('Sue Park', 'Ringing');
    await world.sandbox.phone('sue').answer();
    await world.row('Sue Park', 'Joined');
    assert.equal(world.cards.length, 1);
  });

  it('while her phone rings, and she answers unheard: the next process hears it where it listens, and hangs up', async () => {
    const settings = { SIP_LISTEN: `127.0.0.1:${await freePort()}` };
    const first = await world.start(settings);
    await ringSue(first);
    await first.kill();
    await world.sandbox.phone('sue').answer();

    await world.start(settings);
    await phone('sue', 'idle');
    await world.row('Sue Park', 'Failed');
  });

  it('while her phone rings, and nothing answers SIP: stopping does not wait, and the process after that stops her phone', async () => {
    const first = await world.start();
    await ringSue(first);
    await first.kill();
    world.freeze();
    const second = await world.start();
    await world.rows(`select 1 from invitations where fence = 2`);
    assert.equal(await Promise.race([second.stop(), sleep(10_000, 'late', { ref: false })]), 0);

    world.thaw();
    assert.equal(world.sandbox.snapshot().phones.sue.state, 'ringing');
    await world.start();
    await phone('sue', 'idle');
    await world.row('Sue Park', 'Failed');
  });

  it('between the commit and the INVITE: delivered by the next process, and nobody is rung twice', async () => {
    const first = await world.start({ SIP_CALLS_PER_SECOND: '0.1' });
    await world.type(first, 'invite sue');
    await world.row('Sue Park', 'Ringing');
    await world.type(first, 'invite robin');
    await world.rows(`select 1 from invitations where invitee->>'name' = 'Robin Doe' and queued`);
    await world.drawn();
    await first.kill();
    assert.equal(world.sandbox.snapshot().phones.robin.toast, null);

    await world.start();
    await world.row('Robin Doe', 'Joined');
    await world.row('Sue Park', 'Failed');
    await phone('sue', 'idle');
    assert.deepEqual([await ringsOf('Sue Park'), await ringsOf('Robin Doe')], [1, 1]);
    assert.equal(world.cards.length, 2);
  });

  it('after Mary has stepped out: her call goes on, and needs nobody', async () => {
    const first = await world.start();
    await world.type(first, 'invite mary');
    await world.row('Mary Lind', 'Joined');
    await inRoom((roster) => roster.length === 1 && roster[0]?.leg === 'own');
    await world.rows(`select 1 from invitations where presence = 'independent'`);
    await first.kill();

    const second = await world.start();
    // Whoever would be taken over is taken over before a phone of the new process can ring.
    await world.type(second, 'invite sue');
    await world.row('Sue Park', 'Ringing');
    await world.row('Mary Lind', 'Joined');
    assert.equal(world.sandbox.snapshot().phones.mary.state, 'talking');
    await inRoom((roster) => roster.length === 1);
  });

  describe('while Lee is in through it', () => {
    beforeEach(async () => {
      const first = await world.start();
      await bridgeLee(first);
      await world.drawn();
      await first.kill();
    });

    it('his call goes on, and the next process hears him hang up', async () => {
      await world.start();
      await takenOver('Lee Chen');
      await world.row('Lee Chen', 'Joined');
      assert.equal(world.sandbox.snapshot().phones.lee.state, 'talking');
      await world.sandbox.phone('lee').hangUp();
      await world.row('Lee Chen', 'Left');
      await inRoom((roster) => roster.length === 0);
      assert.equal(world.cards.length, 1);
    });

    it('his call goes on until the conference ends it', async () => {
      await world.start();
      await takenOver('Lee Chen');
      await world.sandbox.room(Object.keys(world.sandbox.snapshot().rooms)[0] ?? '').end();
      await world.row('Lee Chen', 'Left');
      await phone('lee', 'idle');
    });

    it('"end" hangs up both sides', async () => {
      await world.type(await world.start(), 'end');
      await phone('lee', 'idle');
      await inRoom((roster) => roster.length === 0);
      await world.row('Lee Chen', 'Left');
    });

    it('and he hangs up unheard: the next process finds out', async () => {
      await world.sandbox.phone('lee').hangUp();
      await world.start();
      await world.row('Lee Chen', 'Left');
      await inRoom((roster) => roster.length === 0);
    });
  });

  it('while Lee is in through it, and it listens: its successor listens there too', async () => {
    const settings = { SIP_LISTEN: `127.0.0.1:${await freePort()}` };
    const first = await world.start(settings);
    await bridgeLee(first);
    await first.kill();
    await world.start(settings);
    await takenOver('Lee Chen');
    await world.sandbox.phone('lee').hangUp();
    await world.row('Lee Chen', 'Left');
    await inRoom((roster) => roster.length === 0);
  });

  it('in order: phones stop, Lee goes on, and the next process hears him hang up', async () => {
    const first = await world.start();
    await bridgeLee(first);
    await ringSue(first);
    assert.equal(await first.stop(), 0);
    assert.equal(world.sandbox.snapshot().phones.sue.state, 'idle');
    await world.row('Sue Park', 'Failed');
    assert.equal(world.sandbox.snapshot().phones.lee.state, 'talking');

    await world.start();
    await takenOver('Lee Chen');
    await world.sandbox.phone('lee').hangUp();
    await world.row('Lee Chen', 'Left');
    await inRoom((roster) => roster.length === 0);
  });

  it('one of two: either stops a phone of the other, and takes over from it', async () => {
    const [one, other] = await Promise.all([world.start(), world.start()]);
    await bridgeLee(one);
    await ringSue(one);
    await world.type(other, 'cancel sue');
    await phone('sue', 'idle');
    await world.row('Sue Park', 'Withdrawn');

    await world.type(one, 'again sue');
    await world.row('Sue Park', 'Ringing');
    await world.drawn();
    await one.kill();
    await phone('sue', 'idle');
    await world.row('Sue Park', 'Failed');
    await takenOver('Lee Chen');
    await world.sandbox.phone('lee').hangUp();
    await world.row('Lee Chen', 'Left');
  });

  describe('with the embedded database', () => {
    let folder: { path: string; remove(): Promise<void> };
    const postmaster = () => findPostmaster(join(homeOf(folder.path), 'cluster', 'data'));

    beforeEach(async () => {
      folder = await scratch();
    });
    afterEach(async () => {
      const left = await postmaster();
      if (left) process.kill(left.pid, 'SIGQUIT');
      await folder.remove();
    });

    it('which lives on: the same truth, and all of it is gone when the next process stops', async () => {
      const settings = { DATABASE_URL: '', DATA_DIR: folder.path };
      const first = await world.start(settings);
      await bridgeLee(first);
      await ringSue(first);
      const before = await postmaster();
      await first.kill();

      const second = await world.start(settings);
      assert.equal((await postmaster())?.pid, before?.pid);
      await phone('sue', 'idle');
      await world.row('Sue Park', 'Failed');
      await world.sandbox.phone('lee').hangUp();
      await world.row('Lee Chen', 'Left');
      assert.equal(await second.stop(), 0);
      assert.equal(await postmaster(), undefined);
    });
  });
});

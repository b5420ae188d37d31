import assert from 'node:assert/strict';
import { Attendance, type CardId, keepWatch } from '../../src/desk/index.ts';
import { endQuiet } from '../../src/desk/quiet-end.ts';
import { answer, DeskWorld, person, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const [MARY, BOB] = [person('Mary'), person('Bob')];

describe('desk/quiet-end', function () {
  this.timeout(30_000);
  let world: DeskWorld;
  beforeEach(async () => {
    world = await DeskWorld.open();
    world.phones.set(MARY.address, () => ({ outcome: { word: 'declined', answer: answer(603) } }));
  });
  afterEach(() => world.close());

  /** So much time passes: every instant that is stored moves back. */
  async function pass(minutes: number, { of = 'all' } = {}): Promise<void> {
    const instants = {
      'threads.seen_at': `update threads set seen_at = seen_at - $1 * interval '1 minute'`,
      'rosters.moved_at': `update rosters set moved_at = moved_at - $1 * interval '1 minute'`,
      'invitations.changed_at': `update invitations set changed_at = changed_at - $1 * interval '1 minute'`,
    };
    for (const [name, move] of Object.entries(instants)) {
      if (of === 'all' || of !== name) await execute(world.url, move, [minutes]);
    }
  }

  async function isActive(): Promise<boolean> {
    return (await world.desk.gathering(THREAD.id)) !== undefined;
  }

  async function isActiveAfter(minutes: number): Promise<boolean> {
    await pass(minutes);
    await endQuiet(world.store);
    return isActive();
  }

  async function declined(): Promise<CardId> {
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
    await world.until(cardId, 'Mary', 'declined');
    assert(cardId);
    return cardId;
  }

  /** Somebody is in by herself, as far as our own part in it tells. */
  async function independent(): Promise<void> {
    world.phones.set(BOB.address, () => ({
      outcome: { word: 'answered', answer: answer(200) },
      participant: { presence: 'independent', ended: new Promise(() => {}), hangUp: async () => {} },
    }));
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
    await world.until(cardId, 'Bob', 'answered');
  }

  async function roster(state: string, ...people: string[]): Promise<void> {
    await execute(world.url, 'update rosters set state = $1', [state]);
    for (const address of people) {
      await execute(
        world.url,
        `insert into attendees (conference_id, key, address, address_key, name, status, taking_part)
          select conference_id, $1, $1, $1, '', 'connected', true from rosters`,
        [address],
      );
    }
  }

  describe('ten minutes', () => {
    it('after nobody has come: its cards say so, its questions are closed, and the next invite opens another', async () => {
      const cardId = await declined();
      const before = await world.desk.gathering(THREAD.id);
      const asked = await world.desk.invite({
        ...world.inbound(),
        invitees: [{ typed: 'alex', candidates: [person('Alex'), person('Alexa')] }],
      });
      assert.equal(await isActiveAfter(9), true);
      assert.equal(await isActiveAfter(2), false);
      assert.equal((await world.card(cardId)).conferenceState, 'ended');
      const question = await world.card(asked.cardId);
      assert.deepEqual([question.conferenceState, question.rows], ['ended', []]);
      await declined();
      assert.notEqual((await world.desk.gathering(THREAD.id))?.conferenceUri, before?.conferenceUri);
    });

    for (const last of ['threads.seen_at', 'rosters.moved_at', 'invitations.changed_at']) {
      it(`begin with what happened last (${last})`, async () => {
        await declined();
        await pass(60, { of: last });
        assert.equal(await isActiveAfter(9), true);
        assert.equal(await isActiveAfter(2), false);
      });
    }

    it('after the last one was seen leaving', async () => {
      await independent();
      await roster('known', 'sip:ann@usher.test');
      assert.equal(await isActiveAfter(60 * 24), true, 'somebody is in whom nobody invited');
      await execute(world.url, 'delete from attendees');
      await execute(world.url, 'update rosters set moved_at = now()');
      assert.equal(await isActiveAfter(9), true);
      assert.equal(await isActiveAfter(2), false);
    });

    it('after a known roster was empty: who joined under an address that nobody knows has left', async () => {
      await independent();
      await execute(world.url, `update invitations set status = 'joined'`);
      await roster('known');
      assert.equal(await isActiveAfter(11), false);
      const rows = await execute(world.url, 'select status, presence from invitations');
      assert.deepEqual(rows, [{ status: 'left', presence: null }]);
    });

    it('begin anew with each command, not with a question', async () => {
      await declined();
      await pass(9);
      await world.desk.gathering(THREAD.id);
      assert.equal(await isActiveAfter(2), false);
      await declined();
      await pass(9);
      await world.desk.cancel(world.inbound(), []);
      assert.equal(await isActiveAfter(2), true);
    });
  });

  describe('twelve hours', () => {
    for (const state of ['unknown', 'none']) {
      it(`where somebody may be in, and the roster is ${state}`, async () => {
        await independent();
        await roster(state);
        assert.equal(await isActiveAfter(60 * 11), true);
        assert.equal(await isActiveAfter(61), false);
      });
    }

    it('where somebody was seen, and nobody can say any more', async () => {
      await declined();
      await roster('unknown', 'sip:ann@usher.test');
      assert.equal(await isActiveAfter(60 * 11), true);
      assert.equal(await isActiveAfter(61), false);
    });

    it('where the end of a call is not known', async () => {
      world.phones.set(BOB.address, () => ({ outcome: { word: 'unknown', detail: 'no-notify' } }));
      const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
      await world.until(cardId, 'Bob', 'unknown');
      assert.equal(await isActiveAfter(60 * 11), true);
      assert.equal(await isActiveAfter(61), false);
    });

    it('where nobody was invited yet', async () => {
      await world.desk.use(world.inbound(), 'sip:standup@usher.test');
      assert.equal(await isActiveAfter(60 * 11), true);
      assert.equal(await isActiveAfter(61), false);
    });
  });

  describe('never', () => {
    it('while a phone rings, or somebody is bridged', async () => {
      const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [BOB] });
      const { id } = await world.until(cardId, 'Bob', 'ringing');
      assert.equal(await isActiveAfter(60 * 24), true);
      await world.desk.cancel(world.inbound(), [id]);
      await world.until(cardId, 'Bob', 'withdrawn');
      world.phones.set(BOB.address, () => ({
        outcome: { word: 'joined' },
        participant: { presence: 'bridged', ended: new Promise(() => {}), hangUp: async () => {} },
      }));
      await world.desk.again(world.inbound(), id);
      await world.until(cardId, 'Bob', 'joined');
      assert.equal(await isActiveAfter(60 * 24), true);
    });
  });

  describe('of several processes', () => {
    let other: DeskWorld;
    beforeEach(async () => {
      other = await DeskWorld.open(world.url);
    });
    afterEach(() => other.close());

    it('one ends it, once', async () => {
      const cardId = await declined();
      await pass(11);
      await execute(world.url, 'delete from pgboss.job');
      await Promise.all([endQuiet(world.store), endQuiet(other.store), endQuiet(world.store)]);
      assert.equal(await isActive(), false);
      const jobs = await execute(world.url, `select singleton_key from pgboss.job where name = 'draw'`);
      assert.deepEqual(jobs, [{ singleton_key: cardId }]);
    });

    it('whichever lives when it is due', async () => {
      await declined();
      await world.store.close();
      await pass(11);
      const { store, owner, conferenceServer } = other;
      const attendance = new Attendance({ store, conferenceServer, ownUri: 'sip:bot@x', log: quietLog });
      const stop = keepWatch({
        ...{
          store,
          owner,
          incoming: { sweep: async () => {} },
          attendance,
          log: quietLog,
          now: () => new Date(),
          isReady: () => false,
        },
        calls: { recover: async () => ({ kind: 'nothing' }) },
      });
      while ((await other.desk.gathering(THREAD.id)) !== undefined) await new Promise(setImmediate);
      await stop();
    });

    for (const order of ['invited first', 'ended first']) {
      it(`is found to be quiet × somebody is invited (${order})`, async () => {
        await declined();
        const before = (await world.desk.gathering(THREAD.id))?.conferenceUri;
        await pass(11);
        const quiet = await other.store.quiet();
        assert.equal(quiet.length, 1);
        const invite = () => world.desk.invite({ ...world.inbound(), invitees: [BOB] });
        if (order === 'invited first') await invite();
        other.store.quiet = async () => quiet;
        await endQuiet(other.store);
        if (order === 'ended first') await invite();
        const after = (await world.desk.gathering(THREAD.id))?.conferenceUri;
        assert.equal(after === before, order === 'invited first');
      });
    }
  });
});

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Participant, ParticipantEnd } from '../../src/core/index.ts';
import { type Recovered, takeOver } from '../../src/desk/index.ts';
import { answer, DeskWorld, dieWith, neverAnswers, person } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene } from '../support/store-records.ts';

const MARY = person('Mary');

function participant(): Participant & { end(how: ParticipantEnd): void; hungUp: boolean } {
  const { promise, resolve } = Promise.withResolvers<ParticipantEnd>();
  const self = {
    presence: 'bridged' as const,
    ended: promise,
    end: resolve,
    hungUp: false,
    hangUp: async () => {
      self.hungUp = true;
      resolve({ how: 'hung-up' });
    },
  };
  return self;
}

describe('desk/takeover', () => {
  let dead: DeskWorld;
  let heir: DeskWorld;
  beforeEach(async () => {
    dead = await DeskWorld.open();
    heir = await DeskWorld.open(dead.url);
  });
  afterEach(async () => {
    await dead.close();
    await heir.close();
  });

  async function inherit(found: Recovered): Promise<void> {
    await dieWith(dead);
    await takeOver({
      store: heir.store,
      owner: heir.owner,
      calls: { recover: async () => found },
      log: quietLog,
      now: () => new Date(),
    });
  }

  async function ringing(): Promise<string | undefined> {
    const { cardId } = await dead.desk.invite({ ...dead.inbound(), invitees: [MARY] });
    await dead.until(cardId, 'Mary', 'ringing');
    return cardId;
  }

  it('takes nothing from the living', async () => {
    const cardId = await ringing();
    assert.deepEqual(await heir.store.takeOver(), []);
    assert.equal((await heir.row(cardId, 'Mary')).status, 'ringing');
  });

  it('says that the call was interrupted when the phone was stopped, and lets it be rung again', async () => {
    const cardId = await ringing();
    await inherit({ kind: 'cancelled' });
    const row = await heir.row(cardId, 'Mary');
    assert.deepEqual([row.status, row.outcome?.detail, row.actions], ['failed', 'interrupted', ['again']]);
    assert.equal(heir.method.deliveries.length, 0, 'nobody is rung again without being asked');
    await heir.desk.again({ ...heir.inbound(), activityId: 'again' }, row.id);
    await heir.until(cardId, 'Mary', 'ringing');
  });

  it('says unknown when nobody could be asked', async () => {
    const cardId = await ringing();
    await inherit({ kind: 'unknown' });
    assert.equal((await heir.row(cardId, 'Mary')).status, 'unknown');
  });

  it('says withdrawn when that had been wanted', async () => {
    const stuck = Promise.withResolvers<void>();
    dead.phones.set(MARY.address, async (delivery) => {
      delivery.progress({ kind: 'ringing', response: { code: 180, reasonPhrase: '' } });
      await stuck.promise;
      return { outcome: { word: 'unknown' } };
    });
    const { cardId } = await dead.desk.invite({ ...dead.inbound(), invitees: [MARY] });
    const { id } = await dead.until(cardId, 'Mary', 'ringing');
    await heir.desk.cancel({ ...heir.inbound(), activityId: 'cancel' }, [id]);
    await inherit({ kind: 'cancelled' });
    assert.equal((await heir.row(cardId, 'Mary')).status, 'withdrawn');
    stuck.resolve();
  });

  it('rings late, and only soon, when no byte had left', async () => {
    const cardId = await ringing();
    heir.phones.set(MARY.address, neverAnswers);
    await inherit({ kind: 'nothing' });
    await heir.until(cardId, 'Mary', 'ringing');
    assert.equal(heir.method.deliveries.length, 1);
  });

  it('rings whom this very process has written down and lost sight of, once it is sure of that', async () => {
    const mary = await invite(heir.store, await makeScene(heir.store), 'mary');
    const look = () =>
      takeOver({
        store: heir.store,
        owner: heir.owner,
        calls: { recover: async () => ({ kind: 'nothing' }) },
        log: quietLog,
        now: () => new Date(),
      });
    await look();
    assert.equal(heir.method.deliveries.length, 0);
    await execute(heir.url, `update invitations set changed_at = now() - interval '16 s'`);
    await look();
    await heir.until(mary.cardId, 'mary', 'ringing');
    await execute(heir.url, `update invitations set changed_at = now() - interval '16 s'`);
    await look();
    assert.equal(heir.method.deliveries.length, 1);
  });

  it('rings nobody who was invited a minute ago', async () => {
    const cardId = await ringing();
    await execute(dead.url, `update invitations set created_at = now() - interval '61 seconds'`);
    await inherit({ kind: 'nothing' });
    const row = await heir.row(cardId, 'Mary');
    assert.deepEqual([row.status, row.outcome?.detail], ['failed', 'interrupted']);
    assert.equal(heir.method.deliveries.length, 0);
  });

  it('goes on with a live call, shows when she leaves, and can still end it', async () => {
    const cardId = await ringing();
    const mary = participant();
    await inherit({ kind: 'adopted', participant: mary, word: 'joined' });
    assert.equal((await heir.row(cardId, 'Mary')).status, 'joined');
    await heir.desk.end({ ...heir.inbound(), activityId: 'end' });
    await heir.until(cardId, 'Mary', 'left');
    assert.equal(mary.hungUp, true);
  });

  for (const word of ['joined', 'answered'] as const) {
    it(`shows somebody who is in by herself as ${word}, where that is what is known`, async () => {
      const cardId = await ringing();
      await inherit({ kind: 'adopted', participant: { ...participant(), presence: 'independent' }, word });
      const row = await heir.row(cardId, 'Mary');
      assert.deepEqual([row.status, row.outcome?.word], [word, word]);
      assert.equal(await heir.presenceOf(cardId, 'Mary'), 'independent');
    });
  }

  it('a stale owner changes nothing any more', async () => {
    const cardId = await ringing();
    const mary = participant();
    await inherit({ kind: 'adopted', participant: mary, word: 'joined' });
    await dead.owner.drain();
    assert.equal((await heir.row(cardId, 'Mary')).status, 'joined');
    mary.end({ how: 'stepped-out' });
    await heir.until(cardId, 'Mary', 'joined');
  });

  for (const [kind, status] of [
    ['ended', 'left'],
    ['nothing', 'left'],
    ['unknown', 'unknown'],
  ] as const) {
    it(`of somebody who was in, ${kind} means ${status}`, async () => {
      const mary = participant();
      dead.phones.set(MARY.address, () => ({ outcome: { word: 'joined' }, participant: mary }));
      const { cardId } = await dead.desk.invite({ ...dead.inbound(), invitees: [MARY] });
      await dead.until(cardId, 'Mary', 'joined');
      await inherit({ kind });
      assert.equal((await heir.row(cardId, 'Mary')).status, status);
    });
  }
});

describe('desk/call-owner', () => {
  for (const order of ['cancel first', 'answer first']) {
    it(`she answers just as she is cancelled (${order}): she is taken out again`, async () => {
      const world = await DeskWorld.open();
      try {
        const mary = participant();
        const answers = Promise.withResolvers<void>();
        world.phones.set(MARY.address, async (delivery) => {
          delivery.progress({ kind: 'ringing', response: { code: 180, reasonPhrase: '' } });
          await answers.promise;
          // The 200 had left before the CANCEL arrived, and the method did not hang up by itself.
          return { outcome: { word: 'joined' }, participant: mary };
        });
        const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
        const { id } = await world.until(cardId, 'Mary', 'ringing');
        if (order === 'answer first') answers.resolve();
        await world.desk.cancel(world.inbound(), [id]);
        if (order === 'cancel first') answers.resolve();
        await world.until(cardId, 'Mary', order === 'cancel first' ? 'left' : 'joined', 'left');
        assert.equal(mary.hungUp, (await world.row(cardId, 'Mary')).status === 'left');
      } finally {
        await world.close();
      }
    });
  }

  it('leaves to another process what has not begun, and what begins while it leaves', async () => {
    const leaving = await DeskWorld.open();
    const other = await DeskWorld.open(leaving.url);
    try {
      const rings = Promise.withResolvers<void>();
      leaving.phones.set(MARY.address, async () => {
        await rings.promise;
        return { outcome: { word: 'declined', answer: { ...answer(603) } } };
      });
      const { cardId } = await leaving.desk.invite({ ...leaving.inbound(), invitees: [MARY] });
      const { id } = await leaving.row(cardId, 'Mary');
      await leaving.store.callJournal().save({ invitationId: id, callId: 'mary' });
      const left = leaving.owner.leave(10_000);
      const bobs = await leaving.desk.invite({ ...leaving.inbound(), invitees: [person('Bob')] });
      while (leaving.owner.known.length > 1) await sleep(10);
      rings.resolve();
      await left;
      assert.equal((await leaving.row(cardId, 'Mary')).status, 'declined');
      assert.deepEqual(
        leaving.method.deliveries.map(({ destination }) => destination),
        [MARY.address],
      );
      await takeOver({
        store: other.store,
        owner: other.owner,
        calls: { recover: async () => ({ kind: 'nothing' }) },
        log: quietLog,
        now: () => new Date(),
      });
      await other.until(bobs.cardId, 'Bob', 'ringing');
    } finally {
      await other.close();
      await leaving.close();
    }
  });

  it('stops every phone when the process stops, and says that it was not a wish', async () => {
    const world = await DeskWorld.open();
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
    await world.until(cardId, 'Mary', 'ringing');
    await world.owner.drain();
    const row = await world.row(cardId, 'Mary');
    assert.deepEqual([row.status, row.outcome?.detail], ['failed', 'interrupted']);
    await world.close();
  });
});

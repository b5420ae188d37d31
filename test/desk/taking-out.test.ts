import assert from 'node:assert/strict';
import type { Participant, ParticipantEnd, Removal } from '../../src/core/index.ts';
import { takeOver } from '../../src/desk/index.ts';
import { answer, DeskWorld, dieWith, person, ring } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const [MARY, BOB, SUE] = [person('Mary'), person('Bob'), person('Sue')];

/** In by herself: nothing of hers runs through us. */
const INDEPENDENT: Participant = {
  presence: 'independent',
  ended: new Promise(() => {}),
  hangUp: () => assert.fail('only her conference can take her out'),
};

describe('taking people out', () => {
  let world: DeskWorld;
  beforeEach(async () => {
    world = await DeskWorld.open();
  });
  afterEach(() => world.close());

  async function answered(who = MARY, at = world): Promise<string | undefined> {
    at.phones.set(who.address, () => ({
      outcome: { word: 'answered', answer: answer(200) },
      participant: INDEPENDENT,
    }));
    const { cardId } = await at.desk.invite({ ...at.inbound(), invitees: [who] });
    await at.until(cardId, who.name, 'answered');
    return cardId;
  }

  /** Her call runs through us until `end`. */
  async function bridged(who = MARY) {
    const { promise, resolve } = Promise.withResolvers<ParticipantEnd>();
    world.phones.set(who.address, () => ({
      outcome: { word: 'joined' },
      participant: { presence: 'bridged', ended: promise, hangUp: async () => resolve({ how: 'hung-up' }) },
    }));
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [who] });
    const { id } = await world.until(cardId, who.name, 'joined');
    return { cardId, id, end: resolve };
  }

  async function remove(cardId: string | undefined, name = 'Mary') {
    const { id } = await world.row(cardId, name);
    return world.desk.remove(world.inbound(), [id]);
  }

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Waits until what her conference has answered is shown. */
  async function refused(cardId: string | undefined, at = world) {
    for (;;) {
      const row = await at.row(cardId, 'Mary');
      if (row.removal?.kind === 'refused') return row;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async function notices(): Promise<number> {
    return (await execute(world.url, `select 1 from pgboss.job where name = 'notice'`)).length;
  }

  it('hangs up a call that runs through us', async () => {
    const { cardId } = await bridged();
    assert.deepEqual((await remove(cardId)).says, [{ code: 'removing', facts: { names: ['Mary'] } }]);
    await world.until(cardId, 'Mary', 'left');
    assert.deepEqual(world.conferenceServer.removals, []);
  });

  it('has the conference take out who is in by herself, and shows that it is asked', async () => {
    const cardId = await answered();
    const asked = Promise.withResolvers<Removal>();
    world.conferenceServer.removing = () => asked.promise;
    const { says } = await remove(cardId);
    assert.deepEqual(says, [{ code: 'removing', facts: { names: ['Mary'] } }]);
    const { removal, actions, status } = await world.row(cardId, 'Mary');
    assert.deepEqual([removal, actions, status], [{ kind: 'under-way' }, [], 'answered']);
    asked.resolve({ kind: 'removed' });
    const row = await world.until(cardId, 'Mary', 'left');
    assert.deepEqual([row.removal, row.actions], [null, ['again']]);
    const [{ conferenceUri, who } = assert.fail('not asked')] = world.conferenceServer.removals;
    assert.equal(conferenceUri, world.method.deliveries[0]?.conference.uri);
    assert.deepEqual(who, { address: MARY.address });
    assert.equal(world.conferenceServer.removals.length, 1);
  });

  it('says that she may still be in where the conference refuses, and asks again when told to', async () => {
    const cardId = await answered();
    world.conferenceServer.removing = () => ({ kind: 'refused', code: 403 });
    const before = await notices();
    await remove(cardId);
    const row = await refused(cardId);
    assert.deepEqual([row.status, row.removal], ['answered', { kind: 'refused', code: 403 }]);
    assert.equal(await notices(), before + 1);
    await world.owner.sweep();
    assert.equal(world.conferenceServer.removals.length, 1, 'a refusal is not asked for over and over');
    world.conferenceServer.removing = () => ({ kind: 'removed' });
    await remove(cardId);
    await world.until(cardId, 'Mary', 'left');
  });

  it('withdraws who is on her way, and tells of who is not in', async () => {
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [SUE] });
    await world.until(cardId, 'Sue', 'ringing');
    assert.equal((await remove(cardId, 'Sue')).says[0]?.code, 'cancelling');
    await world.until(cardId, 'Sue', 'withdrawn');
    assert.deepEqual((await remove(cardId, 'Sue')).says, [
      { code: 'not-in', facts: { name: 'Sue', status: 'withdrawn' } },
    ]);
  });

  it('ends: who is in by herself is taken out too, and named where nobody could', async () => {
    const cardId = await answered();
    const bob = await bridged(BOB);
    world.conferenceServer.removing = () => ({ kind: 'refused', code: 0 });
    const { says } = await world.desk.end(world.inbound());
    assert.deepEqual(says[0], {
      code: 'conference-ended',
      facts: { subject: 'Ward 3', people: ['Mary'], others: [] },
    });
    await world.until(bob.cardId, 'Bob', 'left');
    assert.deepEqual((await refused(cardId)).actions, []);
  });

  it('is offered on the card for 30 s to who has answered, and the card is drawn once more then', async () => {
    const cardId = await answered();
    const { since, actions } = await world.row(cardId, 'Mary');
    assert.deepEqual(actions, ['remove']);
    world.clock = () => new Date(since.getTime() + 30_000);
    assert.deepEqual((await world.row(cardId, 'Mary')).actions, []);
    const gathering = await world.desk.gathering(world.inbound().thread.id);
    assert.deepEqual(gathering?.rows[0]?.actions, ['remove'], 'a command may still do it');
    const [job] = await execute(
      world.url,
      `select data->>'cardId' as card, extract(epoch from start_after - created_on)::int as seconds
        from pgboss.job where name = 'redraw'`,
    );
    assert.deepEqual(job, { card: cardId, seconds: 31 });
  });

  it('is offered to nobody whose call runs through us: she was heard', async () => {
    const { cardId } = await bridged();
    assert.deepEqual((await world.row(cardId, 'Mary')).actions, []);
    const gathering = await world.desk.gathering(world.inbound().thread.id);
    assert.deepEqual(gathering?.rows[0]?.actions, ['remove']);
  });

  describe('who has no invitation', () => {
    /** Zoe has come in by herself. */
    async function zoe() {
      await world.desk.use(world.inbound(), 'sip:standup@usher.test');
      const bob = await bridged(BOB);
      const address = 'sip:zoe@usher.test';
      const { conferenceId } = (await world.store.card(bob.cardId as never))?.invitations[0] ?? assert.fail();
      const roster = { key: 'zoe-1', address, addressKey: address, name: 'Zoe' };
      const rest = { status: 'connected', takingPart: true, invitationId: null } as const;
      await world.store.commit((tx) =>
        tx.setRoster(conferenceId, { state: 'known', changed: [{ ...roster, ...rest }] }),
      );
      const others = async () => (await world.desk.gathering(world.inbound().thread.id))?.others ?? [];
      const remove = async () => world.desk.remove(world.inbound(), [], await others());
      return { others, remove, conferenceId };
    }

    it('is taken out by what the roster calls her; that she is out, the roster tells', async () => {
      const { others, remove } = await zoe();
      assert.deepEqual(await others(), [{ name: 'Zoe', address: 'sip:zoe@usher.test', removal: null }]);
      assert.deepEqual((await remove()).says, [{ code: 'removing', facts: { names: ['Zoe'] } }]);
      await world.owner.sweep();
      await world.owner.sweep();
      await until(() => world.conferenceServer.removals.length > 0);
      assert.deepEqual(world.conferenceServer.removals, [
        { conferenceUri: 'sip:standup@usher.test', who: { address: 'sip:zoe@usher.test', key: 'zoe-1' } },
      ]);
      assert.deepEqual((await others())[0]?.removal, { kind: 'under-way' });
    });

    it('may still be in where the conference refuses: told in the thread, and by who', async () => {
      const { others, remove } = await zoe();
      world.conferenceServer.removing = () => ({ kind: 'refused', code: 403 });
      const before = await notices();
      await remove();
      await until(async () => (await others())[0]?.removal?.kind === 'refused');
      assert.equal(await notices(), before + 1);
      await world.owner.sweep();
      assert.equal(world.conferenceServer.removals.length, 1);
      await remove();
      await until(() => world.conferenceServer.removals.length === 2);
    });

    it('stays in when the conference ends, and that is said', async () => {
      const { others } = await zoe();
      assert.equal((await others()).length, 1);
      const { says } = await world.desk.end(world.inbound());
      assert.deepEqual(says[0]?.facts.others, ['Zoe']);
      assert.deepEqual(world.conferenceServer.removals, []);
    });

    it('remove × leaves by herself: she is not in any more', async () => {
      const { others, remove, conferenceId } = await zoe();
      const seen = await others();
      await world.store.commit((tx) => tx.setRoster(conferenceId, { state: 'known', gone: ['zoe-1'] }));
      const { says } = await world.desk.remove(world.inbound(), [], seen);
      assert.deepEqual(says, [{ code: 'not-in', facts: { name: 'Zoe', status: 'left' } }]);
      assert.deepEqual((await remove()).says, []);
      assert.deepEqual(world.conferenceServer.removals, []);
    });
  });

  describe('races', () => {
    it('remove × leaves by herself: she left first, so the conference does not find her', async () => {
      const cardId = await answered();
      world.conferenceServer.removing = () => ({ kind: 'not-in' });
      await remove(cardId);
      await world.until(cardId, 'Mary', 'left');
    });

    it('remove × leaves by herself: she is seen leaving while the conference is asked', async () => {
      const cardId = await answered();
      const asked = Promise.withResolvers<Removal>();
      world.conferenceServer.removing = () => asked.promise;
      await remove(cardId);
      const { id } = await world.row(cardId, 'Mary');
      await world.store.commit((tx) => tx.setAttendance(id, { seen: false, status: 'left', presence: null }));
      const { since } = await world.row(cardId, 'Mary');
      asked.resolve({ kind: 'refused', code: 404 });
      await world.owner.drain();
      const row = await world.row(cardId, 'Mary');
      assert.deepEqual([row.status, row.removal, row.since], ['left', null, since]);
      assert.equal(await notices(), 1, 'how she ended, and nothing else');
    });

    it('remove × step-out: she joins by herself just then, so the conference has to take her out', async () => {
      const stepped = Promise.withResolvers<ParticipantEnd>();
      world.phones.set(MARY.address, () => ({
        outcome: { word: 'joined' },
        participant: {
          presence: 'bridged',
          ended: stepped.promise,
          hangUp: async () => stepped.resolve({ how: 'stepped-out' }),
        },
      }));
      const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
      await world.until(cardId, 'Mary', 'joined');
      await remove(cardId);
      await world.until(cardId, 'Mary', 'left');
      assert.equal(world.conferenceServer.removals.length, 1);
    });

    it('remove × answer: who was to be withdrawn is called in all the same, and taken out', async () => {
      const late = Promise.withResolvers<void>();
      world.phones.set(MARY.address, async (delivery) => {
        ring(delivery);
        await late.promise;
        return { outcome: { word: 'answered', answer: answer(200) }, participant: INDEPENDENT };
      });
      const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
      await world.until(cardId, 'Mary', 'ringing');
      await remove(cardId);
      late.resolve();
      await world.until(cardId, 'Mary', 'left');
      assert.equal(world.conferenceServer.removals.length, 1);
    });

    for (const order of ['asked before', 'asked after']) {
      it(`remove × takeover: the owner dies, ${order} its successor looks`, async () => {
        const dead = await DeskWorld.open(world.url);
        dead.conferenceServer.removing = () => new Promise(() => {});
        try {
          const cardId = await answered(MARY, dead);
          const { id } = await dead.row(cardId, 'Mary');
          const options = { store: world.store, owner: world.owner, log: quietLog, now: () => new Date() };
          const recover = () => assert.fail('nothing of hers ran through the dead process');
          const look = async () => {
            await takeOver({ ...options, calls: { recover } });
            await world.owner.sweep();
          };
          const ask = () => world.desk.remove({ ...world.inbound(), activityId: 'elsewhere' }, [id]);
          if (order === 'asked before') await ask();
          await dieWith(dead);
          await look();
          if (order === 'asked after') {
            assert.deepEqual(world.conferenceServer.removals, []);
            await ask();
            await look();
          }
          await world.until(cardId, 'Mary', 'left');
          assert.equal(world.conferenceServer.removals.length, 1);
        } finally {
          // It would wait for its conference for ever.
          await dead.store.close();
        }
      });
    }
  });
});

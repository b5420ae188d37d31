import assert from 'node:assert/strict';
import type { EndpointStatus, ParticipantEnd, Roster, RosterEntry } from '../../src/core/index.ts';
import { Attendance, type CardId, takeOver } from '../../src/desk/index.ts';
import { answer, DeskWorld, dieWith, neverAnswers, person, ring, THREAD } from '../support/desk-world.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';

const [MARY, BOB, SUE] = [person('Mary'), person('Bob'), person('Sue')];
const BOT = 'sip:usher@usher.test';

function entry(address: string, part: Partial<RosterEntry> = {}): RosterEntry {
  return { key: part.key ?? `${address}#1`, address, name: '', status: 'connected', ...part };
}

const known = (...entries: (RosterEntry | string)[]): Roster => ({
  kind: 'known',
  entries: entries.map((one) => (typeof one === 'string' ? entry(one) : one)),
});

/** Who was called by the conference: nothing of hers runs through us, and perhaps it is a voicemail. */
const answersDialOut = () => ({
  outcome: { word: 'answered', answer: answer(200) } as const,
  participant: {
    presence: 'independent',
    ended: new Promise<never>(() => {}),
    hangUp: async () => {},
  } as const,
});

describe('desk/attendance', function () {
  this.timeout(30_000);
  let world: DeskWorld;
  let attendance: Attendance;
  const logged: object[] = [];
  let marks = 0;

  const attend = (of: DeskWorld) =>
    new Attendance({
      store: of.store,
      conferenceServer: of.conferenceServer,
      ownUri: BOT,
      log: { ...quietLog, info: (facts) => logged.push(facts) },
    });

  beforeEach(async () => {
    world = await DeskWorld.open();
    attendance = attend(world);
    logged.length = 0;
  });
  afterEach(async () => {
    await attendance.stop();
    await world.close();
  });

  async function uri(): Promise<string> {
    return (await world.desk.gathering(THREAD.id))?.conferenceUri ?? '';
  }

  /** Waits until somebody asks the conference's server who is in. */
  async function followed(by = world): Promise<string> {
    const conference = await uri();
    while (by.conferenceServer.followersOf(conference) === 0) await new Promise(setImmediate);
    return conference;
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Has the server tell this, and waits until it is written. */
  async function tell(...people: (RosterEntry | string)[]): Promise<void> {
    marks += 1;
    const mark = `sip:mark-${marks}@usher.test`;
    world.conferenceServer.tell(await followed(), known(...people, mark));
    await until(async () => (await others()).includes(mark));
  }

  async function others(): Promise<string[]> {
    return ((await world.desk.gathering(THREAD.id))?.others ?? []).map(
      ({ name, address }) => name || address,
    );
  }

  async function othersButMarks(): Promise<string[]> {
    return (await others()).filter((one) => !one.startsWith('sip:mark-'));
  }

  async function invite(...invitees: (typeof MARY)[]): Promise<CardId> {
    const { cardId } = await world.desk.invite({ ...world.inbound(), invitees });
    assert(cardId);
    return cardId;
  }

  async function inviteCodes(...invitees: (typeof MARY)[]): Promise<string[]> {
    world.clock = () => new Date(Date.now() + 21_000);
    const { says } = await world.desk.invite({ ...world.inbound(), invitees });
    return says.map(({ code }) => code);
  }

  /** She is bridged; returns how her part in it ends. */
  function bridges(invitee: typeof MARY): PromiseWithResolvers<ParticipantEnd> {
    const end = Promise.withResolvers<ParticipantEnd>();
    world.phones.set(invitee.address, () => ({
      outcome: { word: 'joined' },
      participant: {
        presence: 'bridged',
        ended: end.promise,
        hangUp: async () => end.resolve({ how: 'hung-up' }),
      },
    }));
    return end;
  }

  async function presenceIs(cardId: string, presence: string | null): Promise<void> {
    await until(async () => (await world.presenceOf(cardId, 'Mary')) === presence);
  }

  describe('somebody whom the conference has called', () => {
    let cardId: CardId;
    beforeEach(async () => {
      world.phones.set(MARY.address, answersDialOut);
      cardId = await invite(MARY);
      await world.until(cardId, 'Mary', 'answered');
    });

    it('is in when she is seen, has left when she is not any more, and can be called again then', async () => {
      await tell(MARY.address);
      const joined = await world.row(cardId, 'Mary');
      assert.deepEqual([joined.status, joined.outcome?.word], ['joined', 'answered']);
      assert.deepEqual(await inviteCodes(MARY), ['already-in']);
      await tell();
      const left = await world.row(cardId, 'Mary');
      assert.deepEqual([left.status, left.actions], ['left', ['again']]);
      assert(left.since >= joined.since);
      assert.deepEqual((await world.history(left.id)).slice(-2), [
        { kind: 'participant', detail: { how: 'roster', status: 'joined' } },
        { kind: 'participant', detail: { how: 'roster', status: 'left' } },
      ]);
      await world.desk.again(world.inbound(), left.id);
      await until(async () => (await world.row(cardId, 'Mary')).attempt === 2);
      await world.until(cardId, 'Mary', 'answered');
      await tell();
      assert.equal((await world.row(cardId, 'Mary')).status, 'answered', 'what was seen before is over');
    });

    for (const status of ['pending', 'dialing-out', 'alerting', 'disconnecting', 'disconnected'] as const) {
      it(`is not in while her endpoint is ${status}, and answered all the same`, async () => {
        await tell(entry(MARY.address, { status }));
        assert.equal((await world.row(cardId, 'Mary')).status, 'answered');
      });
    }

    for (const status of ['on-hold', 'muted-via-focus'] satisfies EndpointStatus[]) {
      it(`is in while her endpoint is ${status}, and has left when it is disconnected`, async () => {
        await tell(entry(MARY.address, { status }));
        assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
        await tell(entry(MARY.address, { status: 'disconnected' }));
        assert.equal((await world.row(cardId, 'Mary')).status, 'left');
      });
    }

    it('stays in as long as one of her endpoints does', async () => {
      await tell(entry(MARY.address, { key: 'desk' }), entry(`${MARY.address};gr=1`, { key: 'mobile' }));
      await tell(entry(`${MARY.address};gr=1`, { key: 'mobile' }));
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
      await tell();
      assert.equal((await world.row(cardId, 'Mary')).status, 'left');
    });

    it('is in also where the server tells which of its calls that is', async () => {
      const { id } = await world.row(cardId, 'Mary');
      await world.store.callJournal().save({ invitationId: id, callId: 'channel-1' });
      await tell(entry(MARY.address, { callId: 'channel-1' }));
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
    });

    it('who has left before nobody can say any more has left', async () => {
      await tell(MARY.address);
      await tell();
      world.conferenceServer.tell(await uri(), { kind: 'unknown' });
      await until(async () => (await world.desk.gathering(THREAD.id))?.roster === 'unknown');
      assert.equal((await world.row(cardId, 'Mary')).status, 'left');
    });

    it('stays as she is while the roster is unknown; what is different then is written', async () => {
      await tell(MARY.address);
      world.conferenceServer.tell(await uri(), { kind: 'unknown' });
      await until(async () => (await world.desk.gathering(THREAD.id))?.roster === 'unknown');
      assert.deepEqual([(await world.row(cardId, 'Mary')).status, await others()], ['joined', []]);
      await tell();
      assert.equal((await world.row(cardId, 'Mary')).status, 'left');
    });

    it('counts as seen also where she was in for a moment only, between two commits', async () => {
      const conference = await followed();
      const commits = countCommits(world);
      for (let i = 0; i < 200; i += 1) {
        world.conferenceServer.tell(
          conference,
          known(...(i === 100 ? [MARY.address] : []), `sip:x${i}@usher.test`),
        );
      }
      await world.until(cardId, 'Mary', 'left');
      await until(async () => (await others()).includes('sip:x199@usher.test'));
      assert(commits() <= 5, `${commits()} commits for 200 rosters`);
    });

    it('counts as seen also where nobody could say any more right after it', async () => {
      const conference = await followed();
      world.conferenceServer.tell(conference, known());
      world.conferenceServer.tell(conference, known(MARY.address));
      world.conferenceServer.tell(conference, { kind: 'unknown' });
      await world.until(cardId, 'Mary', 'joined');
      assert.equal((await world.desk.gathering(THREAD.id))?.roster, 'unknown');
    });

    it('is written as soon as the database is back', async () => {
      const { commit } = world.store;
      let failures = 2;
      world.store.commit = (work) => {
        if (failures === 0) return commit.call(world.store, work) as ReturnType<typeof work>;
        failures -= 1;
        return Promise.reject(new Error('away'));
      };
      world.conferenceServer.tell(await followed(), known(MARY.address));
      await world.until(cardId, 'Mary', 'joined');
      assert.equal(failures, 0);
    });

    it('is told with nobody knowing who is in: said once in the log, and nothing fails', async () => {
      world.conferenceServer.tell(await followed(), { kind: 'none', code: 489 });
      world.conferenceServer.tell(await uri(), { kind: 'none', code: 489 });
      await until(async () => (await world.desk.gathering(THREAD.id))?.roster === 'none');
      assert.deepEqual(logged, [{ code: 489, conference: await uri() }]);
      assert.equal((await world.row(cardId, 'Mary')).status, 'answered');
    });
  });

  describe('addresses', () => {
    for (const [written, told] of [
      ['sip:mary@usher.test', 'sips:Mary@usher.test;transport=tls'],
      ['tel:+4930123456', 'sip:+4930123456@gateway.usher.test;user=phone'],
      ['sip:+4930123456@usher.test;user=phone', 'tel:+4930123456'],
    ] as const) {
      it(`find ${written} as ${told}`, async () => {
        const cardId = await invited({ ...MARY, key: 'id:mary', address: written });
        await tell(told);
        assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
        assert.deepEqual(await othersButMarks(), []);
      });
    }

    it('find somebody by another one of hers, also by one that was guessed', async () => {
      const cardId = await invited({ ...MARY, guessed: true, also: ['tel:+4930123456', 'sip:m@usher.test'] });
      await tell('sip:m@usher.test');
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
      await tell('sip:+4930123456@usher.test');
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
      await tell('sip:mary@elsewhere.test');
      assert.equal((await world.row(cardId, 'Mary')).status, 'left');
    });

    /** The gate of this world lets no numbers through; what is tried here lies behind it. */
    async function invited(invitee: typeof MARY & { also?: readonly string[] }): Promise<CardId> {
      world.phones.set(MARY.address, answersDialOut);
      const cardId = await invite(MARY);
      await world.until(cardId, 'Mary', 'answered');
      await execute(world.url, 'update invitations set invitee = $1', [JSON.stringify(invitee)]);
      return cardId;
    }
  });

  describe('somebody who is bridged', () => {
    let cardId: CardId;
    let end: PromiseWithResolvers<ParticipantEnd>;
    beforeEach(async () => {
      end = bridges(MARY);
      cardId = await invite(MARY);
      await world.until(cardId, 'Mary', 'joined');
      const { id } = await world.row(cardId, 'Mary');
      await world.store
        .callJournal()
        .save({ invitationId: id, callId: 'conference-leg@usher', leg: 'conference' });
    });

    const leg = (part: Partial<RosterEntry> = {}) =>
      entry(BOT, { key: 'leg', name: 'Mary', callId: 'conference-leg@usher', ...part });

    it('is there once, and no word of the roster counts about her', async () => {
      await tell(leg());
      assert.deepEqual(await othersButMarks(), []);
      await tell();
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
      end.resolve({ how: 'left', by: 'person' });
      await world.until(cardId, 'Mary', 'left');
      await tell(leg());
      assert.equal((await world.row(cardId, 'Mary')).status, 'left', 'a roster that lags behind');
    });

    it('is there once also where the server shows her own address, or tells of no calls', async () => {
      await tell(leg({ address: MARY.address }), entry(BOT, { key: 'another', name: 'Mary' }));
      assert.deepEqual(await othersButMarks(), []);
      await tell();
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
    });

    it('has left with her BYE, though the roster shows her own address for a moment longer', async () => {
      await tell(leg({ address: MARY.address }));
      end.resolve({ how: 'left', by: 'person' });
      await presenceIs(cardId, null);
      await tell(leg({ address: MARY.address }), SUE.address);
      assert.equal((await world.row(cardId, 'Mary')).status, 'left');
    });

    it('is somebody of another thread in the same room', async () => {
      const thread = { ...THREAD, id: 'thread-2' as typeof THREAD.id };
      const conference = await uri();
      await world.desk.use(world.inbound('robin', thread, 'use'), conference.replace(/@.*/, '@usher.test'));
      await execute(world.url, `update conferences set uri = $1 where thread_id = 'thread-2'`, [conference]);
      await attendance.stop();
      attendance = attend(world);
      await attendance.sweep();
      await tell(leg());
      assert.deepEqual(
        (await world.desk.gathering(thread.id))?.others.filter(({ address }) => !address.includes('mark')),
        [{ name: 'Mary', address: '', removal: null }],
      );
    });

    for (const order of ['seen first', 'stepped out first']) {
      it(`steps out, and is in by herself from then on (${order})`, async () => {
        if (order === 'seen first') await tell(leg(), MARY.address);
        end.resolve({ how: 'stepped-out' });
        await presenceIs(cardId, 'independent');
        if (order === 'stepped out first') {
          await tell();
          assert.equal(
            (await world.row(cardId, 'Mary')).status,
            'joined',
            'not seen yet, so not seen leaving',
          );
        }
        await tell(MARY.address);
        assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
        await tell();
        assert.equal((await world.row(cardId, 'Mary')).status, 'left');
      });
    }

    it('who leaves just as she steps out has left, also where the roster tells it first', async () => {
      await tell(leg(), MARY.address);
      await tell();
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
      end.resolve({ how: 'stepped-out' });
      await world.until(cardId, 'Mary', 'left');
    });

    it('whose call through us ends while she is in on one of her own is in', async () => {
      await tell(leg(), MARY.address);
      end.resolve({ how: 'left', by: 'person' });
      await presenceIs(cardId, 'independent');
      assert.equal((await world.row(cardId, 'Mary')).status, 'joined');
    });

    for (const order of ['the roster first', 'the hang-up first']) {
      it(`who is taken out has left, whatever comes first (${order})`, async () => {
        await tell(leg(), MARY.address);
        const { id } = await world.row(cardId, 'Mary');
        if (order === 'the roster first') await tell();
        await world.desk.remove(world.inbound(), [id]);
        await world.until(cardId, 'Mary', 'left');
        await tell();
        assert.equal((await world.row(cardId, 'Mary')).status, 'left');
      });
    }
  });

  describe('somebody who was not invited', () => {
    beforeEach(async () => {
      await invite(BOB);
    });

    it('is shown by who, with her name, and is not rung while she is in', async () => {
      await tell(entry(MARY.address, { name: 'Mary M.' }), entry('', { key: 'withheld' }), 'tel:+49301234');
      assert.deepEqual((await othersButMarks()).sort(), ['', 'Mary M.', 'tel:+49301234']);
      assert.deepEqual(await inviteCodes(MARY, SUE), ['already-in']);
      assert.equal(
        world.method.deliveries.filter(({ destination }) => destination === MARY.address).length,
        0,
      );
      await tell();
      assert.deepEqual([await othersButMarks(), await inviteCodes(MARY)], [[], []]);
    });

    it('is one person with two phones', async () => {
      await tell(entry(MARY.address, { key: 'a' }), entry(`${MARY.address};ob`, { key: 'b' }));
      assert.equal((await othersButMarks()).length, 1);
    });

    it('is not held back by what nobody can say any more', async () => {
      await tell(MARY.address);
      world.conferenceServer.tell(await uri(), { kind: 'unknown' });
      await until(async () => (await world.desk.gathering(THREAD.id))?.roster === 'unknown');
      assert.deepEqual(await inviteCodes(MARY), []);
    });
  });

  for (const way of ['remove', 'end'] as const) {
    it(`who is to be taken out is called what the roster calls her, phone by phone (${way})`, async () => {
      world.phones.set(MARY.address, answersDialOut);
      const cardId = await invite(MARY);
      const { id } = await world.until(cardId, 'Mary', 'answered');
      await tell(
        entry('sips:Mary@usher.test;ob', { key: 'desk' }),
        entry('sip:mary@usher.test;gr=1', { key: 'mobile' }),
        SUE.address,
      );
      await (way === 'remove' ? world.desk.remove(world.inbound(), [id]) : world.desk.end(world.inbound()));
      await world.until(cardId, 'Mary', 'left');
      assert.deepEqual(
        world.conferenceServer.removals.map(({ who }) => who),
        [
          { key: 'desk', address: 'sips:Mary@usher.test;ob' },
          { key: 'mobile', address: 'sip:mary@usher.test;gr=1' },
        ],
      );
    });
  }

  it('who declined, and comes by herself later, is in', async () => {
    world.phones.set(SUE.address, (delivery) => {
      ring(delivery);
      return { outcome: { word: 'declined', answer: answer(603) } };
    });
    const cardId = await invite(SUE);
    const { id } = await world.until(cardId, 'Sue', 'declined');
    await tell(SUE.address);
    assert.deepEqual((await world.row(cardId, 'Sue')).status, 'joined');
    assert.equal((await world.desk.again(world.inbound(), id)).says[0]?.code, 'already-in');
  });

  it('who rings while she is in on another phone is in as soon as her call has its end', async () => {
    const cardId = await invite(MARY, BOB);
    await world.until(cardId, 'Mary', 'ringing');
    await tell(MARY.address);
    const { id, status } = await world.row(cardId, 'Mary');
    assert.equal(status, 'ringing');
    await world.desk.cancel(world.inbound(), [id]);
    await world.until(cardId, 'Mary', 'joined');
  });

  for (const order of ['leaves first', 'invited first']) {
    it(`who leaves × is invited again (${order})`, async () => {
      world.phones.set(MARY.address, answersDialOut);
      const cardId = await invite(MARY);
      await world.until(cardId, 'Mary', 'answered');
      await tell(MARY.address);
      world.phones.set(MARY.address, neverAnswers);
      if (order === 'leaves first') {
        await tell();
        const again = await inviteOnNewCard();
        await world.until(again, 'Mary', 'ringing');
        assert.equal((await world.row(cardId, 'Mary')).status, 'left');
      } else {
        assert.deepEqual(await inviteCodes(MARY), ['already-in']);
        await tell();
        assert.equal((await world.row(cardId, 'Mary')).status, 'left');
      }
    });
  }

  async function inviteOnNewCard(): Promise<CardId> {
    world.clock = () => new Date(Date.now() + 21_000);
    return invite(MARY);
  }

  it('follows until the conference ends', async () => {
    await invite(BOB);
    await tell(MARY.address);
    const conference = await uri();
    await world.desk.end(world.inbound());
    await until(async () => world.conferenceServer.followersOf(conference) === 0);
    assert.equal(await world.desk.gathering(THREAD.id), undefined);
  });

  describe('of two processes', () => {
    let heir: DeskWorld;
    let heirs: Attendance;
    let cardId: CardId;
    beforeEach(async () => {
      heir = await DeskWorld.open(world.url);
      heirs = attend(heir);
      world.phones.set(MARY.address, answersDialOut);
      cardId = await invite(MARY);
      await world.until(cardId, 'Mary', 'answered');
      await followed();
    });
    afterEach(async () => {
      await heirs.stop();
      await heir.close();
    });

    it('the one that opened the conference follows', async () => {
      await Promise.all([attendance.sweep(), heirs.sweep()]);
      assert.equal(world.conferenceServer.followersOf(await uri()), 1);
      assert.equal(heir.conferenceServer.followersOf(await uri()), 0);
    });

    it('the other one follows when that dies; until its server has told, nobody can say', async () => {
      await tell(MARY.address);
      await dieWith(world);
      await heirs.sweep();
      assert.equal((await heir.desk.gathering(THREAD.id))?.roster, 'unknown');
      assert.equal((await heir.row(cardId, 'Mary')).status, 'joined');
      heir.conferenceServer.tell(await followed(heir), known());
      await heir.until(cardId, 'Mary', 'left');
    });

    for (const order of ['written first', 'taken over first']) {
      it(`a roster × the takeover (${order})`, async () => {
        if (order === 'written first') {
          await tell(MARY.address);
          await dieWith(world);
          await heirs.sweep();
        } else {
          await dieWith(world);
          await heirs.sweep();
          world.conferenceServer.tell(await uri(), known(MARY.address));
          await until(async () => world.conferenceServer.followersOf(await uri()) === 0);
        }
        const status = order === 'written first' ? 'joined' : 'answered';
        assert.equal((await heir.row(cardId, 'Mary')).status, status);
        assert.equal((await heir.desk.gathering(THREAD.id))?.roster, 'unknown');
      });
    }

    it('each roster is taken over by one', async () => {
      const third = await DeskWorld.open(world.url);
      const thirds = attend(third);
      await dieWith(world);
      await Promise.all([heirs.sweep(), thirds.sweep()]);
      const conference = await uri();
      const count = [heir, third].map((one) => one.conferenceServer.followersOf(conference));
      assert.deepEqual(count.sort(), [0, 1]);
      await thirds.stop();
      await third.close();
    });

    it('a conference that ends in one is not followed in the other any more', async () => {
      const conference = await uri();
      await heir.desk.end(heir.inbound('sue', THREAD, 'end'));
      await until(async () => world.conferenceServer.followersOf(conference) === 0);
    });

    it('whose call was taken over is judged by whoever follows', async () => {
      const end = bridges(BOB);
      const bobs = await invite(BOB);
      await world.until(bobs, 'Bob', 'joined');
      await tell(BOB.address);
      end.resolve({ how: 'stepped-out' });
      await until(async () => (await world.presenceOf(bobs, 'Bob')) === 'independent');
      await dieWith(world);
      const calls = { recover: async () => ({ kind: 'nothing' as const }) };
      await takeOver({ store: heir.store, owner: heir.owner, calls, log: quietLog, now: () => new Date() });
      await heirs.sweep();
      heir.conferenceServer.tell(await followed(heir), known());
      await heir.until(bobs, 'Bob', 'left');
    });
  });
});

/** How many commits the store has begun since. */
function countCommits({ store }: DeskWorld): () => number {
  const { commit } = store;
  let count = 0;
  store.commit = (work) => {
    count += 1;
    return commit.call(store, work) as ReturnType<typeof work>;
  };
  return () => count;
}

/** What worked last time comes first: the desk and the bridge on a real database, and phones that are scripted by the message. */
import assert from 'node:assert/strict';
import type { DeliveryMethod, DeliveryResult } from '../../src/core/index.ts';
import type { CallMemory, KnownWay } from '../../src/desk/index.ts';
import { WhatWorked } from '../../src/desk/what-worked.ts';
import { Bridge, type LegRecord } from '../../src/sip/index.ts';
import { answer, DeskWorld, person, THREAD } from '../support/desk-world.ts';
import { FakeMethod } from '../support/fake-method.ts';
import { execute } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { SipText } from '../support/scripted-sip-peer.ts';
import { CONFERENCE_SDP, PHONE_SDP, SipBench } from '../support/sip-bench.ts';

const MARY = person('Mary');
const EARLY = { method: 'bridge', form: 'early-offer' };

describe('what worked last time', () => {
  describe('with a phone on the wire', () => {
    let bench: SipBench;
    let world: DeskWorld;

    beforeEach(async () => {
      bench = await SipBench.start();
      world = await DeskWorld.open(undefined, (store) => ({
        memory: store.callMemory(),
        methods: [new Bridge({ ...bench.options(), journal: store.callJournal<LegRecord>() })],
      }));
    });
    afterEach(async () => {
      await world.close();
      await bench.stop();
    });

    /** In a conference of its own: nobody is rung again a moment later for the same one. */
    async function invite() {
      await world.desk.end(world.inbound());
      const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
      return { cardId, first: await bench.peer.request('INVITE', 'mary') };
    }

    /** The conference takes whatever she has answered. */
    async function connect(cardId: string | undefined, invite: SipText, headers: readonly string[] = []) {
      const isEarly = invite.body !== '';
      bench.peer.reply(invite, 200, { body: PHONE_SDP, headers });
      const conference = await bench.peer.request('INVITE');
      bench.peer.reply(conference, 200, { body: CONFERENCE_SDP });
      if (isEarly) bench.peer.reply(await bench.peer.request('INVITE', 'mary'), 200, { body: PHONE_SDP });
      return await world.until(cardId, 'Mary', 'joined');
    }

    async function leave(cardId: string | undefined, invite: SipText) {
      bench.peer.sendInDialog(invite, 'BYE', { cseq: 200 });
      bench.peer.reply(await bench.peer.request('BYE'), 200);
      await world.until(cardId, 'Mary', 'left');
    }

    /** A phone that takes ordinary offers only. */
    async function joinsByEarlyOffer() {
      const { cardId, first } = await invite();
      assert.equal(first.body, '', 'nothing is known: late offer');
      bench.peer.reply(first, 488);
      const second = await bench.peer.request('INVITE', 'mary');
      const { id } = await connect(cardId, second);
      await leave(cardId, second);
      return id;
    }

    it('begins with the form that worked, and says so in the history', async () => {
      const firstId = await joinsByEarlyOffer();
      assert.ok((await world.history(firstId)).every(({ detail }) => detail.lastTime === undefined));
      assert.deepEqual(await wayOf(firstId), EARLY);

      const { cardId, first } = await invite();
      assert.match(first.body, /m=audio 9 /);
      const { id } = await connect(cardId, first);
      const begin = (await world.history(id)).find(({ kind }) => kind === 'state');
      assert.deepEqual(begin?.detail.lastTime, EARLY);
      assert.deepEqual(await wayOf(id), EARLY);
      await leave(cardId, first);
    });

    it('begins as for the first time when that was more than 30 days ago', async () => {
      await joinsByEarlyOffer();
      await execute(world.url, `update ways set worked_at = now() - interval '31 days'`);
      const { first } = await invite();
      assert.equal(first.body, '');
      bench.peer.reply(first, 603);
    });

    it('still tries the other form, forgets what fails now, and learns what works', async () => {
      await joinsByEarlyOffer();
      const { cardId, first } = await invite();
      assert.notEqual(first.body, '');
      bench.peer.reply(first, 488);
      const second = await bench.peer.request('INVITE', 'mary');
      assert.equal(second.body, '');
      bench.peer.reply(second, 180);
      bench.peer.reply(second, 603);
      await world.until(cardId, 'Mary', 'declined');
      assert.equal(await recalled(undefined), undefined);

      const again = await invite();
      assert.equal(again.first.body, '');
      await connect(again.cardId, again.first);
      assert.deepEqual(await recalled('late-offer'), { method: 'bridge', form: 'late-offer' });
      await leave(again.cardId, again.first);
    });

    it('keeps it when she says no: that is about the call, not about its form', async () => {
      await joinsByEarlyOffer();
      const { cardId, first } = await invite();
      bench.peer.reply(first, 180);
      bench.peer.reply(first, 603);
      await world.until(cardId, 'Mary', 'declined');
      await world.owner.drain();
      assert.deepEqual(await world.store.callMemory().recall(MARY.address), EARLY);
    });

    it('knows whether her phone joins by itself', async () => {
      const { cardId, first } = await invite();
      const { id } = await connect(cardId, first, ['Allow: INVITE, ACK, BYE, REFER']);
      bench.peer.reply(await bench.peer.request('REFER', 'mary'), 603);
      while ((await world.store.callMemory().recall(MARY.address))?.steppedOut !== false) await pause();
      const inHistory = async () => (await world.history(id)).filter(({ kind }) => kind === 'participant');
      // Both are written at once, each on its own.
      while ((await inHistory()).length === 0) await pause();
      const events = await inHistory();
      assert.deepEqual(
        events.map(({ detail }) => detail),
        [{ how: 'not-stepped-out' }],
      );
      await leave(cardId, first);
    });

    async function wayOf(id: string) {
      return (await world.history(id)).find(({ detail }) => detail.state === 'Terminated')?.detail.way;
    }

    /** What is known once it is about this form; it is written right after the outcome. */
    async function recalled(form: string | undefined): Promise<KnownWay | undefined> {
      for (;;) {
        const way = await world.store.callMemory().recall(MARY.address);
        if (way?.form === form) return way;
        await pause();
      }
    }
  });

  describe('the method', () => {
    const cannot: DeliveryResult = { outcome: { word: 'cannot', answer: answer(488, false) } };
    const joins: DeliveryResult = { outcome: { word: 'joined' }, acceptedBy: MARY.address };
    const phones = (bridge: DeliveryResult, dialOut: DeliveryResult) => [
      new FakeMethod(() => bridge),
      new FakeMethod(() => dialOut, { name: 'dial-out', isDialOut: true }),
    ];

    async function outcomeWith(methods: readonly DeliveryMethod[], url?: string) {
      const world = await DeskWorld.open(url, (store) => ({ memory: store.callMemory(), methods }));
      const { cardId } = await world.desk.invite({ ...inbound(world), invitees: [MARY] });
      const { id } = await world.until(cardId, 'Mary', 'joined', 'cannot');
      await world.owner.drain();
      const known = await world.store.callMemory().recall(MARY.address);
      await world.desk.end(inbound(world));
      const history = await world.history(id);
      await world.close();
      return { url: world.url, known, history };
    }

    it('that worked comes first, and is no fallback then; one that fails now is forgotten', async () => {
      const { url, known } = await outcomeWith(phones(cannot, joins));
      assert.deepEqual(known, { method: 'dial-out' });

      const second = phones(joins, joins);
      const { history } = await outcomeWith(second, url);
      assert.deepEqual(
        second.map(({ deliveries }) => deliveries.length),
        [0, 1],
      );
      assert.ok(!JSON.stringify(history).includes('FallingBackToMcuDialOut'));

      const third = phones(cannot, cannot);
      assert.equal((await outcomeWith(third, url)).known, undefined);
      assert.deepEqual(
        third.map(({ deliveries }) => deliveries.length),
        [1, 1],
      );
    });
  });

  describe('a broken memory', () => {
    const broken: CallMemory = {
      recall: () => Promise.reject(new Error('gone')),
      remember: () => Promise.reject(new Error('gone')),
      forget: () => Promise.reject(new Error('gone')),
    };
    const silent: CallMemory = { ...broken, recall: () => new Promise(() => {}) };

    for (const [what, memory] of [
      ['that fails', broken],
      ['that never answers', silent],
    ] as const) {
      it(`${what} stops no call`, async () => {
        const world = await DeskWorld.open(undefined, () => ({ memory }));
        world.phones.set(MARY.address, () => ({ outcome: { word: 'joined' }, acceptedBy: MARY.address }));
        try {
          const { cardId } = await world.desk.invite({ ...world.inbound(), invitees: [MARY] });
          await world.until(cardId, 'Mary', 'joined');
          assert.equal(world.method.deliveries[0]?.form, undefined);
        } finally {
          await world.close();
        }
      });
    }

    it('that is slow for one lets nobody be called out of turn', async () => {
      const slow: CallMemory = {
        ...broken,
        recall: async (address) => {
          if (address === 'slow') await pause();
          return { method: address };
        },
      };
      const whatWorked = new WhatWorked(slow, quietLog);
      const told: (string | undefined)[] = [];
      const ask = async (address: string) => told.push((await whatWorked.recall(address))?.method);
      await Promise.all([ask('slow'), ask('fast'), ask('faster')]);
      assert.deepEqual(told, ['slow', 'fast', 'faster']);
    });

    it('is told of in the log', async () => {
      const warned: string[] = [];
      const log = { ...quietLog, warn: (_facts: object, message: string) => void warned.push(message) };
      assert.equal(await new WhatWorked(broken, log).recall(MARY.address), undefined);
      assert.deepEqual(warned, ['what worked last time is not known']);
    });
  });
});

const inbound = (world: DeskWorld) => world.inbound('robin', THREAD, crypto.randomUUID());

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

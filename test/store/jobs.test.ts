import assert from 'node:assert/strict';
import type { CardId, InvitationId, ThreadId } from '../../src/desk/records.ts';
import type { ReminderId } from '../../src/desk/schedule/schedule-records.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { startChild } from '../support/child-service.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene, type Scene } from '../support/store-records.ts';

const SERVICE = new URL('../support/store-service.ts', import.meta.url);

describe('jobs', function () {
  this.timeout(60_000);
  let url: string;
  const stores: PostgresStore[] = [];

  beforeEach(async () => {
    url = await freshDatabase();
  });

  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  async function open(): Promise<PostgresStore> {
    const store = await PostgresStore.open({ url, log: quietLog });
    stores.push(store);
    return store;
  }

  describe('draws', () => {
    it('cost one where many changes are made, never two at once, and the last shows the newest state', async () => {
      const [store, peer] = [await open(), await open()];
      const scene = await makeScene(store);
      const mary = await invite(store, scene, 'mary');
      const shown: number[] = [];
      let inFlight = 0;
      let mostInFlight = 0;
      for (const drawer of [store, peer]) {
        await drawer.onDraw(async (cardId) => {
          inFlight += 1;
          mostInFlight = Math.max(mostInFlight, inFlight);
          const content = await drawer.card(cardId);
          shown.push(Number(content?.card.activityId));
          await new Promise((resolve) => setTimeout(resolve, 30));
          inFlight -= 1;
        });
      }
      const changes = 60;
      for (let change = 1; change <= changes; change += 1) {
        await store.commit(async (tx) => {
          await tx.update(mary, { queued: change % 2 === 0 });
          await tx.setCardActivity(scene.cardId, String(change));
          await tx.draw(scene.cardId);
        });
      }
      await store.drained(20_000);
      assert.equal(mostInFlight, 1);
      assert.equal(shown.at(-1), changes);
      assert(shown.length < changes, `${shown.length} draws for ${changes} changes`);
    });

    it('are ordered for later without holding back those of now, and survive who ordered them', async () => {
      const first = await open();
      const scene = await makeScene(first);
      await first.commit(async (tx) => {
        await tx.drawAfter(scene.cardId, 2);
        await tx.draw(scene.cardId);
      });
      const drawn: string[] = [];
      await first.onDraw(async () => void drawn.push('now'));
      await first.drained(10_000);
      assert.deepEqual(drawn, ['now']);
      await first.close();
      const later = Promise.withResolvers<CardId>();
      await (await open()).onDraw(async (cardId) => later.resolve(cardId));
      assert.equal(await later.promise, scene.cardId);
    });

    it('show a change that was merged into a job which a worker takes before the commit', async () => {
      const store = await open();
      const scene = await makeScene(store);
      const mary = await invite(store, scene, 'mary');
      await store.commit((tx) => tx.draw(scene.cardId));
      const merged = Promise.withResolvers<void>();
      const mayCommit = Promise.withResolvers<void>();
      const change = store.commit(async (tx) => {
        await tx.update(mary, { status: 'ringing' });
        await tx.draw(scene.cardId);
        merged.resolve();
        await mayCommit.promise;
      });
      await merged.promise;
      const shown: (string | undefined)[] = [];
      await store.onDraw(async (cardId) => {
        setTimeout(mayCommit.resolve, 100); // taken, and about to be read
        shown.push((await store.card(cardId))?.invitations[0]?.status);
      });
      await change;
      await store.drained(10_000);
      assert.deepEqual(shown, ['ringing']);
    });

    it('are done again when they throw', async () => {
      const store = await open();
      const { cardId } = await makeScene(store);
      const seen: CardId[] = [];
      const done = Promise.withResolvers<void>();
      await store.onDraw(async (id) => {
        seen.push(id);
        if (seen.length === 1) throw new Error('the chat service is away');
        done.resolve();
      });
      await store.commit((tx) => tx.draw(cardId));
      await done.promise;
      assert.deepEqual(seen, [cardId, cardId]);
    });

    it('do not wait for reminders, however many are due', async () => {
      const store = await open();
      const { cardId } = await makeScene(store);
      const reminders = Array.from({ length: 100 }, (_, i) => `reminder-${i}` as ReminderId);
      const drawn = Promise.withResolvers<CardId>();
      const reminded: CardId[] = [];
      const mayEnd = Promise.withResolvers<void>();
      await store.onDraw(async (id) => {
        if (id === cardId) return drawn.resolve(id);
        reminded.push(id);
        await mayEnd.promise;
      });
      await store.commit((tx) => tx.drawReminders(reminders));
      await store.commit((tx) => tx.draw(cardId));
      await drawn.promise;
      mayEnd.resolve();
      await store.drained(10_000);
      assert.deepEqual(reminded.toSorted(), reminders.toSorted());
    });

    it('of reminders that throw are done again, and those beside them are not', async () => {
      const store = await open();
      const [first, second] = ['reminder-1', 'reminder-2'] as [ReminderId, ReminderId];
      const seen: CardId[] = [];
      const done = Promise.withResolvers<void>();
      await store.onDraw(async (id) => {
        seen.push(id);
        if (seen.filter((one) => one === first).length === 2) done.resolve();
        else if (id === first) throw new Error('the chat service is away');
      });
      await store.commit((tx) => tx.drawReminders([first, second]));
      await done.promise;
      assert.deepEqual(seen.toSorted(), [first, first, second]);
    });

    it('of a killed process are done by the next that starts, at once', async () => {
      const { report, kill } = await startChild<Scene>(SERVICE, [url]);
      await kill();
      const store = await open();
      const drawn = Promise.withResolvers<CardId>();
      await store.onDraw(async (id) => drawn.resolve(id));
      assert.equal(await drawn.promise, report.cardId);
    });

    it('of a killed process are done by another that lives, when the heartbeat is old', async () => {
      const store = await open();
      const { report, kill } = await startChild<Scene>(SERVICE, [url]);
      const drawn = Promise.withResolvers<CardId>();
      await store.onDraw(async (id) => drawn.resolve(id));
      await kill();
      assert.equal(await drawn.promise, report.cardId);
    });

    it('of a living process are left to it by one that starts', async () => {
      const { report } = await startChild<Scene>(SERVICE, [url]);
      await open();
      const [job] = await execute(url, `select state from pgboss.job where singleton_key = $1`, [
        report.cardId,
      ]);
      assert.equal(job?.state, 'active');
    });
  });

  describe('notices', () => {
    const notice = (text: string) => ({ cardId: text as CardId, invitationIds: [] as InvitationId[] });

    it('go out in the order of a thread, also those of one commit', async () => {
      const [store, peer] = [await open(), await open()];
      const threads = ['a', 'b', 'c'] as ThreadId[];
      const sent = new Map<ThreadId, string[]>(threads.map((id) => [id, []]));
      for (const sender of [store, peer]) {
        await sender.onNotice(async (threadId, { cardId }) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          sent.get(threadId)?.push(cardId);
        });
      }
      for (let round = 0; round < 4; round += 1) {
        await store.commit(async (tx) => {
          for (const id of threads) {
            for (const part of [0, 1, 2]) await tx.notice(id, notice(`${round}.${part}`));
          }
        });
      }
      await store.drained(40_000);
      const expected = [0, 1, 2, 3].flatMap((round) => [0, 1, 2].map((part) => `${round}.${part}`));
      for (const id of threads) assert.deepEqual(sent.get(id), expected);
    });

    it('wait for one that fails, those of other threads do not', async () => {
      const store = await open();
      const sent: string[] = [];
      const all = Promise.withResolvers<void>();
      let refused = false;
      await store.onNotice(async (threadId, { cardId }) => {
        if (cardId === '1' && !refused) {
          refused = true;
          throw new Error('the chat service is away');
        }
        sent.push(`${threadId}${cardId}`);
        if (sent.length === 3) all.resolve();
      });
      await store.commit(async (tx) => {
        await tx.notice('a' as ThreadId, notice('1'));
        await tx.notice('a' as ThreadId, notice('2'));
        await tx.notice('b' as ThreadId, notice('3'));
      });
      await all.promise;
      assert.deepEqual(sent, ['b3', 'a1', 'a2']);
    });
  });
});

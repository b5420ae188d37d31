import assert from 'node:assert/strict';
import pg from 'pg';
import type { Transaction } from '../../src/desk/ports.ts';
import type { CardId, ConferenceId, InvitationId, QuestionId, ThreadId } from '../../src/desk/records.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, inviter, makeScene, newInvitation, person } from '../support/store-records.ts';

const log = quietLog;

describe('the store', function () {
  this.timeout(60_000);
  let url: string;
  let store: PostgresStore;

  before(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log });
  });

  after(() => store?.close());

  describe('a commit', () => {
    it('keeps nothing of work that throws', async () => {
      const scene = await makeScene(store);
      const late = newInvitation(scene, 'mary');
      const work = store.commit(async (tx) => {
        await tx.insertInvitation(late);
        await tx.draw(scene.cardId);
        throw new Error('changed its mind');
      });
      await assert.rejects(work, /changed its mind/);
      assert.equal(await store.commit((tx) => tx.invitation(late.id)), undefined);
      const jobs = await execute(url, `select 1 from pgboss.job where singleton_key = $1`, [scene.cardId]);
      assert.deepEqual(jobs, []);
    });

    it('starts over where two wait for each other', async () => {
      const [one, other] = [await makeScene(store), await makeScene(store)];
      let waiting = 0;
      const both = Promise.withResolvers<void>();
      const lockInTurn = (first: CardId, second: CardId) =>
        store.commit(async (tx) => {
          await tx.lockCard(first);
          waiting += 1;
          if (waiting === 2) both.resolve();
          await both.promise;
          await tx.lockCard(second);
          return 'done';
        });
      const results = await Promise.all([
        lockInTurn(one.cardId, other.cardId),
        lockInTurn(other.cardId, one.cardId),
      ]);
      assert.deepEqual(results, ['done', 'done']);
      assert(waiting > 2, 'one of them began again');
    });
  });

  describe('activities', () => {
    it('are claimed once', async () => {
      const claim = () => store.commit((tx) => tx.claimActivity('msteams', 'a-1'));
      assert.equal(await claim(), true);
      assert.equal(await claim(), false);
      assert.equal(await store.commit((tx) => tx.claimActivity('slack', 'a-1')), true);
    });

    it('are claimed by one of many redeliveries that arrive together', async () => {
      const claims = await Promise.all(
        Array.from({ length: 8 }, () => store.commit((tx) => tx.claimActivity('msteams', 'a-2'))),
      );
      assert.equal(claims.filter(Boolean).length, 1);
    });

    it('can be claimed again where the work that claimed them failed', async () => {
      const failing = store.commit(async (tx) => {
        await tx.claimActivity('msteams', 'a-3');
        throw new Error('no');
      });
      await assert.rejects(failing);
      assert.equal(await store.commit((tx) => tx.claimActivity('msteams', 'a-3')), true);
    });

    it('are forgotten after a day', async () => {
      await store.commit((tx) => tx.claimActivity('msteams', 'old'));
      await execute(
        url,
        `update activities set received_at = now() - interval '25 hours' where activity_id = 'old'`,
      );
      await (await PostgresStore.open({ url, log })).close();
      assert.equal(await store.commit((tx) => tx.claimActivity('msteams', 'old')), true);
    });
  });

  describe('threads and conferences', () => {
    it('decide the commands of one thread one after the other', async () => {
      const { thread } = await makeScene(store);
      const order: string[] = [];
      const started = Promise.withResolvers<void>();
      const first = store.commit(async (tx) => {
        await tx.lockThread(thread);
        started.resolve();
        await new Promise((resolve) => setTimeout(resolve, 100));
        order.push('first');
      });
      await started.promise;
      const second = store.commit(async (tx) => {
        await tx.lockThread(thread);
        order.push('second');
      });
      await Promise.all([first, second]);
      assert.deepEqual(order, ['first', 'second']);
    });

    it('have one active conference', async () => {
      const { thread, conferenceId, uri } = await makeScene(store);
      const active = () => store.commit((tx) => tx.activeConference(thread.id));
      const found = await active();
      assert.deepEqual(
        { ...found, createdAt: null },
        {
          ...{ id: conferenceId, threadId: thread.id, uri, subject: 'Standup', state: 'active' },
          createdAt: null,
        },
      );
      assert(found?.createdAt instanceof Date);
      const next = { id: 'next' as ConferenceId, threadId: thread.id, uri: 'sip:b@conf.test', subject: 'B' };
      await assert.rejects(
        store.commit((tx) => tx.insertConference(next)),
        { code: '23505' },
      );
      await store.commit(async (tx) => {
        await tx.endConference(conferenceId);
        await tx.insertConference(next);
      });
      assert.equal((await active())?.id, next.id);
    });

    it('remember the newest way to speak there', async () => {
      const { thread, cardId } = await makeScene(store);
      await store.commit((tx) => tx.lockThread({ ...thread, title: 'New', reference: { serviceUrl: 'u' } }));
      const content = await store.card(cardId);
      assert.deepEqual(content?.thread, { ...thread, title: 'New', reference: { serviceUrl: 'u' } });
    });
  });

  describe('invitations', () => {
    it('begin as ours, with fence 1, and are read as they were written', async () => {
      const scene = await makeScene(store);
      const asked = newInvitation(scene, 'mary', { toast: 'Join\0 us \ud83d', position: 3 });
      const inserted = await store.commit((tx) => tx.insertInvitation(asked));
      assert(inserted);
      const { createdAt, changedAt, ...rest } = inserted;
      assert.deepEqual(rest, {
        ...asked,
        toast: 'Join us \ufffd',
        ...{ wanted: 'in', state: 'Idle', status: 'inviting', queued: false, outcome: null, presence: null },
        ...{
          urgent: false,
          removalCode: null,
          retryAt: null,
          seen: false,
          answer: null,
          message: null,
          inChat: 'no',
        },
        ...{ owner: store.processId, fence: 1 },
      });
      assert.equal(createdAt.getTime(), changedAt.getTime());
      assert.deepEqual(await store.commit((tx) => tx.invitation(asked.id)), inserted);
      assert.equal(await store.commit((tx) => tx.invitation('no such' as InvitationId)), undefined);
    });

    it('are one living per person and conference, whichever thread asks, and the commit goes on', async () => {
      const uri = 'sip:shared@conf.test';
      const [one, other] = [await makeScene(store, uri), await makeScene(store, uri)];
      const first = await invite(store, one, 'mary');
      const second = await store.commit(async (tx) => {
        assert.equal(await tx.insertInvitation(newInvitation(other, 'mary')), false);
        return tx.insertInvitation(newInvitation(other, 'bob'));
      });
      assert(second);
      assert.equal((await store.commit((tx) => tx.lastInvitation(uri, person('mary').key)))?.id, first.id);
      await store.commit((tx) => tx.update(first, { state: 'Terminated', status: 'declined' }));
      const again = await invite(store, other, 'mary');
      assert.equal((await store.commit((tx) => tx.lastInvitation(uri, person('mary').key)))?.id, again.id);
    });

    it('are one living also when many ask at the same moment', async () => {
      const scene = await makeScene(store);
      const results = await Promise.all(
        Array.from({ length: 8 }, () =>
          store.commit((tx) => tx.insertInvitation(newInvitation(scene, 'mary'))),
        ),
      );
      assert.equal(results.filter((result) => result !== false).length, 1);
    });

    it('change what the patch names, and the instant only with the status', async () => {
      const invitation = await invite(store, await makeScene(store), 'mary');
      const update = (patch: Parameters<Transaction['update']>[1]) =>
        store.commit((tx) => tx.update(invitation, patch));
      const queued = await update({ queued: true, state: 'Delivering' });
      assert.deepEqual(queued, { ...invitation, queued: true, state: 'Delivering' });
      const ringing = await update({ status: 'ringing' });
      assert(ringing);
      assert(ringing.changedAt > invitation.changedAt);
      assert.deepEqual(await update({ status: 'ringing' }), ringing);
      assert.deepEqual(await update({}), ringing);
      const outcome = {
        word: 'declined',
        answer: { code: 603, reasonPhrase: 'No', answeredBy: 'person', rang: true },
      } as const;
      const ended = await update({ state: 'Terminated', status: 'declined', outcome, presence: null });
      assert.deepEqual(ended?.outcome, outcome);
    });

    it('keep their history in order', async () => {
      const { id } = await invite(store, await makeScene(store), 'mary');
      await store.commit(async (tx) => {
        await tx.appendEvent(id, { kind: 'created', detail: { by: 'Ann' } });
        await tx.appendEvent(id, { kind: 'state', detail: { state: 'Delivering' } });
      });
      await store.commit((tx) => tx.appendEvent(id, { kind: 'state', detail: { state: 'Terminated' } }));
      const rows = await execute(
        url,
        `select kind, detail from invitation_events where invitation_id = $1 order by seq`,
        [id],
      );
      assert.deepEqual(rows, [
        { kind: 'created', detail: { by: 'Ann' } },
        { kind: 'state', detail: { state: 'Delivering' } },
        { kind: 'state', detail: { state: 'Terminated' } },
      ]);
    });

    it('living in a conference are those on their way and those who are in', async () => {
      const scene = await makeScene(store);
      const [waiting, bridged, declined, gone] = [
        await invite(store, scene, 'waiting'),
        await invite(store, scene, 'bridged'),
        await invite(store, scene, 'declined'),
        await invite(store, scene, 'gone'),
      ];
      await store.commit(async (tx) => {
        await tx.update(bridged, { state: 'Terminated', status: 'joined', presence: 'bridged' });
        await tx.update(declined, { state: 'Terminated', status: 'declined' });
        await tx.update(gone, { state: 'Terminated', status: 'joined', presence: 'independent' });
      });
      const living = await store.commit((tx) => tx.livingInvitations(scene.conferenceId));
      assert.deepEqual(
        living.map(({ id }) => id),
        [waiting.id, bridged.id, gone.id],
      );
    });
  });

  describe('wishes', () => {
    it('wake the owner, whichever process that is', async () => {
      const peer = await PostgresStore.open({ url, log });
      try {
        const heard: [string, InvitationId][] = [];
        const woken = Promise.withResolvers<void>();
        store.onUnwanted((id) => {
          heard.push(['owner', id]);
          woken.resolve();
        });
        peer.onUnwanted((id) => heard.push(['peer', id]));
        const { id } = await invite(store, await makeScene(store), 'mary');
        await peer.commit((tx) => tx.setUnwanted(id));
        await woken.promise;
        assert.deepEqual(heard, [['owner', id]]);
        assert.deepEqual(
          (await store.unwanted()).map(({ invitation }) => invitation.id),
          [id],
        );
        assert.deepEqual(await peer.unwanted(), []);
      } finally {
        await peer.close();
      }
    });

    it('about somebody who is in by herself are found until her conference was asked, also by a successor', async () => {
      const peer = await PostgresStore.open({ url, log: quietLog });
      try {
        const mary = await invite(peer, await makeScene(peer), 'mary');
        await peer.commit((tx) =>
          tx.update(mary, { state: 'Terminated', status: 'joined', presence: 'independent' }),
        );
        const ids = async (of = peer) => (await of.unwanted()).map(({ invitation }) => invitation.id);
        assert.deepEqual(await ids(), []);
        await store.commit((tx) => tx.setUnwanted(mary.id));
        assert.deepEqual(await ids(), [mary.id]);
        await peer.commit((tx) => tx.update(mary, { removalCode: 403 }));
        assert.deepEqual(await ids(), [], 'it has been answered');
        await store.commit((tx) => tx.setUnwanted(mary.id));
        assert.deepEqual(await ids(), [mary.id], 'it is to be asked once more');
        await execute(url, `update processes set renewed_at = now() - interval '1 minute' where id = $1`, [
          peer.processId,
        ]);
        assert((await store.takeOver()).some(({ invitation }) => invitation.id === mary.id));
        assert((await ids(store)).includes(mary.id));
      } finally {
        await peer.close();
      }
    });

    it('are no more to be granted when the call has ended', async () => {
      const invitation = await invite(store, await makeScene(store), 'mary');
      await store.commit((tx) => tx.setUnwanted(invitation.id));
      await store.commit((tx) => tx.update(invitation, { state: 'Terminated', status: 'withdrawn' }));
      const unwanted = await store.unwanted();
      assert(!unwanted.some((one) => one.invitation.id === invitation.id));
    });
  });

  describe('cards', () => {
    it('show the last attempt of each row and the open questions', async () => {
      const scene = await makeScene(store);
      const first = await invite(store, scene, 'mary');
      await store.commit((tx) => tx.update(first, { state: 'Terminated', status: 'no-answer' }));
      const again = await invite(store, scene, 'mary', { attempt: 2 });
      const question = {
        ...{ id: 'q-1' as QuestionId, cardId: scene.cardId, position: 1, typed: 'alex' },
        ...{ candidates: [person('alex.a'), person('alex.b')], askedBy: inviter.id },
      };
      await store.commit((tx) => tx.insertQuestion(question));
      assert.equal(await store.commit((tx) => tx.nextPosition(scene.cardId)), 2);
      const content = await store.card(scene.cardId);
      assert.deepEqual(content?.card, {
        ...{ id: scene.cardId, threadId: scene.thread.id, conferenceId: scene.conferenceId },
        ...{ inviter, toast: null, urgent: false, persist: null, activityId: null },
      });
      assert.equal(content.conference.id, scene.conferenceId);
      assert.deepEqual(content.invitations, [again]);
      const [open] = content.questions;
      assert.deepEqual(open, { ...question, kind: 'who', state: 'open', askedAt: open?.askedAt });
      assert.deepEqual((await store.gathering(scene.thread.id))?.questions, [open]);

      await store.commit((tx) => tx.closeQuestion(question.id, 'answered'));
      await store.commit((tx) => tx.setCardActivity(scene.cardId, 'message-1'));
      const later = await store.card(scene.cardId);
      assert.deepEqual(later?.questions, []);
      assert.deepEqual((await store.gathering(scene.thread.id))?.questions, []);
      assert.equal(later.card.activityId, 'message-1');
      assert.equal((await store.commit((tx) => tx.question(question.id)))?.state, 'answered');
      assert.equal(await store.card('no such' as CardId), undefined);
      assert.equal(await store.commit((tx) => tx.question('no such' as QuestionId)), undefined);
    });

    it('begin with row 0', async () => {
      const { cardId } = await makeScene(store);
      assert.equal(await store.commit((tx) => tx.nextPosition(cardId)), 0);
    });

    it('close their open questions with the conference, and say which cards that were', async () => {
      const scene = await makeScene(store);
      await store.commit(async (tx) => {
        const question = {
          cardId: scene.cardId,
          typed: 'alex',
          candidates: [person('alex')],
          askedBy: '29:ann',
        };
        await tx.insertQuestion({ ...question, id: 'q-2' as QuestionId, position: 0 });
        await tx.insertQuestion({ ...question, id: 'q-3' as QuestionId, position: 1 });
      });
      const close = () => store.commit((tx) => tx.closeQuestions(scene.conferenceId));
      assert.deepEqual(await close(), [scene.cardId]);
      assert.deepEqual(await close(), []);
      assert.equal((await store.commit((tx) => tx.question('q-3' as QuestionId)))?.state, 'closed');
    });

    it('are settled when every last attempt has an end and no question is open; each end is told once', async () => {
      const scene = await makeScene(store);
      const isSettled = () => store.commit((tx) => tx.isSettled(scene.cardId));
      const [mary, bob] = [
        await invite(store, scene, 'mary', { position: 1 }),
        await invite(store, scene, 'bob'),
      ];
      await store.commit((tx) => tx.update(mary, { state: 'Terminated', status: 'declined' }));
      assert.equal(await isSettled(), false);
      await store.commit((tx) => tx.update(bob, { state: 'Terminated', status: 'busy' }));
      assert.equal(await isSettled(), true);
      const take = () => store.commit((tx) => tx.takeUntold(scene.cardId));
      assert.deepEqual(await take(), [bob.id, mary.id]);
      assert.deepEqual(await take(), []);
      await store.commit((tx) =>
        tx.insertQuestion({
          ...{ id: 'q-4' as QuestionId, cardId: scene.cardId, position: 2, typed: 'a' },
          ...{ candidates: [], askedBy: inviter.id },
        }),
      );
      assert.equal(await isSettled(), false);
    });
  });

  describe('a gathering', () => {
    it('is the last invitation of each person in the active conference, oldest first', async () => {
      const scene = await makeScene(store);
      const first = await invite(store, scene, 'mary');
      await store.commit((tx) => tx.update(first, { state: 'Terminated', status: 'busy' }));
      const bob = await invite(store, scene, 'bob', { position: 1 });
      const again = await invite(store, scene, 'mary', { attempt: 2 });
      const gathering = await store.gathering(scene.thread.id);
      assert.equal(gathering?.conference.id, scene.conferenceId);
      assert.deepEqual(gathering.invitations, [bob, again]);
      await store.commit((tx) => tx.endConference(scene.conferenceId));
      assert.equal(await store.gathering(scene.thread.id), undefined);
      assert.equal(await store.gathering('no such' as ThreadId), undefined);
    });
  });

  describe('the journal of call legs', () => {
    interface TestLeg {
      readonly invitationId: string;
      readonly callId: string;
      readonly state: string;
    }

    it('keeps a leg per call, the newest state of each, in the order of their beginning', async () => {
      const { id } = await invite(store, await makeScene(store), 'mary');
      const journal = store.callJournal<TestLeg>();
      await journal.save({ invitationId: id, callId: `z-${id}`, state: 'inviting' });
      await journal.save({ invitationId: id, callId: `a-${id}`, state: 'inviting' });
      await journal.save({ invitationId: id, callId: `z-${id}`, state: 'confirmed' });
      assert.deepEqual(await journal.legs(id), [
        { invitationId: id, callId: `z-${id}`, state: 'confirmed' },
        { invitationId: id, callId: `a-${id}`, state: 'inviting' },
      ]);
      assert.deepEqual(await journal.legs('no such'), []);
    });

    it('writes again what was lost with its connection', async () => {
      const { id } = await invite(store, await makeScene(store), 'mary');
      const journal = store.callJournal<TestLeg>();
      const blocker = new pg.Client({ connectionString: url });
      await blocker.connect();
      await blocker.query('begin; lock table calls in access exclusive mode');
      const saving = journal.save({ invitationId: id, callId: `c-${id}`, state: 'inviting' });
      const waiting = `from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      let cut: Record<string, unknown>[] = [];
      while (cut.length === 0) cut = await execute(url, `select pg_terminate_backend(pid) ${waiting}`);
      await blocker.query('commit');
      await blocker.end();
      await saving;
      assert.deepEqual(
        (await journal.legs(id)).map(({ callId }) => callId),
        [`c-${id}`],
      );
    });

    it('refuses a process that is not the owner', async () => {
      const peer = await PostgresStore.open({ url, log });
      try {
        const { id } = await invite(store, await makeScene(store), 'mary');
        const saving = peer.callJournal().save({ invitationId: id, callId: `c-${id}` });
        await assert.rejects(
          saving,
          (error) => error instanceof StoreError && error.code === 'store.not-owner',
        );
      } finally {
        await peer.close();
      }
    });
  });
});

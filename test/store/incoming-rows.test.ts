import assert from 'node:assert/strict';
import type { IncomingId, NewIncoming } from '../../src/desk/incoming-ports.ts';
import type { Thread } from '../../src/desk/records.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { inviter as ann, makeScene, person } from '../support/store-records.ts';

const LEE = 'sip:lee@contoso.com';
const ROOM = 'sip:standup@conf.contoso.com';

describe('invitations from outside, stored', function () {
  this.timeout(60_000);
  let url: string;
  let store: PostgresStore;
  let thread: Thread;

  before(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
  });
  beforeEach(async () => {
    ({ thread } = await makeScene(store));
    await execute(url, 'delete from incoming_invitations');
  });
  after(() => store?.close());

  function newIncoming(part: Partial<NewIncoming> = {}): NewIncoming {
    return {
      id: crypto.randomUUID() as string as IncomingId,
      threadId: thread.id,
      inviter: { address: LEE, name: 'Lee' },
      inviterKey: LEE,
      subject: 'Standup',
      toast: 'Join us',
      conferenceUri: ROOM,
      expiresAt: new Date(Date.now() + 60_000),
      ...part,
    };
  }

  async function insert(part: Partial<NewIncoming> = {}): Promise<IncomingId> {
    const incoming = newIncoming(part);
    assert.equal(await store.commit((tx) => tx.insertIncoming(incoming)), true);
    return incoming.id;
  }

  const recordOf = async (id: IncomingId) => (await store.incoming(id))?.record;

  describe('a binding', () => {
    it('moves to where it was asked for last, and says from where', async () => {
      const other = (await makeScene(store)).thread;
      const bind = (to: Thread) => store.commit((tx) => tx.bind(to.id, [LEE, 'tel:+49301234'], 'Lee'));
      assert.equal(await bind(thread), undefined);
      assert.equal(await bind(thread), undefined);
      assert.equal((await bind(other))?.id, thread.id);
      assert.deepEqual(await store.commit((tx) => tx.boundThread('tel:+49301234')), other);
      assert.equal(await store.commit((tx) => tx.boundThread('sip:nobody@contoso.com')), undefined);
    });

    it('ends where it is', async () => {
      const other = (await makeScene(store)).thread;
      await store.commit((tx) => tx.bind(thread.id, ['sip:a@x.test', 'sip:b@x.test'], 'Ann'));
      await store.commit((tx) => tx.bind(thread.id, ['sip:c@x.test'], 'Cem'));
      assert.deepEqual(await store.commit((tx) => tx.unbind(other.id)), []);
      assert.deepEqual(await store.commit((tx) => tx.unbind(thread.id, ['sip:c@x.test'])), ['Cem']);
      assert.deepEqual(await store.commit((tx) => tx.unbind(thread.id)), ['Ann']);
      assert.equal(await store.commit((tx) => tx.boundThread('sip:a@x.test')), undefined);
    });
  });

  it('keeps what was said', async () => {
    const { inviterKey: _, ...said } = newIncoming({ subject: 'A\0B', toast: null });
    const id = await insert({ ...said, id: said.id });
    const found = await store.incoming(id);
    assert.deepEqual(found?.thread, thread);
    const { changedAt, ...record } = found?.record ?? {};
    assert(changedAt instanceof Date);
    assert.deepEqual(record, {
      ...said,
      subject: 'AB',
      answer: null,
      ending: null,
      activityId: null,
      owner: store.processId,
    });
  });

  it('stands once for one inviter and conference, until it has ended', async () => {
    const id = await insert();
    assert.equal(await store.commit((tx) => tx.insertIncoming(newIncoming())), false);
    await insert({ conferenceUri: 'sip:other@conf.contoso.com' });
    assert.equal(await store.commit((tx) => tx.endIncoming(id, 'withdrawn')), true);
    await insert();
  });

  it('is counted in its thread while it stands, and of its inviter for a while', async () => {
    const since = new Date(Date.now() - 60_000);
    const other = (await makeScene(store)).thread;
    const count = (at = since) => store.commit((tx) => tx.countIncoming(thread.id, LEE, at));
    const id = await insert();
    await insert({ threadId: other.id, conferenceUri: 'sip:2@conf.contoso.com' });
    await insert({ inviterKey: 'sip:sue@contoso.com' });
    assert.deepEqual(await count(), { open: 2, lately: 2 });
    await store.commit((tx) => tx.endIncoming(id, 'declined'));
    assert.deepEqual(await count(), { open: 1, lately: 2 });
    assert.deepEqual(await count(new Date(Date.now() + 1_000)), { open: 1, lately: 0 });
  });

  it('wakes who holds it when it is answered, and is found by him otherwise', async () => {
    const id = await insert();
    const woken = new Promise((resolve) => store.onIncomingAnswered(resolve));
    const answer = { wish: 'join', by: ann, invitee: person('ann') } as const;
    assert.deepEqual(await store.answeredIncoming(), []);
    await store.commit((tx) => tx.answerIncoming(id, answer));
    assert.equal(await woken, id);
    assert.deepEqual(await store.answeredIncoming(), [id]);
    assert.deepEqual((await recordOf(id))?.answer, answer);
    await store.commit((tx) => tx.endIncoming(id, 'accepted'));
    assert.deepEqual(await store.answeredIncoming(), []);
  });

  it('ends once', async () => {
    const id = await insert();
    assert.equal(await store.commit((tx) => tx.endIncoming(id, 'declined')), true);
    assert.equal(await store.commit((tx) => tx.endIncoming(id, 'expired')), false);
    assert.equal((await recordOf(id))?.ending, 'declined');
  });

  it('remembers the message that shows it', async () => {
    const id = await insert();
    await store.commit((tx) => tx.setCardActivity(id, 'message-1'));
    assert.equal((await recordOf(id))?.activityId, 'message-1');
  });

  it('is interrupted when its process is dead, once, and never by whom it was taken from', async () => {
    const id = await insert();
    const successor = await PostgresStore.open({ url, log: quietLog });
    try {
      const interrupt = () => successor.commit((tx) => tx.interruptIncoming());
      assert.deepEqual(await interrupt(), []);
      const dead = `update processes set renewed_at = now() - interval '1 minute' where id = $1`;
      await execute(url, dead, [store.processId]);
      assert.deepEqual(await interrupt(), [id]);
      assert.deepEqual(await interrupt(), []);
      assert.equal((await recordOf(id))?.ending, 'interrupted');
      assert.equal(await store.commit((tx) => tx.endIncoming(id, 'accepted')), false);
    } finally {
      await successor.close();
    }
  });
});

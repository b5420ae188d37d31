import assert from 'node:assert/strict';
import { PersonalDoor, Reminders } from '../../src/desk/index.ts';
import type { Invitee, Thread, ThreadId } from '../../src/desk/records.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { invite, makeScene } from '../support/store-records.ts';

const MARY: Invitee = {
  key: 'sip:mary@example.com',
  name: 'Mary Lind',
  address: 'sip:mary@example.com',
  also: ['sip:mary.lind@example.com'],
  guessed: false,
  ids: ['29:mary', 'mary@mail.example.com'],
};
const BOB: Invitee = {
  key: 'sip:bob@example.com',
  name: 'Bob',
  address: 'sip:bob@example.com',
  guessed: false,
};
const mary = { id: '29:MARY', name: 'Mary Lind' };
const thread: Thread = { id: 'her chat' as ThreadId, channel: 'msteams', title: '', reference: null };

describe('store/forget-person', () => {
  let url: string;
  let store: PostgresStore;
  let door: PersonalDoor;

  beforeEach(async () => {
    url = await freshDatabase();
    store = await PostgresStore.open({ url, log: quietLog });
    door = new PersonalDoor({
      store,
      desk: { again: async () => ({ duplicate: false, says: [], cardId: undefined }) },
      joinUrl: undefined,
    });
  });
  afterEach(() => store.close());

  /** Everything that is stored, table by table, as text; but for the audit trail, which keeps what was done by whom. */
  async function everything(): Promise<string> {
    const tables = await execute(
      url,
      `select tablename from pg_tables where schemaname = 'public' and tablename <> 'audit'`,
    );
    const texts = await Promise.all(
      tables.map(({ tablename }) => execute(url, `select t::text as row from ${tablename} as t`)),
    );
    return texts
      .flat()
      .map(({ row }) => row)
      .join('\n');
  }

  const forget = (activityId = 'forget') => door.forget({ thread, activityId, actor: mary });

  it('leaves no name, address or word of hers in anything that is over', async () => {
    const invited = await makeScene(store);
    const invitation = await invite(store, invited, 'mary', { invitee: MARY });
    await store.callJournal().save({ invitationId: invitation.id, callId: '1', to: MARY.address } as never);
    await store.callMemory().remember(MARY.address, { method: 'bridge' });
    await store.commit(async (tx) => {
      await tx.setPersonalThread(invitation.id, { ...thread, id: 'alone' as ThreadId });
      await tx.setAnswer(invitation.id, { wish: 'decline', words: 'says Mary' });
      await tx.setMessage(invitation.id, 'Mary is late');
      await tx.appendEvent(invitation.id, { kind: 'answer', detail: { message: 'Mary is late' } });
      await tx.rememberUnreachable(['29:mary']);
      await tx.bind(invited.thread.id, ['sip:mary@example.com'], 'Mary Lind');
      await tx.update(invitation, { state: 'Terminated', status: 'declined', outcome: { word: 'declined' } });
    });
    const inviting = await makeScene(store);
    await execute(url, `update cards set inviter = $1, toast = 'Mary asks' where id = $2`, [
      { id: '29:mary', name: 'Mary Lind' },
      inviting.cardId,
    ]);
    const bobs = await invite(store, inviting, 'bob', {
      invitee: BOB,
      inviter: { id: '29:mary', name: 'Mary Lind' },
      toast: 'Mary asks',
    });
    await store.commit((tx) => tx.update(bobs, { state: 'Terminated', status: 'joined' }));
    const reminders = new Reminders({ store, scheduled: store.schedule(), now: () => new Date() });
    const remind = (activityId: string, invitees: Invitee[], actor = { id: '29:ann', name: 'Ann' }) =>
      reminders.remind({
        ...{ activityId, thread, actor, invitees, everyone: false },
        when: { kind: 'in', seconds: 600 },
      });
    await remind('hers', [BOB], { id: '29:mary', name: 'Mary Lind' });
    await remind('of her', [MARY]);
    await remind('of both', [MARY, BOB]);
    const until = new Date(Date.now() + 3_600_000);
    await store.commit((tx) => tx.block(['id:29:mary', 'tel:+493012345'], { until, zone: 'UTC' }));
    await store.commit((tx) => tx.block(['id:29:bob'], { until, zone: 'UTC' }));
    assert.match(await everything(), /mary/i);

    const { says } = await forget();
    assert.deepEqual(says, [{ code: 'forgotten', facts: { invitations: 2, reminders: 2, days: 365 } }]);
    assert.doesNotMatch(await everything(), /mary/i);
    // That it happened, and how it ended, is kept; the cards are drawn without her.
    const kept = await execute(url, 'select status from invitations order by seq');
    assert.deepEqual(kept, [{ status: 'declined' }, { status: 'joined' }]);
    const left = await execute(url, 'select invitees from reminders');
    assert.deepEqual(left, [{ invitees: [BOB] }]);
    assert.deepEqual(await execute(url, 'select key from blocks'), [{ key: 'id:29:bob' }]);
    const drawn = await execute(url, `select data->>'cardId' as id from pgboss.job where name = 'draw'`);
    assert.deepEqual(drawn.map(({ id }) => id).sort(), [invited.cardId, inviting.cardId].sort());
  });

  it('leaves the audit trail as it is, and says so', async () => {
    const scene = await makeScene(store);
    const invitation = await invite(store, scene, 'mary', { invitee: MARY, inviter: mary });
    await store.commit((tx) => tx.update(invitation, { state: 'Terminated', status: 'left' }));
    const trail = () => execute(url, `select * from audit where event <> 'asked' order by seq`);
    const before = await trail();
    const { says } = await forget();
    assert.deepEqual(says, [{ code: 'forgotten', facts: { invitations: 1, reminders: 0, days: 365 } }]);
    const after = await trail();
    assert.deepEqual(after, before);
    assert.deepEqual(
      after.map(({ by_name, person_name }) => [by_name, person_name]),
      [
        [null, null],
        ['Mary Lind', 'Mary Lind'],
      ],
    );
  });

  it('needs her where she is on the way or in, and says so', async () => {
    const scene = await makeScene(store);
    const invitation = await invite(store, scene, 'mary', { invitee: MARY });
    const first = await forget('first');
    assert.deepEqual(first.says, [
      { code: 'forgotten', facts: { invitations: 0, reminders: 0, days: 365 } },
      { code: 'forgotten-not-yet', facts: { count: 1 } },
    ]);
    assert.match(await everything(), /Mary Lind/);
    await store.commit((tx) => tx.update(invitation, { state: 'Terminated', status: 'left' }));
    const second = await forget('second');
    assert.deepEqual(second.says, [
      { code: 'forgotten', facts: { invitations: 1, reminders: 0, days: 365 } },
    ]);
    assert.doesNotMatch(await everything(), /Mary Lind/);
  });

  it('takes her out of those who were not needed any more, and needs her where she still waits for her turn', async () => {
    const scene = await makeScene(store);
    const wait = (position: number, state: string) =>
      execute(
        url,
        `insert into waiting_invitees (id, card_id, position, stage, invitee, state, why) values ($1, $2, $3, 1, $4, $5, $6)`,
        [
          crypto.randomUUID(),
          scene.cardId,
          position,
          MARY,
          state,
          { code: 'already-in', facts: { name: 'Mary Lind' } },
        ],
      );
    await wait(7, 'not-needed');
    await wait(8, 'waiting');
    const first = await forget('first');
    assert.deepEqual(first.says[1], { code: 'forgotten-not-yet', facts: { count: 1 } });
    const rows = await execute(url, 'select invitee, why from waiting_invitees order by position');
    assert.doesNotMatch(JSON.stringify(rows[0]), /mary/i);
    assert.match(JSON.stringify(rows[1]), /mary/i);
    await execute(url, `update waiting_invitees set state = 'passed-over'`);
    await forget('second');
    assert.doesNotMatch(await everything(), /mary/i);
  });

  it('needs her where she is to be called again', async () => {
    const scene = await makeScene(store);
    const invitation = await invite(store, scene, 'mary', { invitee: MARY });
    await store.commit((tx) => tx.update(invitation, { state: 'Terminated', status: 'no-answer' }));
    await execute(url, `update invitations set retry_at = now() + interval '2 minutes'`);
    assert.equal((await forget('first')).says[1]?.code, 'forgotten-not-yet');
    await execute(url, `update invitations set retry_at = null, answer = '{"wish": "later", "words": null}'`);
    assert.equal((await forget('second')).says[1]?.code, 'forgotten-not-yet');
    assert.match(await everything(), /Mary Lind/);
  });

  it('does not know any more who was asked which of several was meant', async () => {
    const scene = await makeScene(store);
    await execute(
      url,
      `insert into questions (id, card_id, position, typed, candidates, state, asked_by)
        values ('q', $1, 7, 'alex', '[]', 'answered', '29:mary')`,
      [scene.cardId],
    );
    await forget();
    assert.doesNotMatch(await everything(), /mary/i);
  });

  it('touches nobody else, and comes once', async () => {
    const scene = await makeScene(store);
    const bob = await invite(store, scene, 'bob', { invitee: { ...BOB, ids: ['29:bob'] } });
    await store.commit((tx) => tx.update(bob, { state: 'Terminated', status: 'left' }));
    await forget();
    assert.equal((await forget()).duplicate, true);
    assert.match(await everything(), /sip:bob@example\.com/);
  });
});

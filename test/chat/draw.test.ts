import assert from 'node:assert/strict';
import type { Card } from '../../src/cards/index.ts';
import { drawJob } from '../../src/chat/draw.ts';
import { MessengerError } from '../../src/chat/messenger-error.ts';
import { noticeJob } from '../../src/chat/notices.ts';
import { Patience, TEAMS_RATES } from '../../src/chat/patience.ts';
import type { Messenger, Outgoing } from '../../src/chat/ports.ts';
import type { CardId, IncomingId, InvitationId, ThreadId } from '../../src/desk/index.ts';
import { FakeDesk, FakePersonal, FakeSchedule } from '../support/fake-desk.ts';
import { reminderView } from '../support/schedule-views.ts';
import { cardView, incomingView, invitationRow } from '../support/views.ts';

/** As many as a card has without need. */
const MAX_ROWS = 12;
const cardId = 'card-1' as CardId;
const thread = { id: 'thread-1' as ThreadId, channel: 'msteams', title: '', reference: {} };

describe('out to the thread', () => {
  let desk: FakeDesk;
  let schedule: FakeSchedule;
  let sent: unknown[][];
  /** The same cards, whole. */
  let cards: Card[];
  let refusals: MessengerError[];
  let sleeps: number[];
  let now: number;
  let onSleep: () => void;
  let draw: (id: CardId) => Promise<void>;
  let notify: ReturnType<typeof noticeJob>;

  beforeEach(() => {
    desk = new FakeDesk();
    sent = [];
    cards = [];
    refusals = [];
    sleeps = [];
    now = 0;
    onSleep = () => {};
    const take = (...call: unknown[]) => {
      sent.push(call);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
    };
    const messenger: Messenger = {
      lane: ({ id }) => ({ key: id, rates: TEAMS_RATES }),
      post: async (_thread, message) => {
        if ('card' in message) cards.push(message.card(MAX_ROWS));
        take('post', shown(message));
        return `message-${sent.length}`;
      },
      wayTo: () => undefined,
      update: async (_thread, activityId, message) => {
        if ('card' in message) cards.push(message.card(MAX_ROWS));
        take('update', activityId, shown(message));
      },
    };
    const patience = new Patience({
      now: () => now,
      sleep: async (ms) => {
        sleeps.push(ms);
        now += ms;
        onSleep();
      },
    });
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    schedule = new FakeSchedule();
    const doors = { desk, reception: desk, personal: new FakePersonal(), schedule, reminders: schedule };
    const parts = { ...doors, messenger, patience, log };
    draw = drawJob(parts);
    notify = noticeJob(parts);
  });

  function stored(activityId: string | null, subject = 'Standup') {
    desk.cards.set(cardId, { view: cardView({ subject }), thread, activityId });
  }

  it('posts a card the first time and remembers where', async () => {
    stored(null);
    await draw(cardId);
    assert.deepEqual(sent, [['post', 'Standup']]);
    assert.deepEqual(desk.calls, [['posted', cardId, 'message-1']]);
  });

  it('updates it from then on', async () => {
    stored('message-9');
    await draw(cardId);
    assert.deepEqual(sent, [['update', 'message-9', 'Standup']]);
    assert.deepEqual(desk.calls, []);
  });

  it('shows an invitation from outside in the same way', async () => {
    const id = 'incoming-1' as IncomingId;
    desk.incoming.set(id, { view: incomingView({ subject: 'Retro' }), thread, activityId: null });
    await draw(id);
    desk.incoming.set(id, { view: incomingView({ subject: 'Retro' }), thread, activityId: 'message-1' });
    await draw(id);
    assert.deepEqual(sent, [
      ['post', 'Retro'],
      ['update', 'message-1', 'Retro'],
    ]);
    assert.deepEqual(desk.calls, [['posted', id, 'message-1']]);
  });

  it('posts it anew when the message is gone, and forgets the old one first', async () => {
    stored('message-9');
    refusals.push(new MessengerError(404, undefined));
    await draw(cardId);
    assert.deepEqual(sent, [
      ['update', 'message-9', 'Standup'],
      ['post', 'Standup'],
    ]);
    assert.deepEqual(desk.calls, [
      ['posted', cardId, null],
      ['posted', cardId, 'message-2'],
    ]);
  });

  it('gives up when the thread is gone too', async () => {
    stored('message-9');
    refusals.push(new MessengerError(404, undefined), new MessengerError(404, undefined));
    await draw(cardId);
    assert.deepEqual(desk.calls, [['posted', cardId, null]]);
  });

  it('draws nothing for a card that does not exist', async () => {
    await draw(cardId);
    assert.deepEqual(sent, []);
  });

  for (const [status, code] of [
    [412, 'busy'],
    [429, 'busy'],
    [503, 'busy'],
    [401, 'busy'],
    [500, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
    [408, 'unknown'],
    [undefined, 'unknown'],
  ] as const) {
    it(`leaves ${status ?? 'silence'} to the queue, which tries again`, async () => {
      stored('message-9');
      refusals.push(new MessengerError(status, undefined));
      await assert.rejects(draw(cardId), { name: 'MessengerError', code });
      assert.equal(sent.length, 1);
    });
  }

  for (const status of [429, 500, undefined]) {
    it(`repeats the post of a reminder after ${status ?? 'silence'}: it has no next change`, async () => {
      const view = reminderView();
      schedule.reminders.set(view.id, { view, thread, activityId: null });
      refusals.push(new MessengerError(status, undefined));
      await assert.rejects(draw(view.id), { name: 'MessengerError' });
      await draw(view.id);
      assert.deepEqual(desk.calls, [['posted', view.id, 'message-2']]);
    });
  }

  for (const [status, isRepeated] of [
    [429, true],
    [503, true],
    [401, true],
    [500, false],
    [502, false],
    [504, false],
    [408, false],
    [undefined, false],
  ] as const) {
    it(`${isRepeated ? 'repeats' : 'does not repeat'} a post after ${status ?? 'silence'}`, async () => {
      stored(null);
      refusals.push(new MessengerError(status, undefined));
      if (isRepeated) await assert.rejects(draw(cardId), { name: 'MessengerError', code: 'busy' });
      else await draw(cardId);
      const unsure = isRepeated ? [] : [['unsure', cardId]];
      assert.deepEqual(desk.calls, unsure);
      await draw(cardId);
      assert.deepEqual(desk.calls, [...unsure, ['posted', cardId, 'message-2']], 'its next change posts it');
    });
  }

  it('repeats a post that had no connection to leave by, however deep the client has wrapped that', async () => {
    stored(null);
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    for (const cause of [refused, new Error('x', { cause: refused }), { original: refused }]) {
      refusals.push(new MessengerError(undefined, undefined, { cause }));
      await assert.rejects(draw(cardId), { code: 'busy' });
    }
  });

  it('says less where the channel takes less', async () => {
    const rows = Array.from({ length: 8 }, (_, index) =>
      invitationRow({ id: `invitation-${index}` as InvitationId, name: `Person ${index}`, status: 'busy' }),
    );
    for (const activityId of [null, 'message-9']) {
      desk.cards.set(cardId, { view: cardView({ rows }), thread, activityId });
      cards.length = 0;
      refusals.push(new MessengerError(413, undefined), new MessengerError(413, undefined));
      await draw(cardId);
      assert.deepEqual(
        cards.map((card) => card.rows.length),
        [8, 3, 0],
      );
      assert.match(cards.at(-1)?.lines.join() ?? '', /Person 0.*Person 7/);
    }
  });

  for (const status of [400, 403]) {
    it(`gives up at ${status}: trying again cannot help`, async () => {
      stored('message-9');
      refusals.push(new MessengerError(status, undefined));
      await draw(cardId);
      assert.equal(sent.length, 1);
    });
  }

  it('stays silent as long as the service asks, then draws what is newest', async () => {
    stored('message-9', 'old');
    refusals.push(new MessengerError(429, 5_000));
    await assert.rejects(draw(cardId));
    onSleep = () => stored('message-9', 'new');
    await draw(cardId);
    assert.deepEqual(sleeps, [5_000]);
    assert.deepEqual(sent.at(-1), ['update', 'message-9', 'new']);
  });

  it('does not sleep for minutes with a job in its hands', async () => {
    stored('message-9');
    refusals.push(new MessengerError(429, 600_000));
    await assert.rejects(draw(cardId));
    await assert.rejects(draw(cardId), { code: 'busy' });
    assert.deepEqual(sleeps, []);
    now += 590_000;
    await draw(cardId);
    assert.deepEqual(sleeps, [10_000]);
  });

  it('lets a card that changes a thousand times a second cost what Teams takes, and no more', async () => {
    const HOUR_MS = 3_600_000;
    const updatedAt: number[] = [];
    // As the queue has it: one draw at a time, and one more for whatever has changed meanwhile.
    for (now = 0; now < HOUR_MS; now += 1) {
      onSleep = () => stored('message-9', `change ${now}`);
      stored('message-9', `change ${now}`);
      await draw(cardId);
      assert.deepEqual(sent.at(-1), ['update', 'message-9', `change ${now}`], 'the newest');
      updatedAt.push(now);
    }
    for (const [most, withinMs] of [
      [7, 1_000],
      [8, 2_000],
      [60, 30_000],
      [1_800, HOUR_MS],
    ] as const) {
      const tooSoon = updatedAt.findIndex(
        (at, index) => at - (updatedAt[index - most] ?? -Infinity) < withinMs,
      );
      assert.equal(tooSoon, -1, `more than ${most} in ${withinMs} ms`);
    }
    const pauses = updatedAt.map((at, index) => at - (updatedAt[index - 1] ?? 0));
    assert.ok(Math.max(...pauses) <= 4_000, 'it is never older than 4 s');
    assert.ok(updatedAt.length > 1_500, `${updatedAt.length} updates in an hour`);
  });

  it('gives messages that want to leave at once a turn each', async () => {
    stored('message-9');
    await Promise.all(Array.from({ length: 7 }, () => draw(cardId)));
    assert.equal(sent.length, 7);
    assert.deepEqual(sleeps, [667, 667]);
  });

  it('passes faults of our own on', async () => {
    stored(null);
    desk.posted = () => Promise.reject(new Error('database away'));
    await assert.rejects(draw(cardId), /database away/);
  });

  describe('notices', () => {
    const mary = 'invitation-1' as InvitationId;

    function ended() {
      const view = cardView({ rows: [invitationRow({ status: 'joined' })] });
      desk.cards.set(cardId, { view, thread, activityId: 'message-9' });
    }

    it('say how people ended', async () => {
      ended();
      await notify({ cardId, invitationIds: [mary] });
      assert.deepEqual(sent, [['post', 'Mary Miller joined.']]);
    });

    it('say nothing about somebody who is being called once more', async () => {
      ended();
      await notify({ cardId, invitationIds: ['an earlier attempt' as InvitationId] });
      await notify({ cardId: 'no card' as CardId, invitationIds: [mary] });
      assert.deepEqual(sent, []);
    });

    it('are not said twice where nobody knows whether they arrived', async () => {
      ended();
      refusals.push(new MessengerError(504, undefined));
      await notify({ cardId, invitationIds: [mary] });
      assert.equal(sent.length, 1);
    });

    it('are left to the queue when it may help, and given up when not', async () => {
      ended();
      refusals.push(new MessengerError(429, 1_000), new MessengerError(403, undefined));
      await assert.rejects(notify({ cardId, invitationIds: [mary] }), { code: 'busy' });
      await notify({ cardId, invitationIds: [mary] });
      assert.deepEqual(sleeps, [1_000]);
    });
  });
});

function shown(message: Outgoing): string {
  return 'text' in message ? message.text : (message.card(12).speak.split('.')[0] ?? '');
}

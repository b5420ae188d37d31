/** The chat service takes nothing for an hour. Time is ours: an hour of it takes no time. */
import assert from 'node:assert/strict';
import { drawJob } from '../../src/chat/draw.ts';
import { MessengerError } from '../../src/chat/messenger-error.ts';
import { MONOTONIC, Patience, TEAMS_RATES } from '../../src/chat/patience.ts';
import type { CardId, ThreadId } from '../../src/desk/index.ts';
import { FakeDesk, FakePersonal, FakeSchedule } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';
import { cardView } from '../support/views.ts';

const HOUR_MS = 3_600_000;
/** The queue's longest pause before it tries a draw again. */
const RETRY_MS = 30_000;
const cardId = 'card-1' as CardId;
const thread = { id: 'thread-1' as ThreadId, channel: 'msteams', title: '', reference: {} };

describe('a chat service that is away for an hour', () => {
  for (const [what, status, retryAfterMs] of [
    ['answers 429', 429, 60_000],
    ['answers 503', 503, undefined],
    ['answers nothing', undefined, undefined],
  ] as const) {
    it(`that ${what}: it is asked now and then, and in the end the card shows what is true then`, async () => {
      const desk = new FakeDesk();
      let now = 0;
      let asked = 0;
      const shown: string[] = [];
      const answer = async (text: string) => {
        asked += 1;
        if (now < HOUR_MS) throw new MessengerError(status, retryAfterMs);
        shown.push(text);
      };
      const patience = new Patience({
        now: () => now,
        sleep: async (ms) => {
          now += ms;
        },
      });
      const schedule = new FakeSchedule();
      const draw = drawJob({
        ...{ desk, reception: desk, personal: new FakePersonal(), schedule, reminders: schedule },
        messenger: {
          post: async () => 'message-2',
          wayTo: () => undefined,
          lane: ({ id }) => ({ key: id, rates: TEAMS_RATES }),
          update: async (_thread, _id, message) =>
            answer('card' in message ? JSON.stringify(message.card(12)) : ''),
        },
        patience,
        log: quietLog,
      });
      let subject = 'before';
      while (shown.length === 0) {
        if (now > HOUR_MS / 2) subject = 'after';
        desk.cards.set(cardId, { view: cardView({ subject }), thread, activityId: 'message-1' });
        await draw(cardId).catch((error: unknown) => {
          if (!(error instanceof MessengerError && error.isPassing)) throw error;
          now += RETRY_MS;
        });
      }
      assert.ok(now < HOUR_MS + 2 * RETRY_MS, `${now - HOUR_MS} ms after it came back`);
      assert.ok(asked <= HOUR_MS / RETRY_MS + 2, `asked ${asked} times`);
      assert.match(shown.join(), /after/);
    });
  }
});

describe('a clock that is set back', () => {
  it('does not silence a thread: pauses are counted by a clock that nobody sets', () => {
    const wall = Date.now;
    const before = MONOTONIC.now();
    try {
      Date.now = () => wall() - HOUR_MS;
      assert.ok(MONOTONIC.now() >= before);
    } finally {
      Date.now = wall;
    }
  });
});

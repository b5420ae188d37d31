import assert from 'node:assert/strict';
import { MessengerError } from '../../../src/chat/messenger-error.ts';
import { Patience } from '../../../src/chat/patience.ts';
import { slackMessenger } from '../../../src/chat/slack/slack-messenger.ts';
import type { ThreadId } from '../../../src/desk/index.ts';

describe('what goes out to Slack', () => {
  const messenger = slackMessenger(
    async () => ({}),
    async () => 'T1',
  );
  const lane = (id: string, what: 'post' | 'update') =>
    messenger.lane({ id: id as ThreadId, channel: 'slack', title: '', reference: null }, what);
  let now: number;
  let patience: Patience;

  beforeEach(() => {
    now = 0;
    patience = new Patience({
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    });
  });

  it('updates no more than 50 cards a minute in a workspace, in whatever threads', async () => {
    const at: number[] = [];
    for (let card = 0; now < 600_000; card += 1) {
      await patience.wait(lane(`T1:C${card}:${card}`, 'update'));
      at.push(now);
    }
    assert.equal(
      at.findIndex((one, index) => one - (at[index - 50] ?? -Infinity) < 60_000),
      -1,
    );
    assert.ok(at.length > 390, `${at.length} in ten minutes`);
  });

  it('posts about once a second in a channel, whatever is updated elsewhere', async () => {
    for (let card = 0; card < 20; card += 1) await patience.wait(lane(`T1:C1:${card}`, 'update'));
    const begun = now;
    for (let post = 0; post < 4; post += 1) await patience.wait(lane(`T1:C1:${post}`, 'post'));
    assert.equal(now, begun);
    await patience.wait(lane('T1:C1:9', 'post'));
    assert.equal(now, begun + 1_000);
    await patience.wait(lane('T1:C2:9', 'post'));
    assert.equal(now, begun + 1_000);
  });

  it('is silent in the whole workspace where an update was too many, and in no other', async () => {
    patience.hush(lane('T1:C1:1', 'update'), 30_000);
    await assert.rejects(patience.wait(lane('T1:C2:2', 'update')), (error: unknown) => {
      return error instanceof MessengerError && error.code === 'busy';
    });
    await patience.wait(lane('T1:C2:2', 'post'));
    await patience.wait(lane('T2:C1:1', 'update'));
    assert.equal(now, 0);
    now = 26_000;
    await patience.wait(lane('T1:C2:2', 'update'));
    assert.equal(now, 30_000);
  });
});

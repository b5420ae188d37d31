/** Somebody does not want to be rung for a while: the product with real phones, its database and the Playground. */
import assert from 'node:assert/strict';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { PlaygroundChat } from '../support/playground-chat.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';

const { channel, group } = PLAYGROUND_CONVERSATIONS;

describe('do not ring me, in the Playground', function () {
  this.timeout(60_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let database: string;
  let usher: Usher;
  let chat: PlaygroundChat;

  async function start(): Promise<void> {
    const env = {
      ...{ PORT: '0', PLAYGROUND_PORT: '0', DATA_DIR: folder.path, RING_SECONDS: '60' },
      DATABASE_URL: database,
    };
    usher = await startUsher(readConfig(env), quietLog);
    chat = await PlaygroundChat.open(usher.page ?? '');
  }
  async function stop(): Promise<void> {
    await chat?.close();
    await usher?.stop();
  }

  before(async () => {
    folder = await scratch();
    database = await freshDatabase();
    await start();
  });
  after(async () => {
    await stop();
    await folder?.remove();
  });

  const seeText = (thread: string, text: RegExp) =>
    chat.see(thread, (messages) => messages.find((message) => text.test(message.text ?? '')));

  /** The page types for Robin only: in a thread in which he has typed, Sue types what it would post for her. */
  async function typeAsSue(thread: string, text: string): Promise<void> {
    const known = 'select channel, reference from threads where id = $1';
    const [found] = await execute(database, known, [thread]);
    assert(found, thread);
    const { bot, conversation, serviceUrl } = found.reference as Record<string, unknown>;
    const from = { id: 'sue', name: 'Sue Park' };
    const entities = [{ type: 'mention', mentioned: bot, text: '<at>Usher</at>' }];
    const said = { type: 'message', id: crypto.randomUUID(), text: `<at>Usher</at> ${text}`, entities };
    await fetch(`${usher.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ ...said, from, recipient: bot, conversation, serviceUrl },
        channelId: found.channel,
      }),
    });
  }

  it('Sue is not called, in any thread, also after a restart; Mary is in her place; and when Sue says so, she is', async () => {
    const thread = await chat.type(channel, 'ring me again', { toBot: true });
    await seeText(thread, /^Invitations ring you: /);
    await typeAsSue(thread, 'do not ring me for 2 hours');
    await seeText(thread, /^Invitations do not ring you before .*write: ring me again$/);

    await chat.type(thread, 'invite sue park urgently else mary', { toBot: true });
    await seeText(thread, /^Sue Park does not want to be called before [^“]+\.$/);
    await chat.seeRows(thread, 'Mary Lind: Joined');
    const rung = await execute(database, `select invitee ->> 'name' as name from invitations`);
    assert.deepEqual(rung, [{ name: 'Mary Lind' }]);

    await stop();
    await start();
    await chat.type(group, 'invite sue park', { toBot: true });
    await seeText(group, /^Sue Park does not want to be called before/);

    await typeAsSue(group, 'ring me again');
    await chat.seeText(group, 'Invitations ring you again.');
    await chat.type(group, 'invite sue park', { toBot: true });
    await chat.seeRows(group, 'Sue Park: Ringing');
  });
});

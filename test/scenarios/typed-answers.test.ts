/** A question is answered, and a mistake is corrected, by typing: the product with real phones, its database and the Playground. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { PlaygroundChat } from '../support/playground-chat.ts';
import { freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';

describe('typed answers, in the Playground', function () {
  this.timeout(60_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let usher: Usher;
  let chat: PlaygroundChat;

  before(async () => {
    folder = await scratch();
    const peopleFile = join(folder.path, 'people.csv');
    await writeFile(peopleFile, 'name,sip\nSue Marsh,sip:marsh@usher.example\n');
    const env = {
      ...{ PORT: '0', PLAYGROUND_PORT: '0', DATA_DIR: folder.path, RING_SECONDS: '60' },
      ...{ DATABASE_URL: await freshDatabase(), PEOPLE_FILE: peopleFile },
    };
    usher = await startUsher(readConfig(env), quietLog);
    chat = await PlaygroundChat.open(usher.page ?? '');
  });
  after(async () => {
    await chat?.close();
    await usher?.stop();
    await folder?.remove();
  });

  const say = (thread: string, text: string) => chat.type(thread, text, { toBot: true });

  it('the second one rings, and "no, Mary" withdraws her for somebody else on the same card', async () => {
    const thread = await say(PLAYGROUND_CONVERSATIONS.channel, 'invite Sue saying "Join us"');
    const asked = await chat.see(thread, (messages) => messages.find(({ card }) => card !== undefined));
    assert.deepEqual(
      asked.card?.buttons.map(({ title }) => title).filter((title) => title.startsWith('Sue')),
      ['Sue Marsh', 'Sue Park'],
    );
    await say(thread, 'the second');
    await chat.seeText(thread, 'Inviting Sue Park.');
    await chat.seeRows(thread, 'Sue Park: Ringing');
    await say(thread, 'no, Mary');
    const { id } = await chat.seeRows(thread, 'Sue Park: Withdrawn', 'Mary Lind: Joined');
    assert.equal(id, asked.id);
    await say(thread, 'end');
  });

  it('neither: the question goes, and nobody is called; and what is no answer is none', async () => {
    const thread = await say(PLAYGROUND_CONVERSATIONS.channel, 'invite Sue');
    await chat.see(thread, (messages) => messages.find(({ card }) => card !== undefined));
    await say(thread, 'neither');
    await chat.seeText(thread, 'Nobody is called for Sue.');
    await say(thread, 'the second');
    await chat.see(thread, (messages) =>
      messages.find(({ text }) => text?.startsWith('I did not understand')),
    );
  });
});

/** Before many are rung it is asked: the product with real phones, its database and the Playground. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { PlaygroundChat } from '../support/playground-chat.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { rowLines } from '../support/shown-card.ts';

/** Mary, and ten whose phones are nowhere. */
const SURGEONS = ['mary', ...Array.from({ length: 10 }, (_, i) => `gone${i}`)];
const QUESTION = 'This rings 11 people. Ring them all?';

describe('a question before many are rung, in the Playground', function () {
  this.timeout(60_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let database: string;
  let usher: Usher;
  let chat: PlaygroundChat;

  before(async () => {
    folder = await scratch();
    database = await freshDatabase();
    const peopleFile = join(folder.path, 'people.csv');
    const lines = SURGEONS.map((user) => `Dr ${user},sip:${user}@usher.example,surgeons`);
    await writeFile(peopleFile, ['name,sip,groups', ...lines, ''].join('\n'));
    const env = {
      ...{ PORT: '0', PLAYGROUND_PORT: '0', DATA_DIR: folder.path, RING_SECONDS: '60' },
      ...{ DATABASE_URL: database, PEOPLE_FILE: peopleFile },
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
  const asked = (thread: string) =>
    chat.see(thread, (messages) =>
      messages.findLast(({ card }) => card?.rows.some(({ head }) => head === QUESTION)),
    );
  const rung = async () => (await execute(database, 'select id from invitations')).length;

  it('no: nobody is rung; yes, typed or pressed: all are, once', async () => {
    const thread = await say(PLAYGROUND_CONVERSATIONS.channel, 'invite the surgeons saying "Fire drill"');
    await asked(thread);
    await say(thread, 'no');
    await chat.seeText(thread, 'Nobody is called.');
    assert.equal(await rung(), 0);

    await say(thread, 'invite the surgeons');
    const second = await asked(thread);
    await chat.press(second, 'Ring 11 people');
    await chat.seeRows(thread, 'Dr mary: Joined', 'Dr gone0: Not found');
    assert.equal(await rung(), 11);
    const late = await chat.press(second, 'Ring 11 people').catch((error: unknown) => error);
    assert.match(JSON.stringify(late) + String(late), /answered already|no button/);
    assert.equal(await rung(), 11);

    await say(thread, 'end');
    await chat.seeText(thread, 'The conference has ended.');
    await say(thread, 'invite the surgeons urgently');
    await asked(thread);
    await say(thread, 'yes');
    // The card before it says the same.
    await chat.see(thread, (messages) => {
      const last = messages.findLast(({ card }) => card !== undefined);
      const rows = ['Dr mary: Joined', 'Dr gone9: Not found'];
      return rows.every((row) => rowLines(last?.card).includes(row)) ? last : undefined;
    });
    assert.equal(await rung(), 22);
  });
});

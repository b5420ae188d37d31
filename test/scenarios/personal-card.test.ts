/**
 * Invited people answer in the chat of the Playground: real phones, conference, database and chat service, on loopback. The
 * Playground opens a chat with each of them, but its page shows only those of who types: where her card is, the database says.
 */
import assert from 'node:assert/strict';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { PlaygroundChat } from '../support/playground-chat.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';

const { channel } = PLAYGROUND_CONVERSATIONS;

describe('invited people, in the Playground', function () {
  this.timeout(60_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let usher: Usher;
  let chat: PlaygroundChat;
  let database: string;

  before(async () => {
    folder = await scratch();
    database = await freshDatabase();
    const env = {
      PORT: '0',
      PLAYGROUND_PORT: '0',
      DATABASE_URL: database,
      DATA_DIR: folder.path,
      RING_SECONDS: '60',
      CONFERENCE_JOIN_URL: 'https://join.usher.example/{id}',
    };
    usher = await startUsher(readConfig(env), quietLog);
    chat = await PlaygroundChat.open(usher.page ?? '');
  });
  after(async () => {
    await chat?.close();
    await usher?.stop();
    await folder?.remove();
  });

  const post = (text: string) => chat.type(channel, text, { toBot: true });

  /** Somebody presses on the card that she has for herself; resolves with the answer as text. */
  async function pressAlone(by: string, verb: string, words = ''): Promise<string> {
    const last = `select * from invitations where invitee ->> 'name' ilike $1 order by seq desc limit 1`;
    const posted = `select id, personal_thread_id, personal_activity_id from (${last}) as last
      where personal_activity_id <> ''`;
    let [card] = await execute(database, posted, [`${by}%`]);
    while (!card) [card] = await execute(database, posted, [`${by}%`]);
    const response = await fetch(`${usher.page}/_conversation/v1/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data: { id: card.id, version: 1, words } } },
        from: { id: by },
        conversation: { id: card.personal_thread_id },
        replyToId: card.personal_activity_id,
      }),
    });
    return response.text();
  }

  it('Accept: her phone stops, she gets the link, and the thread says so', async () => {
    const thread = await post('invite sue saying "Join us"');
    await chat.seeRows(thread, 'Sue Park: Ringing');
    assert.match(await pressAlone('sue', 'accept'), /Accepted.*https:\/\/join\.usher\.example/);
    await chat.seeRows(thread, 'Sue Park: Accepted');
    await chat.seeText(thread, 'Sue Park accepted.');
  });

  it('Decline: her phone is free again, and her reason stands on her row', async () => {
    const thread = await post('invite sue');
    await chat.seeRows(thread, 'Sue Park: Ringing');
    assert.match(await pressAlone('sue', 'refuse', 'in surgery'), /Declined/);
    const { card } = await chat.seeRows(thread, 'Sue Park: Declined');
    assert.deepEqual(card?.rows[0]?.details, ['Sue Park writes: “in surgery”']);
    // A phone that still rang would be busy.
    const other = await post('invite sue');
    await chat.seeRows(other, 'Sue Park: Ringing');
    await chat.type(other, 'cancel', { toBot: true });
    await chat.seeRows(other, 'Sue Park: Withdrawn');
  });

  it('comes too late where the phone was answered', async () => {
    const thread = await post('invite lee');
    await chat.seeRows(thread, 'Lee Chen: Joined');
    assert.match(await pressAlone('lee', 'refuse'), /has been answered, or has ended already.*Joined/);
    await chat.seeRows(thread, 'Lee Chen: Joined');
  });
});

/** What is scheduled, as somebody in the Playground has it: typed, read back, moved, called off, and rung at its time. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import nodeIcal, { type VEvent } from 'node-ical';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { PlaygroundChat, type ShownMessage } from '../support/playground-chat.ts';
import { execute, freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { rowLines } from '../support/shown-card.ts';

const { channel } = PLAYGROUND_CONVERSATIONS;

describe('what is scheduled, in the Playground', function () {
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
      RING_SECONDS: '5',
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
  const lines = ({ card }: ShownMessage) =>
    [...(card?.lines ?? [])].map((line) => line.replaceAll('\u202f', ' '));
  const seeLine = (thread: string, pattern: RegExp) =>
    chat.see(thread, (messages) =>
      messages.find((message) => lines(message).some((line) => pattern.test(line))),
    );

  /** What a calendar reads at that address. */
  async function entry(url: string) {
    const response = await fetch(url);
    assert.equal(response.status, 200);
    const event = Object.values(nodeIcal.sync.parseICS(await response.text())).find(
      (part) => part?.type === 'VEVENT',
    ) as VEvent;
    const partstat = (event.attendee as { params: { PARTSTAT: string } }).params.PARTSTAT;
    const skipped = new Set(Object.values(event.exdate ?? {}).map(String)).size;
    return { uid: event.uid, method: event.method, sequence: String(event.sequence), partstat, skipped };
  }

  /** The card that somebody has for herself: the page shows only the chats of who types, the database says where it is. */
  async function cardOf(name: string): Promise<Readonly<Record<string, unknown>>> {
    const posted = `select id, personal_thread_id, activity_id from appointment_attendees
      where invitee ->> 'name' ilike $1 and activity_id is not null and appointment_id = any (select id from appointments
      where subject = 'Review')`;
    for (;;) {
      const [found] = await execute(database, posted, [`${name}%`]);
      if (found) return found;
      await sleep(20);
    }
  }

  async function pressAlone(
    by: string,
    card: Readonly<Record<string, unknown>>,
    verb: string,
  ): Promise<string> {
    const response = await fetch(`${usher.page}/_conversation/v1/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data: { id: card.id, version: 1 } } },
        from: { id: by },
        conversation: { id: card.personal_thread_id },
        replyToId: card.activity_id,
      }),
    });
    return response.text();
  }

  it('is read back with its zone, moved by a typed time, and called off', async () => {
    const thread = await post('invite mary and bob to "Standup" tomorrow at 9:30');
    const card = await seeLine(thread, / at 9:30 AM /);
    assert.equal(card.card?.lines[0], 'Standup');
    assert.deepEqual(
      rowLines(card.card).map((line) => line.split(': ')[1]),
      ['No answer yet', 'No answer yet'],
    );
    await chat.press(card, 'Move', 'robin', { words: 'tomorrow at 11' });
    await seeLine(thread, / at 11:00 AM /);
    await chat.press(card, 'Cancel');
    const off = await seeLine(thread, /^Cancelled$/);
    assert.deepEqual(off.card?.buttons, []);
    assert.equal(off.id, card.id);
  });

  it('asks her in a chat of her own, and keeps her calendar true', async () => {
    const thread = await post('invite mary and lee to "Review" every weekday at 16:00');
    const card = await seeLine(thread, /^Every weekday; next: .* at 4:00 PM /);
    const hers = await cardOf('mary');
    const url = `${usher.url}/calendar/${hers.id}.ics`;
    const before = await entry(url);
    assert.deepEqual([before.method, before.sequence, before.partstat], ['REQUEST', '0', 'NEEDS-ACTION']);
    assert.match(await pressAlone('mary', hers, 'tentative'), /Tentative.*calendar\/[0-9a-f-]+\.ics/);
    await chat.see(thread, (all) =>
      all.find(({ card: shown }) => rowLines(shown).includes('Mary Lind: Tentative')),
    );
    assert.equal((await entry(url)).partstat, 'TENTATIVE');
    // Nobody answers for somebody else.
    assert.match(
      await pressAlone('bob', { ...hers, personal_thread_id: thread, activity_id: card.id }, 'regret'),
      /Only Mary Lind can answer/,
    );
    await chat.press(card, 'Skip next');
    const skipped = await entry(url);
    assert.deepEqual([skipped.uid, skipped.sequence, skipped.skipped], [before.uid, '1', 1]);
    await chat.press(card, 'Cancel');
    const off = await entry(url);
    assert.deepEqual([off.uid, off.method, off.sequence], [before.uid, 'CANCEL', '2']);
  });

  it('rings at its time, on a card like any other', async () => {
    const thread = await post('invite mary to "Now" in 2 seconds');
    await seeLine(thread, /^Over$/);
    await chat.see(thread, (messages) =>
      messages.find(({ card }) =>
        card?.rows.some(({ head, word }) => head.startsWith('Mary') && word === 'Joined'),
      ),
    );
  });

  it('reminds at its time, and puts off', async () => {
    const thread = await post('remind me in 2 seconds to bring the plans');
    const reminder = await seeLine(thread, /^bring the plans$/i);
    const answer = await chat.press(reminder, 'In 5 minutes');
    assert.match(JSON.stringify(answer.value), /You will be reminded again in 5 minutes/);
    await chat.type(thread, 'scheduled', { toBot: true });
    await chat.see(thread, (all) =>
      all.find(({ card: shown }) => shown?.lines[0] === 'What is scheduled here' && shown.rows.length === 1),
    );
  });

  it('says what is wrong with a time', async () => {
    const thread = await post('invite mary yesterday at 9:30');
    await chat.see(thread, (all) => all.find(({ text }) => text?.includes('has gone by')));
  });
});

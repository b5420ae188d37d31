/**
 * The whole product as somebody at the Playground's page has it: typed lines and presses in, cards and messages out. Phones,
 * conference, database, chat service: all real, on loopback.
 */
import assert from 'node:assert/strict';
import { readConfig } from '../../src/config.ts';
import { startUsher, type Usher } from '../../src/main.ts';
import { PLAYGROUND_CONVERSATIONS } from '../../src/sandbox/index.ts';
import { PlaygroundChat, type ShownMessage, wordsOf } from '../support/playground-chat.ts';
import { freshDatabase } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { rowLines, rowOf } from '../support/shown-card.ts';

const { personal, group, channel } = PLAYGROUND_CONVERSATIONS;

describe('in the Playground', function () {
  this.timeout(60_000);
  let folder: Awaited<ReturnType<typeof scratch>>;
  let usher: Usher;
  let chat: PlaygroundChat;

  before(async () => {
    folder = await scratch();
    const env = {
      PORT: '0',
      PLAYGROUND_PORT: '0',
      DATABASE_URL: await freshDatabase(),
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

  /** A line to the bot at the top of the channel; each begins a thread, and so a conference, of its own. */
  const post = (text: string) => chat.type(channel, text, { toBot: true });
  /** And then under it. */
  const reply = (thread: string, text: string) => chat.type(thread, text, { toBot: true });

  const cardsIn = (thread: string) => chat.messages(thread).filter(({ card }) => card !== undefined);
  const textsIn = (thread: string) => chat.messages(thread).flatMap(({ text }) => text ?? []);

  /** Draws that come quickly one after another are merged, so the first word may never be seen. */
  function assertWords(message: ShownMessage, name: string, words: readonly string[]): void {
    const [first, ...others] = wordsOf(message, name);
    assert.deepEqual(first === 'Inviting' ? others : [first, ...others], words);
  }

  describe('in a personal chat', () => {
    it('greets with three lines and something to press', async () => {
      await chat.install(personal);
      const { card } = await chat.see(personal, ([first]) => first);
      assert.deepEqual(card?.lines, [
        'I bring people into a live conference.',
        'Write “invite Mary”: her phone rings, and this thread shows what truly happens.',
        'Try it on yourself with the button, or write “help”.',
      ]);
      assert.deepEqual(
        card?.buttons.map(({ title }) => title),
        ['Invite me'],
      );
    });

    it('invite mary: rings, joins, and the thread says so', async () => {
      await chat.type(personal, 'invite mary');
      await chat.seeText(personal, 'Mary Lind joined.');
      const message = await chat.seeRows(personal, 'Mary Lind: Joined');
      assertWords(message, 'Mary Lind', ['Ringing', 'Joined']);
      assert.deepEqual(rowLines(message.card), ['Mary Lind: Joined']);
      assert.deepEqual(rowOf(message.card, 'Mary Lind')?.buttons, []);
      assert.ok(message.card?.lines.includes('Invited by Robin Doe'));
    });

    it('invite alex: asks, and only the phone of the pressed one rings', async () => {
      await chat.type(personal, 'invite alex');
      const question = await chat.seeRows(
        personal,
        'Who is alex? Press the right one, and only that phone rings.',
      );
      assert.deepEqual(question.card?.rows[0]?.buttons, ['Alex Jones', 'Alex Wong']);

      await chat.press(question, 'Alex Wong');
      await chat.seeText(personal, 'Alex Wong joined.');
      const message = await chat.seeRows(personal, 'Alex Wong: Joined');
      assert.equal(message.id, question.id);
      assertWords(message, 'Alex Wong', ['Ringing', 'Joined']);
      assert.deepEqual(rowLines(message.card), ['Alex Wong: Joined']);

      // Had the other phone been called too, it would be in a call now and busy for the next one.
      await chat.type(personal, 'invite alex jones');
      assertWords(await chat.seeRows(personal, 'Alex Jones: Joined'), 'Alex Jones', ['Ringing', 'Joined']);
    });

    it('help: every command, in a card', async () => {
      await chat.type(personal, 'help');
      const { card } = await chat.see(personal, (messages) =>
        messages.find((message) => message.card?.lines[0] === 'What I can do'),
      );
      assert.deepEqual(
        card?.rows.map(({ head }) => head),
        [
          'invite NAME[, NAME and NAME] [WHEN] [saying "WORDS"]',
          'invite me',
          'cancel [NAME]',
          'again NAME',
          'who',
          'end',
          'remind NAME WHEN [to WORDS]',
          'scheduled',
          'remove NAME',
          'use sip:ADDRESS',
          'listen [to NAME]',
          'stop listening [to NAME]',
          'do not ring me [until WHEN]',
          'ring me again',
          'forget me',
          'help',
        ],
      );
    });
  });

  describe('in a group chat', () => {
    it('reads only what mentions it', async () => {
      await chat.install(group);
      const { card } = await chat.see(group, ([welcome]) => welcome);
      assert.deepEqual(card?.lines, [
        'I bring people into a live conference.',
        'Here I only read messages that mention me: write “@Usher invite Mary”.',
        'Try it on yourself with the button, or write “@Usher help”.',
      ]);
      await chat.type(group, 'invite max');
      await chat.type(group, 'whoo', { toBot: true });
      await chat.see(group, ([, answer]) => answer);
      assert.deepEqual(textsIn(group), [
        'I did not understand that. Did you mean “@Usher who”? To see what I can do, write: @Usher help',
      ]);
    });

    it('invite bob, sue, lee and fay with words: each comes to a true end on one card', async () => {
      await chat.type(group, 'invite bob, sue, lee and fay saying "Join us"', { toBot: true });
      const ends = [
        'Bob Stone: Declined',
        'Sue Park: No answer',
        'Lee Chen: Joined',
        'Fay Moreau: Cannot join conferences',
      ];
      const message = await chat.seeRows(group, ...ends);
      assert.deepEqual(rowLines(message.card), ends);
      assertWords(message, 'Bob Stone', ['Ringing', 'Declined']);
      assertWords(message, 'Sue Park', ['Ringing', 'No answer']);
      assertWords(message, 'Lee Chen', ['Ringing', 'Joined']);
      // Her phone refuses before it rings, whoever calls.
      assert.ok(!wordsOf(message, 'Fay Moreau').includes('Ringing'));
      assert.equal(message.card?.lines[0], 'Ops');
      assert.ok(message.card?.lines.includes('“Join us”'));
      assert.deepEqual(
        message.card?.rows.map(({ buttons }) => buttons),
        [['Call again'], ['Call again'], [], ['Call again']],
      );

      const said = await chat.see(group, () => textsIn(group).find((text) => text.includes('Sue Park')));
      assert.match(said, /Bob Stone declined\./);
      assert.match(said, /No answer from Sue Park\./);
      assert.match(said, /Lee Chen joined\./);
      assert.match(said, /Cannot join conferences: Fay Moreau\./);
    });

    it('end: calls that run through the bot are hung up, and the card has no more buttons', async () => {
      await chat.type(group, 'end', { toBot: true });
      const message = await chat.seeRows(group, 'Lee Chen: Left');
      assert.ok(message.card?.lines.includes('This conference has ended.'));
      assert.deepEqual(message.card?.buttons, []);
      await chat.see(group, () => textsIn(group).find((text) => text.startsWith('The conference has ended')));
    });
  });

  describe('invited from outside', () => {
    it('listen to pat: whom she invites is asked, and Join leads to her conference', async () => {
      await chat.type(personal, 'listen to pat');
      await chat.seeText(
        personal,
        'Invitations that Pat Novak (sip:pat@usher.example) sends to me are shown here from now on.',
      );
      await chat.type(personal, 'invite pat');
      const invited = await chat.seeRows(personal, 'Pat Novak: Invites you');
      assert.deepEqual(invited.card?.lines, [
        'Choir',
        'Pat Novak (pat@usher.example) invites you to a conference.',
        '“Not now, but come and sing with us”',
        'Conference sip:choir@conf.usher.example',
      ]);
      await chat.press(invited, 'Join');
      await chat.seeRows(personal, 'Pat Novak: Accepted');
      const joined = await chat.seeRows(personal, 'Robin Doe: Joined');
      assert.equal(joined.card?.lines[0], 'Choir');
      await chat.type(personal, 'end');
      await chat.seeRows(personal, 'Robin Doe: Left');
    });
  });

  describe('in a channel', () => {
    it('answers in the thread that asked, and only to those who mention it', async () => {
      const unheard = await chat.type(channel, 'invite max');
      const asked = await post('who');
      await chat.seeText(
        asked,
        'There is no conference here at the moment. To start one, write: invite NAME',
      );
      assert.match(asked, /^channel-standup;messageid=/);
      assert.deepEqual(chat.messages(unheard), []);
      assert.deepEqual(textsIn(channel), []);
    });

    it('Cancel on the card: the phone stops ringing', async () => {
      const thread = await post('invite sue');
      const ringing = await chat.seeRows(thread, 'Sue Park: Ringing');
      await chat.press(ringing, 'Cancel');
      const message = await chat.seeRows(thread, 'Sue Park: Withdrawn');
      assertWords(message, 'Sue Park', ['Ringing', 'Withdrawn']);
      await chat.seeText(thread, 'Withdrawn: Sue Park.');
    });

    it('cancel in words: the phone stops ringing, and is free for whoever calls next', async () => {
      const thread = await post('invite sue');
      // A phone that still rang would be busy.
      await chat.seeRows(thread, 'Sue Park: Ringing');
      await reply(thread, 'cancel');
      await chat.seeText(thread, 'Withdrawing the invitation of Sue Park.');
      await chat.seeText(thread, 'Withdrawn: Sue Park.');
      const message = await chat.seeRows(thread, 'Sue Park: Withdrawn');
      assertWords(message, 'Sue Park', ['Ringing', 'Withdrawn']);
      assert.equal(cardsIn(thread).length, 1);
    });

    it('invite me: rings who typed', async () => {
      const thread = await post('invite me');
      await chat.seeText(thread, 'Robin Doe joined.');
      const message = await chat.seeRows(thread, 'Robin Doe: Joined');
      assertWords(message, 'Robin Doe', ['Ringing', 'Joined']);
    });

    it('Invite me pressed by somebody else: rings that one, on the same card', async () => {
      const thread = await post('invite bob');
      const bobs = await chat.seeRows(thread, 'Bob Stone: Declined');
      await chat.press(bobs, 'Invite me', 'max');
      const message = await chat.seeRows(thread, 'Bob Stone: Declined', 'Max Weber: Busy');
      assert.equal(message.id, bobs.id);
      await chat.seeText(thread, 'Busy: Max Weber.');
    });

    it('Call again after a decline: rings once more on the same row', async () => {
      const thread = await post('invite bob');
      const declined = await chat.seeRows(thread, 'Bob Stone: Declined');
      await chat.seeText(thread, 'Bob Stone declined.');
      await chat.press(declined, 'Call again');
      await chat.seeRows(thread, 'Bob Stone: Ringing');
      const message = await chat.seeRows(thread, 'Bob Stone: Declined');
      assert.equal(message.id, declined.id);
      const words = wordsOf(message, 'Bob Stone').filter((word) => word !== 'Inviting');
      assert.deepEqual(words, ['Ringing', 'Declined', 'Ringing', 'Declined']);
      assert.deepEqual(rowLines(message.card), ['Bob Stone: Declined']);
      await chat.see(thread, () => (textsIn(thread).length === 2 ? true : undefined));
      assert.deepEqual(textsIn(thread), ['Bob Stone declined.', 'Bob Stone declined.']);
    });

    it('who: everybody of this thread and nobody else', async () => {
      const thread = await post('invite max and fay');
      await chat.seeRows(thread, 'Max Weber: Busy', 'Fay Moreau: Cannot join conferences');
      await reply(thread, 'who');
      const answer = await chat.see(thread, () =>
        cardsIn(thread).find(({ card }) => card?.lines.some((line) => line.startsWith('Conference sip:'))),
      );
      assert.deepEqual(rowLines(answer.card), ['Max Weber: Busy', 'Fay Moreau: Cannot join conferences']);
    });

    it('use: leads to a conference that is allowed, and says why to no other', async () => {
      const thread = await post('use sip:standup@conf.elsewhere.example');
      await chat.seeText(
        thread,
        'sip:standup@conf.elsewhere.example is not called: addresses at conf.elsewhere.example are not allowed. ' +
          'Allowed: usher.example, conf.usher.example. Ask whoever runs this bot (ALLOWED_SIP_DOMAINS).',
      );
      await reply(thread, 'use sip:standup@conf.usher.example');
      await chat.seeText(thread, 'Invitations of this thread now lead to sip:standup@conf.usher.example.');
      await reply(thread, 'invite max');
      await chat.seeRows(thread, 'Max Weber: Busy');
      await reply(thread, 'who');
      await chat.see(thread, () =>
        cardsIn(thread).find(({ card }) => card?.lines.includes('Conference sip:standup@conf.usher.example')),
      );
    });
  });
});

/** Whom a notice and a reminder mention in Teams and in Slack, and that they say the same where nobody can be mentioned. */
import assert from 'node:assert/strict';
import { byChannel } from '../../src/chat/by-channel.ts';
import { drawJob } from '../../src/chat/draw.ts';
import { type Ends, noticeJob } from '../../src/chat/notices.ts';
import { Patience } from '../../src/chat/patience.ts';
import { slackMessenger } from '../../src/chat/slack/slack-messenger.ts';
import { createAdapter } from '../../src/chat/teams/adapter.ts';
import { teamsMessenger } from '../../src/chat/teams/teams-messenger.ts';
import type { CardId, InvitationId, Thread, ThreadId } from '../../src/desk/index.ts';
import { Connector } from '../support/connector.ts';
import { FakeDesk, FakePersonal, FakeSchedule } from '../support/fake-desk.ts';
import { quietLog } from '../support/quiet-log.ts';
import { reminderView } from '../support/schedule-views.ts';
import { cardView, invitationRow } from '../support/views.ts';

const CARD = 'card-1' as CardId;
const MARY = 'invitation-1' as InvitationId;
const ENDS: Ends = { cardId: CARD, invitationIds: [MARY] };
const WRITES: Ends = {
  cardId: CARD,
  invitationIds: [],
  message: { name: 'Mary <at>', words: '<at>all</at> <!channel> *late*', ids: ['29:mary', 'U0MARY0001'] },
};

describe('mentions', () => {
  let connector: Connector;
  let inSlack: Readonly<Record<string, unknown>>[];
  let desk: FakeDesk;
  let reminders: FakeSchedule;
  let notify: ReturnType<typeof noticeJob>;
  let draw: ReturnType<typeof drawJob>;

  beforeEach(async () => {
    connector = await new Connector().start();
    inSlack = [];
    desk = new FakeDesk();
    const call = async (_method: string, facts: Readonly<Record<string, unknown>> = {}) => {
      inSlack.push(facts);
      return { ts: '1.1' };
    };
    const messenger = byChannel(
      teamsMessenger(createAdapter({}, quietLog), ''),
      slackMessenger(call, async () => 'T1'),
    );
    const patience = new Patience({ now: () => 0, sleep: async () => {} });
    reminders = new FakeSchedule();
    const parts = {
      ...{ desk, reception: desk, personal: new FakePersonal(), messenger, patience },
      ...{ schedule: reminders, reminders, log: quietLog },
    };
    notify = noticeJob(parts);
    draw = drawJob(parts);
  });
  afterEach(() => connector.stop());

  function inTeams(conversationType = 'groupChat', channelId = 'msteams'): Thread {
    const conversation = { id: 'thread-1', conversationType };
    const bot = { id: '28:usher', name: 'Usher' };
    const reference = { channelId, serviceUrl: connector.url, bot, conversation };
    return { id: 'thread-1' as ThreadId, channel: channelId, title: '', reference };
  }
  const slackThread = (channel: string): Thread => ({
    ...{ id: `T1:${channel}:1.1` as ThreadId, channel: 'slack' },
    ...{ title: '', reference: null },
  });

  function invitedBy(id: string, thread: Thread, locale = 'en'): void {
    const rows = [invitationRow({ id: MARY, name: 'Mary', status: 'joined' })];
    const view = cardView({ rows, inviter: { id, name: 'Ann & Co', locale } });
    desk.cards.set(CARD, { view, thread, activityId: 'message-0' });
  }
  const sent = () => connector.sent.map(({ body }) => [body.text, body.entities]);
  /** Without what keeps text from being read as anything else. */
  const shown = (text: unknown) => String(text).replace(/[\u2060\u200A]/g, '');

  describe('in a notice', () => {
    it('are of the inviter in a group of Teams, when everybody of her card has an end', async () => {
      invitedBy('29:ann', inTeams());
      await notify(ENDS);
      const text = '<at>Ann   Co</at>';
      assert.deepEqual(sent(), [
        [`${text}: Mary joined.`, [{ type: 'mention', mentioned: { id: '29:ann', name: 'Ann & Co' }, text }]],
      ]);
    });

    it('are of the inviter in Slack, by her id', async () => {
      invitedBy('U0ANN00001', slackThread('C1'));
      await notify(ENDS);
      assert.deepEqual(
        inSlack.map(({ text }) => text),
        ['<@U0ANN00001>: Mary joined.'],
      );
    });

    it('are of who lets the thread know something, and nobody whom her words name', async () => {
      invitedBy('29:ann', inTeams());
      await notify(WRITES);
      const [text, entities] = sent()[0] ?? [];
      assert.equal(shown(text), '<at>Mary  at </at> writes: “<at>all</at> <!channel> *late*”');
      assert.match(String(text), /“<\u2060at>all<\u2060\/at>/);
      assert.match(String(text), /\*\u200Alate/);
      assert.deepEqual(
        Object(entities).map(({ mentioned }: { mentioned: { id: string } }) => mentioned.id),
        ['29:mary'],
      );
      invitedBy('U0ANN00001', slackThread('C1'));
      await notify(WRITES);
      assert.equal(
        shown(inSlack[0]?.text),
        '<@U0MARY0001> writes: “&lt;at&gt;all&lt;/at&gt; &lt;!channel&gt; *late*”',
      );
    });

    it('are put into a sentence in the language of the inviter', async () => {
      for (const [locale, text] of [
        ['fr', '<@U0ANN00001>\u00a0: Mary a rejoint la conférence.'],
        ['ja', '<@U0ANN00001> さん: '],
      ] as const) {
        invitedBy('U0ANN00001', slackThread('C1'), locale);
        await notify(ENDS);
        assert.ok(String(inSlack.at(-1)?.text).startsWith(text), String(inSlack.at(-1)?.text));
      }
    });

    for (const [what, thread, id] of [
      ['with one person alone in Teams', () => inTeams('personal'), '29:ann'],
      ['of a channel that is not Teams', () => inTeams('groupChat', 'webchat'), '29:ann'],
      ['with one person alone in Slack', () => slackThread('D1'), 'U0ANN00001'],
      ['of Teams, whom only Slack knows', () => inTeams(), 'U0ANN00001'],
      ['of Slack, whom only Teams knows', () => slackThread('C1'), '29:ann'],
    ] as const) {
      it(`are of nobody in a thread ${what}: the plain text`, async () => {
        invitedBy(id, thread());
        await notify(ENDS);
        const texts = [...sent().map(([text]) => text), ...inSlack.map(({ text }) => text)];
        assert.deepEqual(texts, ['Mary joined.']);
      });
    }

    it('are of nobody where that is refused: it is said all the same', async () => {
      invitedBy('29:ann', inTeams());
      connector.refuse(400);
      await notify(ENDS);
      assert.deepEqual(
        [...connector.messages.values()].map(({ text }) => text),
        ['Mary joined.'],
      );
    });
  });

  describe('in a reminder', () => {
    const people = [
      { name: 'Mary <at>all', ids: ['29:mary', 'U0MARY0001'] },
      { name: 'Bob', ids: ['29:bob', 'U0BOB00001'] },
      { name: 'Desk phone', ids: [] },
    ];

    async function remind(thread: Thread, part = {}): Promise<void> {
      const view = reminderView({ people, ...part });
      reminders.reminders.set(view.id, { view, thread, activityId: null });
      await draw(view.id);
    }
    const inCard = () => {
      const { content } = connector.sent.at(-1)?.body.attachments?.[0] ?? {};
      const { body, msteams } = content as { body: { text?: string }[]; msteams?: { entities: object[] } };
      return [shown(body[0]?.text), msteams?.entities.map((entity) => Object(entity).mentioned.id)];
    };
    const inBlocks = () => JSON.stringify(inSlack.at(-1)?.blocks).match(/<@\w+>/g);

    it('are of those whom it is for, within the card of Teams: text beside it would be another message', async () => {
      await remind(inTeams());
      assert.deepEqual(inCard(), ['<at>Mary  at all</at>, <at>Bob</at>', ['29:mary', '29:bob']]);
      assert.equal(connector.sent.length, 1);
      assert.equal(connector.sent[0]?.body.text, undefined);
    });

    it('are found in the text of the card by what their entities say', async () => {
      await remind(inTeams());
      const { content } = connector.sent[0]?.body.attachments?.[0] ?? {};
      const { body, msteams } = content as { body: { text: string }[]; msteams: { entities: object[] } };
      const texts = msteams.entities.map((entity) => Object(entity).text);
      assert.equal(body[0]?.text, texts.join(', '));
    });

    it('are of those whom it is for in Slack, in a block', async () => {
      await remind(slackThread('C1'));
      assert.deepEqual(inBlocks(), ['<@U0MARY0001>', '<@U0BOB00001>']);
    });

    it('are no more than fit', async () => {
      const many = Array.from({ length: 50 }, (_, i) => ({ name: `P${i}`, ids: [`29:${i}`, `U0P${i}`] }));
      await remind(inTeams(), { people: many });
      assert.equal(inCard()[1]?.length, 10);
      await remind(slackThread('C1'), { people: many });
      assert.equal(inBlocks()?.length, 10);
    });

    it('are not repeated when it is drawn again', async () => {
      await remind(inTeams());
      const view = reminderView({ people });
      const [activityId = ''] = connector.messages.keys();
      reminders.reminders.set(view.id, { view, thread: inTeams(), activityId });
      await draw(view.id);
      assert.equal(connector.sent.length, 2);
      assert.equal(inCard()[1], undefined);
    });

    it('are left out with one person alone, where nobody is known, and of everybody', async () => {
      await remind(inTeams('personal'));
      assert.equal(inCard()[1], undefined);
      await remind(slackThread('D1'));
      assert.equal(inBlocks(), null);
      await remind(inTeams(), { people: people.slice(2) });
      assert.equal(inCard()[1], undefined);
      await remind(slackThread('C1'), { people: 'everyone' });
      assert.equal(inBlocks(), null);
    });

    it('are left out where they are refused: it is posted all the same', async () => {
      connector.refuse(400);
      await remind(inTeams());
      assert.equal(connector.messages.size, 1);
      assert.equal(inCard()[1], undefined);
    });
  });
});

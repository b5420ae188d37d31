import assert from 'node:assert/strict';
import { type Chat, createChat, MessengerError } from '../../../src/chat/index.ts';
import type { CardId, InvitationId, ThreadId } from '../../../src/desk/index.ts';
import { Directory } from '../../../src/directory/index.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/index.ts';
import { FakeBlocks, FakeDesk, FakePersonal, FakeSchedule, NOTHING } from '../../support/fake-desk.ts';
import { FakeInbox } from '../../support/fake-inbox.ts';
import { slackFaults } from '../../support/slack-limits.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackClient, SlackWorld } from '../../support/slack-world.ts';
import { cardView, invitationRow } from '../../support/views.ts';

/** The real routes, adapter and Web API client, between a fake desk and the emulator. */
describe('Slack', () => {
  let world: SlackWorld;
  let desk: FakeDesk;
  let server: HttpServer;
  let chat: Chat;
  let slack: SlackClient;
  let warnings: object[];
  let inbox: FakeInbox;

  before(async () => {
    world = await SlackWorld.start();
  });
  after(() => world.stop());

  beforeEach(async () => {
    world.asked.length = 0;
    world.refusals.length = 0;
    warnings = [];
    inbox = new FakeInbox();
    desk = new FakeDesk();
    const log = { debug() {}, info() {}, warn: (facts: object) => warnings.push(facts), error() {} };
    chat = createChat({
      desk,
      reception: desk,
      personal: new FakePersonal(),
      schedule: new FakeSchedule(),
      reminders: new FakeSchedule(),
      blocks: new FakeBlocks(),
      people: new Directory(),
      credentials: {},
      slack: { botToken: BOT_TOKEN, apiUrl: world.apiUrl, inbox },
      log,
      newId: () => 'reference-1',
    });
    assert.ok(chat.slack);
    server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log,
      slack: { signingSecret: SIGNING_SECRET, handle: chat.slack.handle },
    });
    const { port } = await server.start();
    slack = new SlackClient(`http://127.0.0.1:${port}`, world);
  });
  afterEach(() => server.drain(1_000));

  const invited = () =>
    desk.calls.map(([what, asked]) => [
      what,
      (asked as { invitees: { name: string }[] }).invitees.map(({ name }) => name),
    ]);
  const threadId = (root: string) => `${world.team}:${world.channel}:${root}` as ThreadId;

  describe('a typed line', () => {
    it('that mentions the bot rings members of the channel, in the thread under it', async () => {
      assert.equal((await slack.mention('invite bob saying "Join us"')).status, 200);
      const bob = {
        key: 'sip:bob@example.com',
        name: 'Bob Brown',
        address: 'sip:bob@example.com',
        guessed: true,
        ids: [world.id('bob')],
        mail: 'bob@example.com',
      };
      assert.deepEqual(desk.calls, [['invite', { invitees: [bob], toast: 'Join us' }]]);
      const { activityId, thread, actor } = desk.inbounds[0] ?? assert.fail();
      assert.equal(thread.id, threadId(activityId));
      assert.deepEqual([thread.channel, thread.title], ['slack', 'ops']);
      assert.deepEqual([actor.id, actor.name], [world.id('ann'), 'Ann Ames']);
    });

    it('takes mentions of people, and addresses that Slack made links of', async () => {
      await slack.mention(`invite <@${world.id('bob')}>`);
      await slack.mention('invite sip:<mailto:lee@contoso.com|lee@contoso.com>');
      assert.deepEqual(invited(), [
        ['invite', ['Bob Brown']],
        ['invite', ['lee']],
      ]);
    });

    it('takes mentions of people who are not in the channel', async () => {
      const members = [world.id('usher'), world.id('ann')];
      world.refusals.push({ method: 'conversations.members', status: 200, body: { ok: true, members } });
      await slack.mention(`invite <@${world.id('bob')}>`);
      assert.deepEqual(invited(), [['invite', ['Bob Brown']]]);
    });

    it('in a thread belongs to it', async () => {
      await slack.mention('end', { thread_ts: '1600000000.000001' });
      assert.equal(desk.inbounds[0]?.thread.id, threadId('1600000000.000001'));
    });

    it('needs no mention in a direct message, which is one thread', async () => {
      await slack.event({ ...slack.line('end'), channel: 'D0000000001', channel_type: 'im' });
      assert.equal(desk.inbounds[0]?.thread.id, `${world.team}:D0000000001`);
    });

    it('is read once, though it comes as two events and twice each', async () => {
      desk.receipt = { ...NOTHING, says: [{ code: 'already-in', facts: { name: 'Bob' } }] };
      const line = slack.line(`<@${world.id('usher')}> invite bob`);
      await Promise.all([
        slack.event({ ...line, type: 'app_mention' }),
        slack.event(line, { event_id: 'Ev2' }),
        slack.event({ ...line, type: 'app_mention' }),
      ]);
      await slack.event(line, { event_id: 'Ev2' });
      assert.equal(desk.calls.length, 1);
      assert.deepEqual(
        world.said.map(({ text }) => text),
        ['Bob is in the conference already.'],
      );
    });

    it('is answered under it', async () => {
      await slack.mention('who', { ts: '1700000003.000009' });
      const [said] = world.said;
      assert.equal(said?.method, 'chat.postMessage');
      assert.equal(said?.fields.thread_ts, '1700000003.000009');
      assert.match(said?.text ?? '', /^There is no conference here/);
    });

    for (const [what, part] of [
      ['of a bot', { bot_id: 'B1' }],
      ['that was edited', { subtype: 'message_changed' }],
      ['whose edit mentions us anew', { edited: { ts: '1' } }],
      ['without a mention in a channel', { text: 'invite bob' }],
    ] as const) {
      it(`${what} is not read`, async () => {
        const line = slack.line(`<@${world.id('usher')}> invite bob`);
        assert.equal((await slack.event({ ...line, ...part })).status, 200);
        assert.deepEqual(desk.calls, []);
        assert.deepEqual(world.said, []);
      });
    }

    it('of our own is not read', async () => {
      await slack.mention('invite bob', { user: world.id('usher') });
      assert.deepEqual(desk.calls, []);
    });

    it('gets a sentence where the desk fails, and is not worked on again', async () => {
      desk.failure = new Error('broken');
      assert.equal((await slack.mention('invite bob')).status, 200);
      assert.match(world.said[0]?.text ?? '', /reference/);
    });

    it('is sent again by Slack where Slack itself does not tell who we are', async () => {
      world.refusals.push({ method: 'auth.test', status: 500 });
      const line = slack.line(`<@${world.id('usher')}> invite bob`);
      assert.equal((await slack.event(line)).status, 500);
      assert.equal((await slack.event(line)).status, 200);
      assert.deepEqual(invited(), [['invite', ['Bob Brown']]]);
    });
  });

  it('greets a channel it is taken into, once', async () => {
    const joined = { type: 'member_joined_channel', channel: world.channel, user: world.id('usher') };
    await slack.event(joined);
    await slack.event(joined);
    assert.equal(world.said.length, 1);
    const [{ text, blocks } = assert.fail()] = world.said;
    assert.deepEqual(slackFaults({ text, blocks: blocks ?? [] }), []);
  });

  describe('a command', () => {
    it('that invites opens a thread, which says what was asked for', async () => {
      assert.deepEqual(await slack.command('invite bob'), { status: 200, body: undefined });
      assert.deepEqual(
        world.said.map(({ text }) => text),
        ['Ann Ames: /usher invite bob'],
      );
      const { messages } = await world.call('conversations.history', { channel: world.channel });
      const root = String(Reflect.get((messages as object[])[0] ?? {}, 'ts'));
      assert.equal(desk.inbounds[0]?.thread.id, threadId(root));
      assert.deepEqual(invited(), [['invite', ['Bob Brown']]]);
    });

    it('that begins nothing is answered for its author alone', async () => {
      const { body } = await slack.command('help');
      const {
        response_type: type,
        text,
        blocks,
      } = body as { response_type: string; text: string; blocks: object[] };
      assert.equal(type, 'ephemeral');
      assert.deepEqual(slackFaults({ text, blocks }), []);
      assert.deepEqual(world.said, []);
    });

    it('without a word is answered with the help', async () => {
      const { body } = await slack.command('');
      assert.match(String(Reflect.get(body as object, 'text')), /^What I can do/);
    });

    it('says how to take the bot in where it is not in the channel', async () => {
      world.refusals.push({
        method: 'chat.postMessage',
        status: 200,
        body: { ok: false, error: 'not_in_channel' },
      });
      const { status, body } = await slack.command('invite bob');
      assert.equal(status, 200);
      assert.match(
        String(Reflect.get(body as object, 'text')),
        /^I am not in this channel. Write: \/invite @/,
      );
      assert.deepEqual(desk.calls, []);
    });
  });

  describe('a press', () => {
    const again = { action_id: 'again 3', value: '{"id":"invitation-1","version":1}' };

    it('reaches the desk, in the thread of its card', async () => {
      desk.receipt = { ...NOTHING, cardId: 'card-1' as CardId };
      assert.deepEqual(await slack.press(again), { status: 200, body: undefined });
      assert.deepEqual(desk.calls, [['again', 'invitation-1' as InvitationId]]);
      assert.equal(desk.inbounds[0]?.thread.id, threadId('1700000000.000001'));
    });

    it('that comes to nothing is answered for who pressed, and the card is drawn as it stands', async () => {
      const { ts } = await world.call('chat.postMessage', { channel: world.channel, text: 'card' });
      const thread = { id: threadId('1700000000.000001'), channel: 'slack', title: '', reference: null };
      desk.cards.set('card-1', { view: cardView(), thread, activityId: String(ts) });
      desk.receipt = {
        ...NOTHING,
        cardId: 'card-1' as CardId,
        says: [{ code: 'conference-none', facts: {} }],
      };
      await slack.press(again);
      const [whisper, update] = world.said;
      assert.deepEqual([whisper?.method, whisper?.fields.user], ['chat.postEphemeral', world.id('ann')]);
      assert.match(whisper?.text ?? '', /no conference here/);
      assert.deepEqual([update?.method, update?.fields.ts], ['chat.update', String(ts)]);
      assert.deepEqual(slackFaults({ text: update?.text ?? '', blocks: update?.blocks ?? [] }), []);
    });

    it('on a link, or of something unknown, does nothing', async () => {
      await slack.press({ action_id: 'link 1' });
      await slack.press({}, { type: 'shortcut' });
      assert.deepEqual(desk.calls, []);
      assert.deepEqual(world.said, []);
    });
  });

  describe('a card', () => {
    const thread = () => ({
      id: threadId('1700000000.000001'),
      channel: 'slack',
      title: '',
      reference: null,
    });
    const store = (activityId: string | null) =>
      desk.cards.set('card-1', {
        view: cardView({ rows: [invitationRow({ actions: ['cancel'] })] }),
        thread: thread(),
        activityId,
      });

    it('is posted into its thread, updated from then on, and posted anew where it is gone', async () => {
      store(null);
      await chat.draw('card-1' as CardId);
      await chat.draw('card-1' as CardId);
      const ts = String(desk.calls[0]?.[2]);
      await world.call('chat.delete', { channel: world.channel, ts });
      await chat.draw('card-1' as CardId);
      assert.deepEqual(
        world.said.map(({ method }) => method),
        ['chat.postMessage', 'chat.update', 'chat.update', 'chat.postMessage'],
      );
      assert.equal(world.said[0]?.fields.thread_ts, '1700000000.000001');
      for (const { text, blocks } of world.said)
        assert.deepEqual(slackFaults({ text, blocks: blocks ?? [] }), []);
    });

    it('waits as long as Slack asks for', async () => {
      store('1700000005.000001');
      world.refusals.push({ method: 'chat.update', status: 429, headers: { 'retry-after': '7' } });
      await assert.rejects(chat.draw('card-1' as CardId), (error: unknown) => {
        assert.ok(error instanceof MessengerError);
        assert.deepEqual([error.code, error.retryAfterMs], ['busy', 7_000]);
        return true;
      });
      assert.equal(world.said.length, 1);
    });

    it('that Slack refuses is not tried again', async () => {
      store(null);
      world.refusals.push({
        method: 'chat.postMessage',
        status: 200,
        body: { ok: false, error: 'invalid_blocks' },
      });
      await chat.draw('card-1' as CardId);
      assert.equal(warnings.length, 1);
    });
  });
});

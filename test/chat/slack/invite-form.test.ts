import assert from 'node:assert/strict';
import { inviteForm, type Words, wordsOf } from '../../../src/cards/index.ts';
import { type Chat, createChat } from '../../../src/chat/index.ts';
import { Directory, type Doubt, People, type Person } from '../../../src/directory/index.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/index.ts';
import { FakeDesk, FakePersonal, NOTHING, scheduleDoors } from '../../support/fake-desk.ts';
import { FakeInbox } from '../../support/fake-inbox.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { slackFaults, slackFormFaults } from '../../support/slack-limits.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackClient, SlackWorld } from '../../support/slack-world.ts';

const ROOT = '1700000000.000001';
const ZELDA: Person = {
  ...{ key: 'sip:zelda@contoso.com', name: 'Zelda Fitz', address: 'sip:zelda@contoso.com', guessed: false },
  ...{ source: 'directory', aliases: [], ids: [] },
};

describe('the form behind a message in Slack', () => {
  let world: SlackWorld;
  let desk: FakeDesk;
  let chat: Chat;
  let server: HttpServer;
  let slack: SlackClient;
  /** Resolves for what waits for the limit of an answer. */
  let limit: PromiseWithResolvers<void>;
  /** Of the company's directory, which holds Zelda. */
  let doubt: Doubt | undefined;

  before(async () => {
    world = await SlackWorld.start();
  });
  after(() => world.stop());

  beforeEach(async () => {
    world.asked.length = 0;
    world.refusals.length = 0;
    desk = new FakeDesk();
    limit = Promise.withResolvers();
    doubt = undefined;
    chat = createChat({
      desk,
      reception: desk,
      personal: new FakePersonal(),
      ...scheduleDoors(),
      people: new Directory(() => ({ people: People.of([], [ZELDA]), doubt })),
      credentials: {},
      slack: { botToken: BOT_TOKEN, apiUrl: world.apiUrl, inbox: new FakeInbox() },
      log: quietLog,
      time: { now: () => Date.now(), sleep: () => limit.promise },
    });
    assert.ok(chat.slack);
    server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log: quietLog,
      slack: { signingSecret: SIGNING_SECRET, handle: chat.slack.handle },
    });
    slack = new SlackClient(`http://127.0.0.1:${(await server.start()).port}`, world);
  });
  afterEach(() => server.drain(1_000));

  const about = () => ({ channel: world.channel, root: ROOT });
  const people = (...names: string[]) => ({
    people: { people: { selected_users: names.map((name) => world.id(name)) } },
  });
  const text = (name: string, value: string) => ({ [name]: { [name]: { value } } });
  const invited = () =>
    desk.calls.map(([, asked]) =>
      (asked as { invitees: { name: string }[] }).invitees.map(({ name }) => name),
    );
  const whispers = () =>
    world.said.filter(({ method }) => method === 'chat.postEphemeral').map((one) => one.text);
  const faultsIn = (body: unknown) => {
    const { response_action: action, errors } = body as {
      response_action: string;
      errors: Record<string, string>;
    };
    assert.equal(action, 'errors');
    return errors;
  };

  describe('is opened by the shortcut', () => {
    const open = async (message: object) => {
      const { trigger_id } = await world.call('views.generateTriggerId', { user_id: world.id('ann') });
      const { status } = await slack.interact({
        ...{ type: 'message_action', callback_id: 'invite', trigger_id, message },
        channel: { id: world.channel },
      });
      assert.equal(status, 200);
      const asked = world.asked.find(({ method }) => method === 'views.open');
      return JSON.parse(asked?.fields.view ?? 'null');
    };

    it('inside the request, and keeps to the limits of Slack', async () => {
      const view = await open({ ts: ROOT });
      assert.deepEqual(slackFormFaults(view), []);
      assert.deepEqual(JSON.parse(view.private_metadata), about());
    });

    it('for the thread of a message that stands in one', async () => {
      const view = await open({ ts: '1700000002.000001', thread_ts: ROOT });
      assert.deepEqual(JSON.parse(view.private_metadata), about());
    });

    it('and by no shortcut of others', async () => {
      const channel = { id: world.channel };
      await slack.interact({
        type: 'message_action',
        callback_id: 'x',
        trigger_id: 't',
        channel,
        message: { ts: ROOT },
      });
      assert.deepEqual(
        world.asked.filter(({ method }) => method.startsWith('views.')),
        [],
      );
    });
  });

  for (const locale of ['en', 'de', 'fr', 'es', 'ja']) {
    it(`fits into Slack in ${locale}`, () => {
      const words: Words = wordsOf(locale);
      assert.deepEqual(
        slackFormFaults(inviteForm(words, { channel: 'C'.repeat(100), root: '1'.repeat(100) })),
        [],
      );
    });
  }

  it('rings the chosen and the named, in the thread of the message, once', async () => {
    const values = {
      ...people('bob'),
      ...text('others', 'ann ames\nsip:lee@contoso.com'),
      ...text('subject', 'Design review'),
      ...text('toast', 'Join us'),
    };
    assert.deepEqual(await slack.submit(about(), values), { status: 200, body: undefined });
    const [[what, asked] = []] = desk.calls;
    const { invitees, ...rest } = asked as { invitees: { name: string; ids?: string[] }[] };
    assert.deepEqual([what, rest], ['invite', { subject: 'Design review', toast: 'Join us' }]);
    assert.deepEqual(
      invitees.map(({ name }) => name),
      ['Bob Brown', 'Ann Ames', 'lee'],
    );
    assert.deepEqual(invitees[0]?.ids, [world.id('bob')]);
    const { thread, actor, activityId } = desk.inbounds[0] ?? assert.fail();
    assert.equal(thread.id, `${world.team}:${world.channel}:${ROOT}`);
    assert.deepEqual([thread.channel, thread.title, actor.id], ['slack', 'ops', world.id('ann')]);
    assert.match(activityId, /^form V\d+$/);
    assert.deepEqual(whispers(), []);
  });

  it('tells who sent it what the desk says', async () => {
    desk.receipt = { ...NOTHING, says: [{ code: 'already-in', facts: { name: 'Bob' } }] };
    assert.equal((await slack.submit(about(), people('bob'))).body, undefined);
    assert.deepEqual(whispers(), ['Bob is in the conference already.']);
    assert.deepEqual(slackFaults({ text: whispers()[0] ?? '' }), []);
  });

  it('invites whom it knows from a directory that is dead, and says how old that is', async () => {
    doubt = { code: 'directory.old', facts: { seconds: 10_800 } };
    assert.equal((await slack.submit(about(), text('others', 'zelda'))).body, undefined);
    assert.deepEqual(invited(), [['Zelda Fitz']]);
    assert.match(whispers()[0] ?? '', /^The company’s directory has not answered for 3 hours/);
  });

  describe('stays open, and rings nobody,', () => {
    for (const [what, values, fault] of [
      ['where nobody is in it', () => ({}), { people: /^Choose somebody/ }],
      [
        'where a name is unknown',
        () => ({ ...people('bob'), ...text('others', 'Zoe, bob') }),
        { others: /nobody called Zoe/ },
      ],
      [
        'where no command can be read of it',
        () => text('others', 'x'.repeat(300)),
        { others: /300 characters/ },
      ],
      [
        'where more than people stand among the names',
        () => text('others', 'bob saying "Join us"'),
        { others: /^Only names/ },
      ],
      [
        'where the words are none',
        () => ({ ...people('bob'), ...text('toast', '\u0001') }),
        { toast: /no words/ },
      ],
    ] as const) {
      it(what, async () => {
        const errors = faultsIn((await slack.submit(about(), values())).body);
        assert.deepEqual(Object.keys(errors), Object.keys(fault));
        for (const [name, pattern] of Object.entries(fault)) assert.match(errors[name] ?? '', pattern);
        assert.deepEqual(desk.calls, []);
      });
    }

    it('where its sender is not in the channel that it names', async () => {
      const members = [world.id('usher'), world.id('bob')];
      world.refusals.push({ method: 'conversations.members', status: 200, body: { ok: true, members } });
      const errors = faultsIn((await slack.submit(about(), people('bob'))).body);
      assert.match(errors.people ?? '', /^Only who has invited/);
      assert.deepEqual(desk.calls, []);
    });

    it('where we are not in the channel, or Slack knows no such channel', async () => {
      const answers = [
        { ok: true, members: [world.id('ann')] },
        { ok: false, error: 'channel_not_found' },
      ];
      for (const body of answers) {
        world.refusals.push({ method: 'conversations.members', status: 200, body });
        const channel = `C${answers.indexOf(body)}`;
        const errors = faultsIn((await slack.submit({ channel, root: ROOT }, people('bob'))).body);
        assert.match(errors.people ?? '', /^I am not in this channel/);
      }
      assert.deepEqual(desk.calls, []);
    });
  });

  it('says with a reference where something is broken', async () => {
    desk.failure = new Error('broken');
    const errors = faultsIn((await slack.submit(about(), people('bob'))).body);
    assert.match(errors.people ?? '', /reference/);
  });

  it('can be sent once more after it was corrected', async () => {
    const view = (values: object) => ({
      view: { id: 'V9', callback_id: 'invite', private_metadata: JSON.stringify(about()), state: { values } },
    });
    faultsIn((await slack.submit({}, {}, view(text('others', 'Zoe')))).body);
    assert.equal((await slack.submit({}, {}, view(text('others', 'bob')))).body, undefined);
    assert.deepEqual(invited(), [['Bob Brown']]);
  });

  it('that came too late to stay open rings who was found, and tells the rest', async () => {
    limit.resolve();
    const { body } = await slack.submit(about(), { ...people('bob'), ...text('others', 'Zoe') });
    assert.equal(body, undefined);
    while (whispers().length === 0) await new Promise(setImmediate);
    assert.deepEqual(invited(), [['Bob Brown']]);
    assert.match(whispers()[0] ?? '', /nobody called Zoe/);
  });

  it('that names no place, or is of others, does nothing', async () => {
    await slack.submit({}, people('bob'));
    await slack.submit({ channel: '../x', root: ROOT }, people('bob'));
    await slack.interact({ type: 'view_submission', view: { id: 'V1', callback_id: 'x' } });
    assert.deepEqual(desk.calls, []);
  });
});

import assert from 'node:assert/strict';
import { type Chat, createChat } from '../../../src/chat/index.ts';
import type { InvitationId } from '../../../src/desk/index.ts';
import { Directory } from '../../../src/directory/index.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/index.ts';
import { FakeDesk, FakePersonal, scheduleDoors } from '../../support/fake-desk.ts';
import { FakeInbox } from '../../support/fake-inbox.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackClient, SlackWorld } from '../../support/slack-world.ts';

const ROOT = '1700000000.000001';

describe('what Slack was told is taken', () => {
  let world: SlackWorld;
  let desk: FakeDesk;
  let personal: FakePersonal;
  let inbox: FakeInbox;
  let chat: Chat;
  let server: HttpServer;
  let slack: SlackClient;
  /** How often, by reason. */
  const refused = new Map<string, number>();
  /** Resolves when Slack waits no longer. */
  let limit: PromiseWithResolvers<void>;

  before(async () => {
    world = await SlackWorld.start();
  });
  after(() => world.stop());

  beforeEach(async () => {
    world.asked.length = 0;
    world.refusals.length = 0;
    desk = new FakeDesk();
    personal = new FakePersonal();
    inbox = new FakeInbox();
    refused.clear();
    limit = Promise.withResolvers();
    chat = createChat({
      ...{ desk, reception: desk, personal, people: new Directory(), credentials: {}, log: quietLog },
      ...scheduleDoors(),
      slack: { botToken: BOT_TOKEN, apiUrl: world.apiUrl, inbox },
      refused: (_door, reason) => refused.set(reason, (refused.get(reason) ?? 0) + 1),
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

  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise(setImmediate);
  };
  const place = (root?: string) => ({ team: world.team, channel: world.channel, ...(root && { root }) });
  const swept = async (work: object, key = 'left') => {
    inbox.left.push({ key, work });
    await chat.slack?.sweep();
  };

  it('stands in the inbox until it is done, and no longer', async () => {
    await slack.mention('invite bob', { ts: ROOT });
    await slack.command('invite bob');
    await slack.press({ action_id: 'again 3', value: '{"id":"invitation-1","version":1}' });
    assert.equal(inbox.kept.length, 3);
    assert.equal(inbox.kept[0], `${world.team}:${world.channel}:${ROOT} ${ROOT}`);
    assert.equal(desk.calls.length, 3);
    assert.deepEqual([...inbox.rows], []);
  });

  it('is not what was said to others', async () => {
    await slack.event(slack.line('invite bob'));
    assert.deepEqual(inbox.kept, []);
  });

  it('is sent again by Slack where it could not be kept', async () => {
    inbox.failure = new Error('no database');
    assert.equal((await slack.mention('invite bob', { ts: ROOT })).status, 500);
    assert.deepEqual(desk.calls, []);
    assert.equal((await slack.mention('invite bob', { ts: ROOT })).status, 200);
    assert.equal(desk.calls.length, 1);
  });

  it('is done after a crash, and not again when Slack sends it once more', async () => {
    const text = `<@${world.id('usher')}> invite bob`;
    const line = { kind: 'line', place: place(ROOT), ts: ROOT, user: world.id('ann'), text };
    await swept(line, `${world.team}:${world.channel}:${ROOT} ${ROOT}`);
    await until(() => desk.calls.length > 0);
    assert.deepEqual(desk.inbounds[0]?.activityId, ROOT);
    await slack.event({ ...slack.line(text), ts: ROOT });
    assert.equal(desk.calls.length, 1);
  });

  it('is done in the thread that a command had opened before a crash', async () => {
    const command = {
      kind: 'command',
      id: 't1',
      user: world.id('ann'),
      command: '/usher',
      text: 'invite bob',
    };
    await swept({ ...command, place: place(ROOT) });
    await until(() => desk.calls.length > 0);
    assert.equal(desk.inbounds[0]?.thread.id, `${world.team}:${world.channel}:${ROOT}`);
    assert.deepEqual(world.said, []);
  });

  it('holds the thread of a command from the moment on in which it is opened', async () => {
    const amended: object[] = [];
    inbox.amend = async (_key, work) => void amended.push(work);
    await slack.command('invite bob');
    const [, , root] = String(desk.inbounds[0]?.thread.id).split(':');
    assert.deepEqual(
      amended.map((work) => Reflect.get(work, 'place')),
      [{ ...place(root) }],
    );
  });

  it('is tried again where it failed, though Slack was told that it is taken', async () => {
    world.refusals.push({ method: 'auth.test', status: 500 });
    const press = { action_id: 'again 3', value: '{"id":"invitation-1","version":1}' };
    assert.equal((await slack.press(press)).status, 200);
    assert.deepEqual([desk.calls, inbox.left.length], [[], 1]);
    await chat.slack?.sweep();
    await until(() => inbox.rows.size === 0);
    assert.deepEqual(desk.calls, [['again', 'invitation-1' as InvitationId]]);
  });

  it('is answered where it takes too long, and done all the same', async () => {
    const isDone = Promise.withResolvers<void>();
    const { invite } = desk;
    desk.invite = async (request) => {
      limit.resolve();
      await isDone.promise;
      return invite.call(desk, request);
    };
    assert.deepEqual(await slack.mention('invite bob'), { status: 200, body: undefined });
    assert.equal(inbox.rows.size, 1);
    isDone.resolve();
    await until(() => inbox.rows.size === 0);
    assert.equal(desk.calls.length, 1);
  });

  it('is too much at some number under way: Slack sends it again, and what others left is left to them', async () => {
    const isDone = Promise.withResolvers<void>();
    const { invite } = desk;
    desk.invite = async (request) => {
      await isDone.promise;
      return invite.call(desk, request);
    };
    limit.resolve();
    const statuses = new Map<number, number>();
    // So many at a time are what HTTP takes.
    for (let n = 0; n < 520; n += 20) {
      const some = Array.from({ length: 20 }, () => slack.mention('invite bob'));
      for (const { status } of await Promise.all(some)) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    assert.deepEqual(
      [...statuses],
      [
        [200, 500],
        [500, 20],
      ],
    );
    assert.deepEqual([...refused], [['overloaded', 20]]);
    inbox.left.push({ key: 'left', work: {} });
    await chat.slack?.sweep();
    assert.equal(inbox.left.length, 1);
    isDone.resolve();
    await until(() => inbox.rows.size === 0);
    inbox.left.splice(0);
    assert.equal((await slack.mention('invite bob')).status, 200);
    assert.equal(desk.calls.length, 501);
  });

  it('is answered to the author of a command alone, also where Slack does not wait for it', async () => {
    limit.resolve();
    assert.deepEqual(await slack.command('who'), { status: 200, body: undefined });
    await until(() => inbox.rows.size === 0);
    const [{ method, fields, text } = assert.fail(), ...others] = world.said;
    assert.deepEqual([method, fields.user, others], ['chat.postEphemeral', world.id('ann'), []]);
    assert.match(text, /^There is no conference here/);
  });

  it('carries what was typed beside a button', async () => {
    const state = { values: { typed: { words: { type: 'plain_text_input', value: 'in surgery' } } } };
    await slack.press({ action_id: 'refuse 2', value: '{"id":"invitation-1","version":1}' }, { state });
    assert.deepEqual(personal.calls, [['answer', 'invitation-1', 'decline', 'in surgery']]);
  });
});

/** Somebody has overheard what Slack sent, signature and all, and sends it again. */
import assert from 'node:assert/strict';
import { type Chat, createChat } from '../../../src/chat/index.ts';
import { Directory } from '../../../src/directory/index.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/index.ts';
import { FakeDesk, FakePersonal, scheduleDoors } from '../../support/fake-desk.ts';
import { FakeInbox } from '../../support/fake-inbox.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackClient, SlackWorld } from '../../support/slack-world.ts';

interface Overheard {
  readonly route: string;
  readonly body: string;
  readonly at: number;
}

describe('what was overheard on the way from Slack', () => {
  let world: SlackWorld;
  let desk: FakeDesk;
  let personal: FakePersonal;
  let inbox: FakeInbox;
  let server: HttpServer;
  let slack: SlackClient;
  let overheard: Overheard[];
  let refused: string[];
  let logged: string;
  /** In ms. */
  let now: number;

  before(async () => {
    world = await SlackWorld.start();
  });
  after(() => world.stop());

  beforeEach(async () => {
    world.asked.length = 0;
    [desk, personal, inbox] = [new FakeDesk(), new FakePersonal(), new FakeInbox()];
    [overheard, refused, logged, now] = [[], [], '', Date.now()];
    await start();
  });
  afterEach(() => server.drain(1_000));

  async function start(): Promise<void> {
    const keep = (facts: object, message: string) => {
      logged += JSON.stringify(facts) + message;
    };
    const log = { debug() {}, info: keep, warn: keep, error: keep };
    const chat: Chat = createChat({
      ...{ desk, reception: desk, personal, people: new Directory(), credentials: {}, log },
      ...scheduleDoors(),
      slack: { botToken: BOT_TOKEN, apiUrl: world.apiUrl, inbox },
      refused: (door, reason, facts = {}) => {
        refused.push(`${door} ${reason}`);
        keep(facts, reason);
      },
    });
    assert.ok(chat.slack);
    server = createHttpServer({
      ...{ host: '127.0.0.1', port: 0, log },
      slack: { signingSecret: SIGNING_SECRET, handle: chat.slack.handle, now: () => now },
      refused: (reason) => refused.push(`http ${reason}`),
    });
    slack = new Listened(`http://127.0.0.1:${(await server.start()).port}`, world);
  }

  class Listened extends SlackClient {
    override post(route: string, body: string, { at = Math.floor(now / 1_000), ...signing } = {}) {
      overheard.push({ route, body, at });
      return super.post(route, body, { at, ...signing });
    }
  }

  const replay = ({ route, body, at } = overheard[0] ?? assert.fail()) => slack.post(route, body, { at });
  const done = () => [inbox.kept.length, desk.calls.length, personal.calls.length, world.said.length];

  const state = { others: { others: { value: 'bob' } }, toast: { toast: { value: '' } } };
  const requests: Readonly<Record<string, (client: SlackClient) => Promise<{ status: number }>>> = {
    'an event: a line that invites': (client) => client.mention('invite bob'),
    'an event: a line that is only answered': (client) => client.mention('help'),
    'an event: the bot came into a channel': (client) => {
      const came = { type: 'member_joined_channel', user: world.id('usher'), channel: world.channel };
      return client.event(came);
    },
    'a command that opens a thread': (client) => client.command('invite bob'),
    'a command that is only answered': (client) => client.command('who'),
    'an interaction: a press': (client) =>
      client.press({ action_id: 'again 3', value: '{"id":"invitation-1","version":1}' }),
    'an interaction: an answer': (client) =>
      client.press({ action_id: 'accept 0', value: '{"id":"invitation-1","version":1}' }),
    'an interaction: a form': (client) =>
      client.submit({ channel: world.channel, root: '1700000000.000001' }, state),
  };
  for (const [what, send] of Object.entries(requests)) {
    it(`does nothing twice: ${what}`, async () => {
      await send(slack);
      const first = done();
      assert.equal(first[0], 1);
      assert.deepEqual(await replay(), { status: 200, body: undefined });
      assert.deepEqual(done(), first);
      assert.deepEqual(refused, ['slack repeated']);
    });

    it(`does nothing to another process of ours: ${what}`, async () => {
      await send(slack);
      const first = done();
      await server.drain(1_000);
      await start();
      assert.equal((await replay()).status, 200);
      assert.deepEqual(done(), first);
    });

    it(`is refused after five minutes: ${what}`, async () => {
      await send(slack);
      const first = done();
      now += 301_000;
      assert.equal((await replay()).status, 401);
      assert.deepEqual(done(), first);
      assert.deepEqual(refused, ['http not-signed']);
      assert.equal(logged.includes(SIGNING_SECRET), false);
    });
  }

  it('is a form that had to be corrected: it may come again', async () => {
    const empty = { others: { others: { value: '' } }, toast: { toast: { value: '' } } };
    const form = { channel: world.channel, root: '1700000000.000001' };
    assert.ok((await slack.submit(form, empty)).body);
    assert.deepEqual((await replay()).status, 200);
    assert.deepEqual([desk.calls, refused], [[], []]);
  });

  it('comes from another workspace: refused, and the log says from which', async () => {
    const team_id = 'T0STRANGER';
    await slack.event(slack.line(`<@${world.id('usher')}> invite bob`), { team_id });
    await slack.command('invite bob', { team_id });
    const team = { id: team_id };
    await slack.press({ action_id: 'again 3', value: '{"id":"invitation-1","version":1}' }, { team });
    await slack.submit({ channel: world.channel, root: '1700000000.000001' }, state, { team });
    assert.deepEqual([desk.calls, personal.calls, world.said], [[], [], []]);
    assert.deepEqual(refused, Array(4).fill('slack workspace'));
    assert.match(logged, /T0STRANGER/);
  });
});

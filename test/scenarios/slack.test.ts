/** The same story in Slack: the whole product, real SIP phones, and the emulator of Slack's Web API. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SANDBOX_PEOPLE } from '../../src/sandbox/index.ts';
import { scratch } from '../support/scratch.ts';
import { slackFaults } from '../support/slack-limits.ts';
import { SlackSocket } from '../support/slack-socket.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackClient, SlackWorld } from '../support/slack-world.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

describe('Slack', function () {
  this.timeout(60_000);
  let world: ThreadWorld;
  let slack: SlackWorld;
  let client: SlackClient;
  let url: string;

  beforeEach(async () => {
    [world, slack] = await Promise.all([ThreadWorld.open(), SlackWorld.start()]);
  });
  afterEach(async () => {
    await world.close();
    await slack.stop();
  });

  async function start(env: Readonly<Record<string, string>> = {}): Promise<UsherProcess> {
    const usher = await world.start({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
      ...env,
    });
    url = new URL(usher.endpoint).origin;
    client = new SlackClient(url, slack);
    return usher;
  }

  const addressOf = (id: string) => `sip:${SANDBOX_PEOPLE.find((one) => one.id === id)?.email}`;
  const last = () => slack.said.findLast(({ blocks, fields }) => blocks && fields.channel === slack.channel);
  const shows = (words: RegExp) =>
    world.until(
      String(words),
      () => words.test(JSON.stringify(last()?.blocks ?? [])),
      () => last()?.blocks,
    );

  /** On the last card that was drawn, in this channel where one is named. */
  function button(verb: string, channel?: string): object {
    const drawn = slack.said.filter(
      ({ blocks, fields }) => blocks && fields.channel === (channel ?? fields.channel),
    );
    const found = JSON.stringify(drawn.at(-1)?.blocks).match(
      new RegExp(`"value":("(?:[^"\\\\]|\\\\.)*"),"action_id":("${verb} \\d+")`),
    );
    assert.ok(found, `no button ${verb}`);
    return { action_id: JSON.parse(found[2] ?? ''), value: JSON.parse(found[1] ?? '') };
  }

  it('a mention rings a phone, and the card under it follows', async () => {
    await start();
    await client.mention(`invite ${addressOf('mary')}`, { ts: '1700000100.000001' });
    await shows(/Joined/);
    const posts = slack.said.filter(({ method, blocks }) => method === 'chat.postMessage' && blocks);
    assert.deepEqual(
      posts.map(({ fields }) => fields.thread_ts),
      ['1700000100.000001'],
    );
    for (const { text, blocks } of slack.said)
      assert.deepEqual(slackFaults({ text, ...(blocks && { blocks }) }), []);
  });

  it('a command opens a thread, and a button of its card stops the phone', async () => {
    await start();
    await client.command(`invite ${addressOf('sue')}`);
    await shows(/Ringing/);
    const root =
      last()?.fields.thread_ts ?? slack.said.findLast(({ fields }) => fields.thread_ts)?.fields.thread_ts;
    await client.press(button('cancel'), { message: { ts: '1700000200.000001', thread_ts: root } });
    await shows(/Withdrawn/);
  });

  it('whoever comes without the signature, or by the route of Teams, is not heard', async () => {
    await start();
    const { status } = await client.post('events', '{}', { secret: 'other' });
    assert.equal(status, 401);
    const other = await fetch(`${url}/api/messages`, { method: 'POST', body: '{}' });
    assert.equal(other.status, 404);
  });

  it('the form behind a message rings who is chosen in it, in the thread of the message', async () => {
    await start();
    const root = '1700000300.000001';
    const { trigger_id } = await slack.call('views.generateTriggerId', { user_id: slack.id('ann') });
    const channel = { id: slack.channel };
    const message = { ts: root };
    await client.interact({ type: 'message_action', callback_id: 'invite', trigger_id, channel, message });
    const view = JSON.parse(slack.asked.find(({ method }) => method === 'views.open')?.fields.view ?? 'null');
    const others = { others: { others: { value: addressOf('mary') } } };
    const toast = { toast: { toast: { value: 'Join us' } } };
    const { body } = await client.submit(JSON.parse(view.private_metadata), { ...others, ...toast });
    assert.equal(body, undefined);
    await shows(/Joined/);
    assert.match(JSON.stringify(last()?.blocks), /Join us/);
    const post = slack.said.find(({ method, blocks }) => method === 'chat.postMessage' && blocks);
    assert.equal(post?.fields.thread_ts, root);
  });

  it('what was taken before a crash is done after it, once', async () => {
    const first = await start();
    slack.silent.add('conversations.info');
    const line = { ts: '1700000400.000001' };
    const answers = await Promise.all([
      client.mention(`invite ${addressOf('mary')}`, line),
      client.command(`invite ${addressOf('lee')}`),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal((await world.query('select 1 from inbox')).length, 2);
    await first.kill();
    slack.silent.clear();
    await start();
    await world.until('both are in', async () => {
      const joined = await world.query(`select 1 from invitations where status = 'joined'`);
      return joined.length === 2;
    });
    await client.mention(`invite ${addressOf('mary')}`, line);
    assert.equal((await world.query('select 1 from invitations')).length, 2);
    await world.until(
      'nothing is left to do in the inbox',
      async () => (await world.query(`select 1 from inbox where work <> '{}'`)).length === 0,
    );
    const roots = slack.said.filter(
      ({ text, method }) => method === 'chat.postMessage' && /usher invite/.test(text),
    );
    assert.equal(roots.length, 1);
  });

  it('somebody who is known in Slack answers there herself', async () => {
    const folder = await scratch();
    try {
      const people = join(folder.path, 'people.csv');
      await writeFile(people, `name,sip,slack\nBob Brown,${addressOf('sue')},${slack.id('bob')}\n`);
      await start({ PEOPLE_FILE: people });
      await client.mention('invite bob', { ts: '1700000500.000001' });
      const hers = () => slack.said.find(({ fields, blocks }) => blocks && fields.channel !== slack.channel);
      await world.until(
        'a card of her own',
        () => hers() !== undefined,
        () => slack.said,
      );
      const opened = slack.asked.find(({ method }) => method === 'conversations.open');
      assert.equal(opened?.fields.users, slack.id('bob'));
      const { text = '', blocks = [], fields } = hers() ?? {};
      assert.deepEqual(slackFaults({ text, blocks }), []);
      await shows(/Ringing/);
      const state = { values: { typed: { words: { type: 'plain_text_input', value: 'in surgery' } } } };
      await client.press(button('refuse', fields?.channel), {
        ...{ state, user: { id: slack.id('bob') }, channel: { id: fields?.channel } },
        ...{ message: {}, container: { type: 'message', message_ts: '1700000501.000001' } },
      });
      await world.until(
        'the thread shows it',
        () =>
          slack.said.some(
            (one) => one.fields.channel === slack.channel && /in surgery/.test(JSON.stringify(one.blocks)),
          ),
        () => slack.said,
      );
      await world.rows(`select 1 from invitations where status = 'declined' and state = 'Terminated'`);
    } finally {
      await folder.remove();
    }
  });

  it('over Socket Mode all of it is the same, and readiness tells whether it is connected', async () => {
    const socket = await SlackSocket.start(slack);
    try {
      await start({ SLACK_APP_TOKEN: 'xapp-test' });
      const readiness = async () => {
        const response = await fetch(`${url}/readyz`);
        const { codes = {} } = (await response.json()) as { codes?: Record<string, string> };
        return codes['slack-socket'] ?? 'ready';
      };
      assert.equal(await readiness(), 'no-connection');
      socket.offer();
      await socket.greet();
      await world.until('connected', async () => (await readiness()) === 'ready');

      const ids = { team_id: slack.team, channel_id: slack.channel, user_id: slack.id('ann') };
      const text = `<@${slack.id('usher')}> invite ${addressOf('sue')}`;
      const event = { ...client.line(text), type: 'app_mention', ts: '1700000600.000001' };
      assert.deepEqual(await socket.send('events_api', { ...ids, type: 'event_callback', event }), {});
      await shows(/Ringing/);
      const help = await socket.send('slash_commands', {
        ...ids,
        trigger_id: 't.1',
        command: '/usher',
        text: '',
      });
      assert.equal(Reflect.get(help as object, 'response_type'), 'ephemeral');
      const press = {
        ...{ type: 'block_actions', team: { id: slack.team }, user: { id: slack.id('ann') } },
        ...{ channel: { id: slack.channel }, message: { ts: '1700000601.000001', thread_ts: event.ts } },
        actions: [{ ...button('cancel'), action_ts: '1700000602.000001' }],
      };
      assert.deepEqual(await socket.send('interactive', press), {});
      await shows(/Withdrawn/);
      assert.deepEqual(await socket.send('something_new', {}), {});

      socket.cut();
      await world.until('not connected', async () => (await readiness()) === 'no-connection');
      socket.offer();
      await socket.greet();
      await world.until('connected again', async () => (await readiness()) === 'ready');
    } finally {
      await socket.stop();
    }
  });
});

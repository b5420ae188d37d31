/** The same story in Slack: the whole product, real SIP phones, and the emulator of Slack's Web API. */
import assert from 'node:assert/strict';
import { SANDBOX_PEOPLE } from '../../src/sandbox/index.ts';
import { slackFaults } from '../support/slack-limits.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackClient, SlackWorld } from '../support/slack-world.ts';
import { ThreadWorld } from '../support/thread-world.ts';

describe('Slack', function () {
  this.timeout(60_000);
  let world: ThreadWorld;
  let slack: SlackWorld;
  let client: SlackClient;
  let url: string;

  beforeEach(async () => {
    [world, slack] = await Promise.all([ThreadWorld.open(), SlackWorld.start()]);
    const { endpoint } = await world.start({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
    });
    url = new URL(endpoint).origin;
    client = new SlackClient(url, slack);
  });
  afterEach(async () => {
    await world.close();
    await slack.stop();
  });

  const addressOf = (id: string) => `sip:${SANDBOX_PEOPLE.find((one) => one.id === id)?.email}`;
  const last = () => slack.said.filter(({ blocks }) => blocks !== undefined).at(-1);
  const shows = (words: RegExp) =>
    world.until(
      String(words),
      () => words.test(JSON.stringify(last()?.blocks ?? [])),
      () => last()?.blocks,
    );

  function button(verb: string): object {
    const found = JSON.stringify(last()?.blocks).match(
      new RegExp(`"value":("(?:[^"\\\\]|\\\\.)*"),"action_id":("${verb} \\d+")`),
    );
    assert.ok(found, `no button ${verb}`);
    return { action_id: JSON.parse(found[2] ?? ''), value: JSON.parse(found[1] ?? '') };
  }

  it('a mention rings a phone, and the card under it follows', async () => {
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
    await client.command(`invite ${addressOf('sue')}`);
    await shows(/Ringing/);
    const root =
      last()?.fields.thread_ts ?? slack.said.findLast(({ fields }) => fields.thread_ts)?.fields.thread_ts;
    await client.press(button('cancel'), { message: { ts: '1700000200.000001', thread_ts: root } });
    await shows(/Withdrawn/);
  });

  it('whoever comes without the signature, or by the route of Teams, is not heard', async () => {
    const { status } = await client.post('events', '{}', { secret: 'other' });
    assert.equal(status, 401);
    const other = await fetch(`${url}/api/messages`, { method: 'POST', body: '{}' });
    assert.equal(other.status, 404);
  });
});

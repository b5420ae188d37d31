/** The whole product, and somebody who has no business with it: she gets in by no door that the configuration does not open. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { freePort } from '../support/free-port.ts';
import { KeyServer } from '../support/key-server.ts';
import { BOT_TOKEN, SIGNING_SECRET, SlackWorld } from '../support/slack-world.ts';
import { ANN, BOT, GROUP } from '../support/teams-client.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import type { UsherProcess } from '../support/usher-process.ts';

const TENANT = '22222222-2222-4222-8222-222222222222';
const TEAMS = {
  MicrosoftAppId: '11111111-1111-4111-8111-111111111111',
  MicrosoftAppPassword: 'the-client-secret',
  MicrosoftAppTenantId: TENANT,
};

describe('who has no business with it', function () {
  this.timeout(60_000);
  let world: ThreadWorld;

  beforeEach(async () => {
    world = await ThreadWorld.open();
  });
  afterEach(() => world.close());

  /** Someone invites a person by her address. `host`: what the request calls us. */
  function post({ endpoint }: UsherProcess, headers: Record<string, string> = {}): Promise<number> {
    const activity = {
      ...{
        type: 'message',
        id: 'forged-1',
        channelId: 'msteams',
        serviceUrl: 'https://smba.trafficmanager.net/',
      },
      ...{ conversation: { ...GROUP, tenantId: TENANT }, from: ANN, recipient: BOT },
      text: 'invite sip:mary@sandbox.example',
    };
    return new Promise((resolve, reject) => {
      const asked = request(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      });
      asked.once('response', (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      });
      asked.once('error', reject);
      asked.end(JSON.stringify(activity));
    });
  }

  async function isUntouched(usher: UsherProcess): Promise<void> {
    for (const table of ['threads', 'invitations', 'audit', 'inbox']) {
      assert.deepEqual(await world.query(`select 1 from ${table}`), [], table);
    }
    for (const secret of ['the-client-secret', 'eyJ']) {
      assert.equal(usher.output().includes(secret), false, usher.output());
    }
  }

  const counted = async ({ endpoint }: UsherProcess) => {
    const text = await (await fetch(new URL('/metrics', endpoint))).text();
    return text.split('\n').filter((line) => line.startsWith('usher_refused_total{'));
  };

  it('is refused by the bot of a tenant, counted, and logged without her token', async () => {
    const usher = await world.start(TEAMS);
    const keys = await new KeyServer().start();
    const claims = { aud: TEAMS.MicrosoftAppId, serviceurl: 'https://smba.trafficmanager.net/' };
    const stranger = keys.bearer({ ...claims, iss: 'https://keys.evil.example' });
    await keys.stop();
    assert.equal(await post(usher), 401);
    assert.equal(await post(usher, { authorization: stranger }), 401);
    await isUntouched(usher);
    assert.deepEqual(await counted(usher), [
      'usher_refused_total{door="teams",reason="token-missing"} 1',
      'usher_refused_total{door="teams",reason="token-refused"} 1',
    ]);
    assert.match(usher.output(), /token-refused/);
  });

  it('finds no route of Slack where there is only Teams', async () => {
    const { endpoint } = await world.start(TEAMS);
    for (const route of ['events', 'commands', 'interactions']) {
      const { status } = await fetch(new URL(`/slack/${route}`, endpoint), { method: 'POST', body: '{}' });
      assert.equal(status, 404, route);
    }
  });

  it('finds no route of Teams where there is only Slack, and one of Slack for who signs', async () => {
    const slack = await SlackWorld.start();
    try {
      const usher = await world.start({
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_SIGNING_SECRET: SIGNING_SECRET,
        SLACK_API_URL: slack.apiUrl,
      });
      assert.equal(await post(usher), 404);
      for (const route of ['events', 'commands', 'interactions']) {
        const url = new URL(`/slack/${route}`, usher.endpoint);
        assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401, route);
      }
      await isUntouched(usher);
      assert.equal(usher.output().includes(SIGNING_SECRET), false);
      assert.deepEqual(await counted(usher), [
        'usher_refused_total{door="http",reason="no-such-route"} 1',
        'usher_refused_total{door="http",reason="not-signed"} 3',
      ]);
    } finally {
      await slack.stop();
    }
  });

  it('is not heard at SIP_LISTEN from an address that calls do not come from, and counted', async () => {
    const port = await freePort();
    const usher = await world.start({ SIP_LISTEN: `127.0.0.1:${port}`, SIP_ALLOWED_PEERS: '192.0.2.1' });
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write('OPTIONS sip:usher@127.0.0.1 SIP/2.0\r\n\r\n');
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
    });
    await new Promise((resolve) => socket.once('close', resolve));
    assert.equal(heard, '');
    await isUntouched(usher);
    assert.deepEqual(await counted(usher), ['usher_refused_total{door="sip",reason="peer"} 1']);
  });

  it('is refused where no channel is configured, when a page of hers in a browser on this machine asks', async () => {
    const usher = await world.start();
    assert.equal(await post(usher, { host: 'evil.example' }), 403);
    assert.equal(await post(usher, { origin: 'https://evil.example' }), 403);
    assert.equal(await post(usher), 403); // to answer somewhere else than on this machine
    await isUntouched(usher);
    assert.deepEqual(await counted(usher), [
      'usher_refused_total{door="http",reason="other-page"} 2',
      'usher_refused_total{door="teams",reason="service-url"} 1',
    ]);
  });
});

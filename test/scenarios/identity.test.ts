/** The whole product, and somebody who has no business with it: she gets in by no door that the configuration does not open. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { KeyServer } from '../support/key-server.ts';
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

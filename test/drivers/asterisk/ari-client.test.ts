import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AriEvent } from '../../../src/drivers/asterisk/ari.ts';
import { AriClient } from '../../../src/drivers/asterisk/ari-client.ts';
import { ScriptedAri } from '../../support/scripted-ari.ts';

const TIMERS = { requestMs: 500, heartbeatMs: 40, firstPauseMs: 2, longestPauseMs: 10 };

describe('the connection to ARI', () => {
  let ari: ScriptedAri;
  let client: AriClient;
  let logged: string[];

  const clientWith = (more: { password?: string; url?: string } = {}) => {
    const write = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`);
    client = new AriClient({
      ...{ url: ari.url, username: 'usher', password: 'open sesame', app: 'usher-1', timers: TIMERS },
      log: { info: write, warn: write },
      ...more,
    });
    return client;
  };

  beforeEach(async () => {
    logged = [];
    ari = await ScriptedAri.start();
  });

  afterEach(async () => {
    await client.stop();
    await ari.stop();
  });

  it('watches all bridges and channels, but hears keys only of those in its hands', async () => {
    await clientWith().start();

    assert.deepEqual([client.ready, client.problem], [true, undefined]);
    const [subscription, ...more] = ari.asked('POST /applications/');
    assert.deepEqual([subscription?.path, more], ['/applications/usher-1/subscription', []]);
    assert.deepEqual(subscription?.query, { eventSource: 'bridge:,channel:' });
    const filters = ari.asked('PUT /applications/').map(({ path, body }) => [path, JSON.stringify(body)]);
    const hearsKeys = filters.filter(([, body]) => body?.includes('ChannelDtmfReceived'));
    assert.deepEqual(filters.length, 2);
    assert.deepEqual(
      hearsKeys.map(([path]) => path),
      ['/applications/usher-1-holding/eventFilter'],
    );
  });

  it('passes events on, in order, and leaves what it cannot read', async () => {
    await clientWith().start();
    const seen: string[] = [];
    const last = new Promise<void>((resolve) =>
      client.on('event', ({ type, digit }: AriEvent) => {
        seen.push(`${type} ${digit}`);
        if (digit === '2') throw new Error('not understood');
        if (digit === '3') resolve();
      }),
    );

    for (const text of ['{', '17', 'null', '[]']) ari.sayText(text);
    for (const digit of ['1', '2', '3']) ari.say({ type: 'ChannelDtmfReceived', digit });

    await last;
    assert.deepEqual(seen, ['ChannelDtmfReceived 1', 'ChannelDtmfReceived 2', 'ChannelDtmfReceived 3']);
  });

  it('answers each request with its code, and with 0 where nobody answers', async () => {
    clientWith();
    ari.when('GET /teapot', () => ({ code: 418, body: { is: 'short' } }));
    ari.when('GET /broken', () => undefined);

    assert.deepEqual(await client.request('GET', '/teapot', { a: 'b c&d' }), {
      code: 418,
      body: { is: 'short' },
    });
    assert.deepEqual(ari.asked('GET /teapot')[0]?.query, { a: 'b c&d' });
    assert.equal((await client.request('GET', '/broken')).code, 0);
  });

  for (const [what, code, answer] of [
    ['another password', 'ari.credentials', 401],
    ['a user who may only read', 'ari.read-only', 403],
    ['no REST interface', 'ari.not-found', 404],
    ['a server that fails', 'ari.refused', 503],
    ['nobody', 'ari.unreachable', undefined],
  ] as const) {
    it(`says ${code} of ${what}, once, and connects as soon as it can`, async () => {
      ari.when('GET /asterisk/info', () => answer && { code: answer });
      await clientWith().start();
      assert.equal(client.problem?.code, code);
      await ari.heard('GET /asterisk/info', 4);
      ari.when('GET /asterisk/info', () => ({ code: 200, body: {} }));

      await once(client, 'ready');

      assert.equal(client.problem, undefined);
      assert.equal(logged.filter((line) => line.includes(code)).length, 1);
      assert.ok(!logged.join().includes('open sesame'));
    });
  }

  it('names a user who may read everything but subscribe to nothing', async () => {
    ari.when('PUT /applications/', () => ({ code: 403 }));
    await clientWith().start();
    assert.deepEqual([client.ready, client.problem?.code], [false, 'ari.read-only']);
  });

  it('comes back when its WebSocket is lost, and subscribes again', async () => {
    await clientWith().start();
    const back = once(client, 'lost').then(() => once(client, 'ready'));

    ari.dropEvents();

    await back;
    assert.equal(ari.asked('POST /applications/usher-1/subscription').length, 2);
  });

  it('comes back after Asterisk was stopped and started', async () => {
    await clientWith().start();
    const { port } = ari;
    const lost = once(client, 'lost');
    await ari.stop();
    await lost;
    assert.equal(client.ready, false);
    const ready = once(client, 'ready');

    await ari.listen(port);

    await ready;
  });

  it('notices that no event gets through, though nothing was closed', async () => {
    await clientWith().start();
    const back = once(client, 'lost').then(() => once(client, 'ready'));

    ari.isMute = true;
    await once(client, 'lost');
    ari.isMute = false;

    await back;
  });

  it('stays while events get through', async () => {
    await clientWith().start();
    client.on('lost', () => assert.fail('lost'));

    await ari.heard('POST /events/user/usher-alive', 4);

    assert.equal(client.ready, true);
  });

  it('stops while it waits for its next attempt', async () => {
    ari.when('GET /asterisk/info', () => ({ code: 503 }));
    await clientWith().start();

    await client.stop();

    assert.equal(client.ready, false);
  });
});

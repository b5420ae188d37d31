import assert from 'node:assert/strict';
import { once } from 'node:events';
import { pino } from 'pino';
import { Registration, SipUserAgent } from '../../src/sip/index.ts';
import { Cable } from './support/cable.ts';
import type { Kamailio, KamailioOptions } from './support/kamailio.ts';
import { useLab } from './support/lab.ts';
import { until } from './support/peer.ts';

describe('registration at Kamailio', () => {
  const lab = useLab();
  const log = pino({ level: 'silent' });
  const stops: (() => Promise<void>)[] = [];
  let kamailio: Kamailio;

  /** Registers `user@lab.test`; resolves when the first attempt is over. */
  async function register(user: string, password: string, port = kamailio.port) {
    const userAgent = new SipUserAgent({
      server: `sip:127.0.0.1:${port};transport=tcp`,
      uri: `sip:${user}@lab.test`,
      username: user,
      password,
      log,
      timers: { reconnectMinMs: 50 },
    });
    const registration = new Registration({ userAgent, instance: user, log });
    stops.push(
      () => registration.stop(),
      () => userAgent.stop(),
    );
    await userAgent.start();
    await registration.start();
    return { userAgent, registration };
  }

  async function start(options?: KamailioOptions): Promise<void> {
    kamailio = await lab.kamailio(1, options);
  }

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  it('without a password: who calls SIP_URI reaches us, until we stop', async () => {
    await start();
    assert.match(await kamailio.call('usher'), / 404 /);
    const { registration } = await register('usher', 'none');
    assert.deepEqual(registration.state, { kind: 'registered' });
    assert.match(await kamailio.call('usher'), / 480 /, 'our own answer to strangers');
    await registration.stop();
    assert.match(await kamailio.call('usher'), / 404 /);
  });

  for (const digest of ['MD5', 'SHA-256'] as const) {
    it(`with a password, proven in ${digest}`, async () => {
      await start({ digest });
      const { registration } = await register('secured', 'open sesame');
      assert.deepEqual(registration.state, { kind: 'registered' });
      assert.match(await kamailio.call('secured'), / 480 /);
      await registration.stop();
      assert.match(await kamailio.call('secured'), / 404 /);
    });
  }

  it('over lost connections: the binding of each is gone when the next one is there', async () => {
    await start();
    const cable = await Cable.to(kamailio.port);
    stops.push(() => cable.close());
    const { userAgent, registration } = await register('usher', 'none', cable.port);
    for (let connection = 1; connection < 4; connection += 1) {
      const back = once(userAgent, 'ready');
      cable.cut();
      await back;
      await until('registered again', () => registration.state.kind === 'registered');
      assert.equal(await kamailio.bindings('usher'), 1);
    }
    assert.match(await kamailio.call('usher'), / 480 /);
  });

  it('with a wrong password: refused, and nobody reaches us', async () => {
    await start();
    const { registration } = await register('secured', 'wrong');
    assert.deepEqual(registration.state, { kind: 'failed', code: 401 });
    assert.match(await kamailio.call('secured'), / 404 /);
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import { SipUserAgent, type SipUserAgentOptions } from '../../../src/sip/index.ts';
import {
  Registration,
  type RegistrationOptions,
  type RegistrationTimers,
} from '../../../src/sip/user-agent/registration.ts';
import { expectedResponse } from '../../support/digest-check.ts';
import { FakeTimers } from '../../support/fake-timers.ts';
import { ScriptedSipPeer, type SipText } from '../../support/scripted-sip-peer.ts';

const log = pino({ level: 'silent' });

describe('Registration', () => {
  let peer: ScriptedSipPeer;
  let agent: SipUserAgent;
  const registrations: Registration[] = [];
  /** What the newest `start` has returned. */
  let starting: Promise<void>;

  beforeEach(async () => {
    peer = await ScriptedSipPeer.listen();
    agent = await connect();
  });
  afterEach(async () => {
    await Promise.all(registrations.splice(0).map((registration) => registration.stop()));
    await agent.stop();
    await peer.close();
  });

  async function connect(options: Partial<SipUserAgentOptions> = {}): Promise<SipUserAgent> {
    const connected = new SipUserAgent({
      uri: 'sip:usher@example.com',
      server: peer.uri,
      username: 'usher',
      password: 'secret',
      log,
      timers: { reconnectMinMs: 5, optionsTimeoutMs: 50 },
      ...options,
    });
    await connected.start();
    return connected;
  }

  function register(
    timers: Partial<RegistrationTimers> = {},
    more: Partial<RegistrationOptions> = {},
  ): Registration {
    const registration = new Registration({
      userAgent: agent,
      instance: 'host 3978',
      log,
      timers: { retryMinMs: 5, retryMaxMs: 20, stopMs: 20, ...timers },
      random: () => 0,
      ...more,
    });
    registrations.push(registration);
    starting = registration.start();
    return registration;
  }

  /** 200, with the bindings that the registrar has now. */
  function grant(request: SipText, seconds = 600): void {
    const ours = request.header('Contact').replace(/;expires=\d+/, `;expires=${seconds}`);
    peer.reply(request, 200, {
      headers: ['Contact: <sip:usher@192.0.2.99:5060>;expires=7', `Contact: ${ours}`],
    });
  }

  async function until(registration: Registration, kind: string): Promise<void> {
    while (registration.state.kind !== kind) await sleep(1);
  }

  it('registers SIP_URI at its domain, with our Contact as a flow', async () => {
    const registration = register();
    const request = await peer.request('REGISTER');
    assert.equal(request.uri, 'sip:example.com');
    assert.match(request.header('To'), /^<sip:usher@example\.com>$/);
    assert.match(request.header('From'), /^<sip:usher@example\.com>;tag=/);
    assert.ok(request.header('Contact').startsWith(`${agent.contact};`), request.header('Contact'));
    assert.match(
      request.header('Contact'),
      /;\+sip\.instance="<urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}>";reg-id=1;expires=600$/,
    );
    assert.deepEqual(request.all('Supported'), ['path, outbound']);
    assert.equal(registration.state.kind, 'registering');
    grant(request);
    await until(registration, 'registered');
  });

  it('keeps its instance over restarts, and another one than its neighbours', async () => {
    const instanceOf = async (instance: string) => {
      register({}, { instance });
      return /urn:uuid:[^>]+/.exec((await peer.request('REGISTER')).header('Contact'))?.[0];
    };
    const [first, again, neighbour] = [await instanceOf('a'), await instanceOf('a'), await instanceOf('b')];
    assert.equal(first, again);
    assert.notEqual(first, neighbour);
  });

  it('refreshes before it expires, in the same Call-ID with the next CSeq', async () => {
    const timers = new FakeTimers();
    const registration = register({}, { later: timers.later });
    const first = await peer.request('REGISTER');
    grant(first, 100);
    await until(registration, 'registered');
    assert.deepEqual(timers.pending, [70_000]);
    timers.run();
    const second = await peer.request('REGISTER');
    assert.equal(second.callId, first.callId);
    assert.equal(second.tagOf('From'), first.tagOf('From'));
    assert.deepEqual([first.header('CSeq'), second.header('CSeq')], ['1 REGISTER', '2 REGISTER']);
    assert.equal(registration.state.kind, 'registered');
  });

  it('asks for as long as the registrar wants (423)', async () => {
    const registration = register();
    peer.reply(await peer.request('REGISTER'), 423, { headers: ['Min-Expires: 1800'] });
    const second = await peer.request('REGISTER');
    assert.match(second.header('Contact'), /;expires=1800$/);
    grant(second, 1800);
    await until(registration, 'registered');
  });

  for (const headers of [[], ['Min-Expires: 600'], ['Min-Expires: soon'], ['Min-Expires: 86401']]) {
    it(`takes a 423 with ${headers[0] ?? 'nothing'} for a refusal`, async () => {
      const registration = register();
      peer.reply(await peer.request('REGISTER'), 423, { headers });
      await until(registration, 'failed');
      assert.deepEqual(registration.state, { kind: 'failed', code: 423 });
    });
  }

  it('follows the registrar once, not for ever', async () => {
    const registration = register({ retryMinMs: 60_000, retryMaxMs: 60_000 });
    for (const seconds of [700, 800]) {
      peer.reply(await peer.request('REGISTER'), 423, { headers: [`Min-Expires: ${seconds}`] });
    }
    await until(registration, 'failed');
    assert.equal(peer.has('REGISTER'), false);
  });

  it('registers without flows where the way has none (439)', async () => {
    const registration = register();
    peer.reply(await peer.request('REGISTER'), 439);
    const second = await peer.request('REGISTER');
    assert.doesNotMatch(second.header('Contact'), /reg-id/);
    assert.deepEqual(second.all('Supported'), ['path']);
    grant(second);
    await until(registration, 'registered');
  });

  it('answers a challenge, and counts on from there', async () => {
    const registration = register();
    const first = await peer.request('REGISTER');
    peer.reply(first, 401, {
      headers: ['WWW-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-256, qop="auth"'],
    });
    const second = await peer.request('REGISTER');
    const value = second.header('Authorization');
    const known = { hash: 'sha256', method: 'REGISTER', password: 'secret' };
    assert.ok(value.includes(`response="${expectedResponse(value, known)}"`));
    assert.match(value, /uri="sip:example\.com"/);
    grant(second);
    await until(registration, 'registered');
    const stopped = registration.stop();
    const last = await peer.request('REGISTER');
    assert.deepEqual([second.header('CSeq'), last.header('CSeq')], ['2 REGISTER', '3 REGISTER']);
    peer.reply(last, 200);
    await stopped;
  });

  it('tells a wrong password with its code, and asks again only after a long time', async () => {
    const timers = new FakeTimers();
    const registration = register({ retryMinMs: 1_000, retryMaxMs: 4_000 }, { later: timers.later });
    const challenge = (nonce: string) => ({
      headers: [`WWW-Authenticate: Digest realm="r", nonce="${nonce}"`],
    });
    peer.reply(await peer.request('REGISTER'), 401, challenge('1'));
    peer.reply(await peer.request('REGISTER'), 401, challenge('2'));
    await starting;
    assert.deepEqual(registration.state, { kind: 'failed', code: 401 });
    assert.deepEqual(timers.pending, [3_000]);
    assert.equal(peer.has('REGISTER'), false);
  });

  it('tries again after a refusal, until it succeeds', async () => {
    const registration = register();
    for (const code of [503, 500, 403]) {
      peer.reply(await peer.request('REGISTER'), code);
      while (!isDeepStrictEqual(registration.state, { kind: 'failed', code })) await sleep(1);
    }
    grant(await peer.request('REGISTER'));
    await until(registration, 'registered');
  });

  for (const [what, headers, delays] of [
    ['doubles its pauses up to the longest', [], [750, 1_500, 3_000, 3_000]],
    ['waits as long as the registrar says', ['Retry-After: 120 (maintenance);duration=9'], [120_000]],
    ['waits for nobody longer than an hour', ['Retry-After: 999999'], [3_600_000]],
  ] as const) {
    it(what, async () => {
      const timers = new FakeTimers();
      const registration = register({ retryMinMs: 1_000, retryMaxMs: 4_000 }, { later: timers.later });
      for (const delay of delays) {
        peer.reply(await peer.request('REGISTER'), 503, { headers });
        await until(registration, 'failed');
        while (timers.pending.length === 0) await sleep(1);
        assert.deepEqual(timers.pending, [delay]);
        timers.run();
      }
    });
  }

  for (const [how, end] of [
    ['granted', (request: SipText) => grant(request)],
    ['refused', (request: SipText) => peer.reply(request, 500)],
    ['lost', () => peer.drop()],
  ] as const) {
    it(`has started when its first attempt is ${how}`, async () => {
      register({ retryMinMs: 60_000, retryMaxMs: 60_000 });
      const request = await peer.request('REGISTER');
      assert.equal(await Promise.race([starting, sleep(1, 'waits')]), 'waits');
      end(request);
      await starting;
    });
  }

  it('holds nobody up: calls leave while it waits for an answer', async () => {
    register();
    await peer.request('REGISTER');
    agent.request('MESSAGE', agent.uri);
    await peer.request('MESSAGE');
  });

  it('does nothing while there is no connection, and registers when there is one', async () => {
    const { port } = peer;
    await agent.stop();
    await peer.close();
    peer = await ScriptedSipPeer.listen(port);
    await peer.close();
    agent = await connect();
    const registration = register();
    await starting;
    assert.equal(registration.state.kind, 'waiting');
    peer = await ScriptedSipPeer.listen(port);
    grant(await peer.request('REGISTER'));
    await until(registration, 'registered');
  });

  describe('over lost connections', () => {
    it('registers again at once after each, and has the Contact before it forgotten', async () => {
      const registration = register();
      for (let connection = 0; connection < 4; connection += 1) {
        const before = agent.contact;
        const request = await peer.request('REGISTER');
        assert.equal(request.header('CSeq'), `${connection + 1} REGISTER`);
        grant(request);
        await until(registration, 'registered');
        const back = once(agent, 'ready');
        peer.drop();
        await back;
        assert.notEqual(agent.contact, before);
        const [current, old] = (await peekRegister()).all('Contact');
        assert.ok(current?.startsWith(agent.contact));
        assert.equal(old, `${before};expires=0`);
      }
    });

    /** Looks at the next REGISTER without taking it. */
    async function peekRegister(): Promise<SipText> {
      for (;;) {
        const last = peer.log.findLast(({ method }) => method === 'REGISTER');
        if (last?.header('Contact').startsWith(agent.contact)) return last;
        await sleep(1);
      }
    }

    it('connected again while it registers: what the old connection had asked is settled by the new one', async () => {
      const registration = register();
      const unanswered = await peer.request('REGISTER');
      const [stale = ''] = unanswered.header('Contact').split(';+sip');
      const back = once(agent, 'ready');
      peer.drop();
      await back;
      const request = await peer.request('REGISTER');
      assert.equal(request.header('CSeq'), '2 REGISTER');
      assert.ok(request.all('Contact').includes(`${stale};expires=0`), 'it may have been accepted');
      grant(request);
      await until(registration, 'registered');
      assert.equal(peer.has('REGISTER'), false);
    });

    it('its time to ask again comes while there is no connection: it waits for one', async () => {
      const timers = new FakeTimers();
      const registration = register({}, { later: timers.later });
      grant(await peer.request('REGISTER'));
      await until(registration, 'registered');
      const { port } = peer;
      const lost = once(agent, 'disconnected');
      await peer.close();
      await lost;
      assert.equal(registration.state.kind, 'waiting');
      assert.deepEqual(timers.pending, [], 'no refresh is planned any more');
      const back = once(agent, 'ready');
      peer = await ScriptedSipPeer.listen(port);
      await back;
      grant(await peer.request('REGISTER'));
      await until(registration, 'registered');
      assert.equal(peer.has('REGISTER'), false);
    });

    it('a connection that flaps leaves no growing list behind', async () => {
      register();
      for (let connection = 0; connection < 8; connection += 1) {
        await peer.request('REGISTER');
        const back = once(agent, 'ready');
        peer.drop();
        await back;
      }
      const last = await peer.request('REGISTER');
      assert.equal(last.all('Contact').length, 5);
    });
  });

  describe('stopping', () => {
    it('takes the Contact back', async () => {
      const registration = register({ stopMs: 5_000 });
      grant(await peer.request('REGISTER'));
      await until(registration, 'registered');
      const stopped = registration.stop();
      const last = await peer.request('REGISTER');
      assert.deepEqual(last.all('Contact'), [`${agent.contact};expires=0`]);
      peer.reply(last, 200);
      await stopped;
    });

    it('waits for an answer under way, so that it is not overtaken by it', async () => {
      const registration = register({ stopMs: 5_000 });
      const first = await peer.request('REGISTER');
      const stopped = registration.stop();
      agent.request('MESSAGE', agent.uri);
      await peer.request('MESSAGE');
      assert.equal(peer.has('REGISTER'), false);
      grant(first);
      const last = await peer.request('REGISTER');
      assert.equal(last.header('CSeq'), '2 REGISTER');
      peer.reply(last, 200);
      await stopped;
      assert.equal(registration.state.kind, 'waiting');
    });

    it('does not wait for a registrar that says nothing', async () => {
      const registration = register();
      grant(await peer.request('REGISTER'));
      await until(registration, 'registered');
      await registration.stop();
      await peer.request('REGISTER');
    });

    it('says nothing where nothing was registered', async () => {
      const idle = new Registration({ userAgent: agent, instance: 'i', log });
      await idle.stop();
      agent.request('MESSAGE', agent.uri);
      await peer.request('MESSAGE');
      assert.equal(peer.has('REGISTER'), false);
    });
  });
});

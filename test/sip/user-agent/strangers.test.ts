/** Nobody from outside can make the bot ring, refer or join; who calls back a missed call is told where to go. */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { SipUserAgent } from '../../../src/sip/user-agent/user-agent.ts';
import type { SipUserAgentOptions } from '../../../src/sip/user-agent/user-agent-options.ts';
import type { SipText } from '../../support/scripted-sip-peer.ts';
import { SipBench } from '../../support/sip-bench.ts';

const CONFERENCE = 'sip:ward3@conf.example.com;transport=tcp';

const REFUSALS: readonly (readonly [string, number])[] = [
  ['INVITE', 480],
  ['REFER', 405],
  ['SUBSCRIBE', 405],
  ['NOTIFY', 481],
  ['MESSAGE', 405],
  ['REGISTER', 405],
  ['PUBLISH', 405],
  ['INFO', 405],
  ['UPDATE', 405],
  ['PRACK', 481],
  ['BYE', 481],
  ['CANCEL', 481],
  ['SUMMON', 405],
];

const TEMPTING = [
  'Refer-To: <sip:mary@example.com>',
  'Referred-By: <sip:usher@example.com>',
  'Event: conference',
  'Subscription-State: active',
  'Replaces: abc;to-tag=1;from-tag=2',
  'Join: abc;to-tag=1;from-tag=2',
  'Target-Dialog: abc;local-tag=1;remote-tag=2',
];

describe('strangers', () => {
  let bench: SipBench;
  let agent: SipUserAgent;
  /** Whom it was asked about. */
  let asked: string[];
  let calls = 0;

  beforeEach(async () => {
    bench = await SipBench.start();
    asked = [];
    await start(async () => CONFERENCE);
  });
  afterEach(() => bench.stop());

  async function start(
    answer: NonNullable<SipUserAgentOptions['callBackTarget']>,
    more: Partial<SipUserAgentOptions> = {},
  ): Promise<void> {
    agent = await bench.agent({
      listen: '127.0.0.1:0',
      callBackTarget: (from) => {
        asked.push(from);
        return answer(from);
      },
      ...more,
    });
  }

  /** The connection that the agent opened to its server, and one that somebody opens to it. */
  const fromServer = (): Socket => bench.peer.sockets.at(-1) as Socket;
  const fromOutside = () => bench.peer.connectTo(agent.listening?.port ?? 0);

  function send(
    socket: Socket,
    method: string,
    headers: readonly string[] = [],
    from = 'sip:mary@example.com',
  ) {
    if (method !== 'CANCEL') calls += 1;
    bench.peer.send(socket, [
      `${method} sip:usher@127.0.0.1 SIP/2.0`,
      `Via: SIP/2.0/TCP 127.0.0.1:${bench.peer.port};branch=z9hG4bKstranger${calls}`,
      `From: <${from}>;tag=mary`,
      'To: <sip:usher@example.com>',
      'Call-ID: stranger',
      `CSeq: ${calls} ${method}`,
      'Contact: <sip:mary@127.0.0.1:9>',
      'Max-Forwards: 70',
      ...headers,
    ]);
  }

  async function call(
    socket: Socket,
    code: number,
    headers: readonly string[] = [],
    from?: string,
  ): Promise<SipText> {
    send(socket, 'INVITE', headers, from);
    return await bench.peer.response(code, 'stranger');
  }

  function hasAskedNobody(): void {
    const requests = bench.peer.log.filter(({ isResponse, method }) => !isResponse && method !== 'OPTIONS');
    assert.deepEqual(
      requests.map(({ startLine }) => startLine),
      [],
    );
    assert.deepEqual([agent.core.dialogs.size, agent.core.subscribers.size], [0, 0]);
  }

  for (const [method, code] of REFUSALS) {
    for (const where of ['SIP_LISTEN', 'the server']) {
      it(`get ${code} for ${method} through ${where}, and nothing happens`, async () => {
        const socket = where === 'SIP_LISTEN' ? await fromOutside() : fromServer();
        send(socket, method, TEMPTING);
        const answer = await bench.peer.response(code, 'stranger');
        assert.equal(answer.socket, socket);
        if (code === 405) assert.deepEqual(answer.all('Allow'), [agent.allow]);
        assert.equal([...agent.dropped.values()][0], 1);
        assert.deepEqual(asked, []);
        hasAskedNobody();
      });
    }
  }

  it('leave no state behind, however often they call', async () => {
    const socket = await fromOutside();
    for (let count = 0; count < 50; count += 1) {
      send(socket, 'INVITE');
      await bench.peer.response(480, 'stranger');
    }
    assert.equal(agent.core.userAgentServers.size, 0);
    assert.equal(agent.dropped.get('stranger'), 50);
  });

  it('cannot use a live call: her phone may not refer us, others may not replace it', async () => {
    const { person } = await bench.joined();
    const attempts = { REFER: 405, SUBSCRIBE: 501, MESSAGE: 405, UPDATE: 405, PUBLISH: 405 };
    for (const [index, [method, code]] of Object.entries(attempts).entries()) {
      bench.peer.sendInDialog(person, method, {
        cseq: 100 + index,
        headers: ['Refer-To: <sip:victim@example.com>', 'Event: refer'],
      });
      await bench.peer.response(code, person.callId, method);
    }
    const replaces = `Replaces: ${person.callId};to-tag=peer-mary;from-tag=${person.tagOf('From')}`;
    await call(person.socket, 480, [replaces]);
    await call(person.socket, 420, ['Require: replaces', replaces]);
    await bench.roundTrip();
    for (const method of ['INVITE', 'REFER', 'BYE', 'SUBSCRIBE']) assert.equal(bench.peer.has(method), false);
  });

  describe('who call back', () => {
    it('are sent to the conference', async () => {
      const answer = await call(fromServer(), 302);
      assert.equal(answer.header('Contact'), `<${CONFERENCE}>`);
      assert.deepEqual(asked, ['sip:mary@example.com']);
      hasAskedNobody();
    });

    it('are strangers where nobody has invited them', async () => {
      await start(async () => undefined);
      assert.equal((await call(fromServer(), 480)).header('Contact'), '');
      assert.equal(asked.length, 1);
    });

    it('are strangers at SIP_LISTEN, whoever they say they are', async () => {
      const socket = await fromOutside();
      await call(socket, 480);
      await call(socket, 480, ['P-Asserted-Identity: <sip:mary@example.com>']);
      assert.deepEqual(asked, []);
    });

    for (const header of ['Replaces: a;to-tag=b;from-tag=c', 'Join: a;to-tag=b;from-tag=c']) {
      it(`are strangers with ${header.split(':')[0]}`, async () => {
        await call(fromServer(), 480, [header]);
        assert.deepEqual(asked, []);
      });
    }

    it('are who the server asserts, before who they say they are', async () => {
      await call(fromServer(), 302, [
        'P-Asserted-Identity: "Bob, B." <sip:bob@example.com>, <tel:+4930123456>',
      ]);
      await call(fromServer(), 302, ['P-Asserted-Identity: tel:+4930123456']);
      assert.deepEqual(asked, ['sip:bob@example.com', 'tel:+4930123456']);
    });

    it('are a telephone number in our own domain only', async () => {
      await call(fromServer(), 302, [], 'sip:+4930123456@EXAMPLE.com;user=phone');
      await call(fromServer(), 302, [], 'sip:+4930123456@example.org');
      assert.deepEqual(asked, ['tel:+4930123456', 'sip:+4930123456@example.org']);
    });

    it('are strangers where nobody can say', async () => {
      await start(() => Promise.reject(new Error('no database')));
      await call(fromServer(), 480);
    });

    it('are strangers where nobody says in time', async () => {
      await start(() => new Promise(() => {}), { timers: { reconnectMinMs: 5, callBackMs: 10 } });
      await call(fromServer(), 480);
    });

    it('may hang up while it is looked up', async () => {
      const found = Promise.withResolvers<string>();
      await start(() => found.promise);
      send(fromServer(), 'INVITE');
      await bench.peer.response(100, 'stranger');
      send(fromServer(), 'CANCEL');
      await bench.peer.response(200, 'stranger', 'CANCEL');
      await bench.peer.response(487, 'stranger', 'INVITE');
      found.resolve(CONFERENCE);
      await bench.roundTrip();
      assert.equal(
        bench.peer.log.some(({ code }) => code === 302),
        false,
      );
    });

    it('are looked up twenty at a time', async () => {
      await start(() => new Promise(() => {}));
      const socket = fromServer();
      for (let count = 0; count < 21; count += 1) {
        bench.peer.send(socket, [
          'INVITE sip:usher@127.0.0.1 SIP/2.0',
          `Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKcaller${count}`,
          'From: <sip:mary@example.com>;tag=mary',
          'To: <sip:usher@example.com>',
          `Call-ID: caller-${count}`,
          'CSeq: 1 INVITE',
          'Contact: <sip:mary@127.0.0.1:9>',
        ]);
      }
      await bench.peer.response(480, 'caller-20');
      assert.equal(asked.length, 20);
    });
  });
});

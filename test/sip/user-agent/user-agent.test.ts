import assert from 'node:assert/strict';
import { once } from 'node:events';
import { pino } from 'pino';
import type { IncomingInviteRequest, IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import {
  codeOf,
  isMadeHere,
  parseUri,
  SipUserAgent,
  type SipUserAgentOptions,
} from '../../../src/sip/index.ts';
import { ScriptedSipPeer } from '../../support/scripted-sip-peer.ts';

const log = pino({ level: 'silent' });

describe('SipUserAgent', () => {
  let peer: ScriptedSipPeer;
  const agents: SipUserAgent[] = [];

  async function start(options: Partial<SipUserAgentOptions> = {}): Promise<SipUserAgent> {
    const agent = new SipUserAgent({
      uri: 'sip:usher@example.com',
      server: peer.uri,
      log,
      timers: { reconnectMinMs: 5, optionsTimeoutMs: 50 },
      ...options,
    });
    agents.push(agent);
    await agent.start();
    return agent;
  }

  function ask(agent: SipUserAgent, method = 'MESSAGE', user = 'mary'): Promise<IncomingResponseMessage> {
    return new Promise((resolve) => {
      const done = ({ message }: { message: IncomingResponseMessage }) => resolve(message);
      agent.request(method, parseUri(`sip:${user}@example.com`), [], {
        onAccept: done,
        onReject: done,
        onRedirect: done,
      });
    });
  }

  beforeEach(async () => {
    peer = await ScriptedSipPeer.listen();
  });

  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.stop()));
    await peer.close();
  });

  it('takes its Contact from where the server sees it', async () => {
    peer.answersOptions = false;
    const starting = start();
    const options = await peer.request('OPTIONS');
    const via = options.header('Via').replace(/;rport$/, '');
    peer.send(options.socket, [
      'SIP/2.0 200 OK',
      `Via: ${via};received=192.0.2.7;rport=40000`,
      `From: ${options.header('From')}`,
      `To: ${options.header('To')};tag=x`,
      `Call-ID: ${options.callId}`,
      `CSeq: ${options.header('CSeq')}`,
    ]);
    const agent = await starting;
    assert.equal(agent.contact, '<sip:usher@192.0.2.7:40000;transport=tcp>');
    assert.equal(agent.ready, true);
  });

  it('falls back to its socket where the server says nothing', async () => {
    peer.answersOptions = false;
    const agent = await start();
    assert.equal(agent.contact, `<sip:usher@127.0.0.1:${peer.sockets[0]?.remotePort};transport=tcp>`);
  });

  it('advertises the address it listens on, and answers on the connection a request came on', async () => {
    const agent = await start({ listen: '127.0.0.1:0' });
    assert.equal(agent.contact, `<sip:usher@127.0.0.1:${agent.listening?.port};transport=tcp>`);
    const socket = await peer.connectTo(agent.listening?.port ?? 0);
    stranger(socket, 'OPTIONS', 'somebody');
    const answer = await peer.response(200, 'stranger-OPTIONS');
    assert.equal(answer.socket, socket);
    // The port it asked for (rport, RFC 3581), and nobody else's.
    assert.match(answer.header('Via'), new RegExp(`;received=127.0.0.1;rport=${socket.localPort}$`));
  });

  it('answers where its sender listens, when the connection that a request came on is gone', async () => {
    const asked = Promise.withResolvers<IncomingInviteRequest>();
    const agent = await start({
      listen: '127.0.0.1:0',
      delegate: { onInvite: (invite) => asked.resolve(invite) },
    });
    const socket = await peer.connectTo(agent.listening?.port ?? 0);
    const successor = await ScriptedSipPeer.listen();
    stranger(socket, 'INVITE', 'mary', [], `10.9.9.9:${successor.port}`);
    const invite = await asked.promise;
    socket.end(); // closed when the other side has seen it
    await once(socket, 'close');
    invite.reject({ statusCode: 603 });
    await successor.response(603, 'stranger-INVITE');
    await successor.close();
  });

  function stranger(
    socket: (typeof peer.sockets)[number],
    method: string,
    user: string,
    headers: string[] = [],
    sentBy = '10.9.9.9:5060',
  ) {
    peer.send(socket, [
      `${method} sip:${user}@127.0.0.1 SIP/2.0`,
      `Via: SIP/2.0/TCP ${sentBy};rport;branch=z9hG4bKstranger${method}`,
      'From: <sip:eve@example.org>;tag=eve',
      `To: <sip:${user}@127.0.0.1>`,
      `Call-ID: stranger-${method}`,
      `CSeq: 1 ${method}`,
      'Contact: <sip:eve@127.0.0.1:9>',
      'Max-Forwards: 70',
      ...headers,
    ]);
  }

  const REFUSALS: readonly (readonly [string, number])[] = [
    ['INVITE', 480],
    ['MESSAGE', 405],
    ['REFER', 405],
    ['REGISTER', 405],
    ['SUBSCRIBE', 405],
    ['UPDATE', 405],
    ['PUBLISH', 405],
    ['INFO', 405],
    ['BYE', 481],
    ['PRACK', 481],
    ['CANCEL', 481],
    ['NOTIFY', 481],
  ];
  for (const [method, code] of REFUSALS) {
    it(`refuses a stranger's ${method} with ${code}, for any user`, async () => {
      await start();
      const [socket] = peer.sockets;
      assert.ok(socket);
      stranger(socket, method, 'anybody', ['Refer-To: <sip:x@example.org>', 'Event: refer']);
      assert.equal((await peer.response(code, `stranger-${method}`)).code, code);
    });
  }

  it('lists what it takes, and neither UPDATE nor timer nor 100rel', async () => {
    await start();
    const [socket] = peer.sockets;
    assert.ok(socket);
    stranger(socket, 'OPTIONS', 'anybody');
    const answer = await peer.response(200, 'stranger-OPTIONS');
    assert.deepEqual(answer.all('Allow'), ['INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY']);
    assert.deepEqual(answer.all('Supported'), []);
    stranger(socket, 'UPDATE', 'anybody');
    const refusal = await peer.response(405);
    assert.deepEqual(refusal.all('Allow'), ['INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY']);
  });

  it('draws identifiers that nobody can guess', async () => {
    const agent = await start();
    void ask(agent);
    const request = await peer.request('MESSAGE');
    assert.match(request.branch, /^z9hG4bK[0-9a-f]{24}$/);
    assert.match(request.callId, /^[0-9a-f]{32}$/);
    assert.match(request.tagOf('From'), /^[0-9a-f]{16}$/);
  });

  for (const reason of ['Not [really] "here" <now>', '']) {
    it(`reads a status line with the reason ${JSON.stringify(reason)}`, async () => {
      const agent = await start();
      const answered = ask(agent);
      const request = await peer.request('MESSAGE');
      peer.send(request.socket, [
        `SIP/2.0 480${reason === '' ? '' : ` ${reason}`}`,
        ...['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${request.header(name)}`),
      ]);
      assert.equal(codeOf(await answered), 480);
    });
  }

  it('ends what waits at once when the connection is lost, and comes back', async () => {
    const agent = await start();
    const answered = ask(agent);
    await peer.request('MESSAGE');
    const lost = once(agent, 'disconnected');
    const back = once(agent, 'ready');
    peer.drop();
    const response = await answered;
    assert.equal(isMadeHere(response), true);
    assert.equal(response.statusCode, 503);
    await lost;
    await back;
    const again = ask(agent);
    peer.reply(await peer.request('MESSAGE'), 200);
    assert.equal((await again).statusCode, 200);
  });

  it('starts without its server and finds it later', async () => {
    const { port } = peer;
    await peer.close();
    const agent = await start();
    assert.equal(agent.ready, false);
    const ready = once(agent, 'ready');
    peer = await ScriptedSipPeer.listen(port);
    await ready;
    assert.equal(agent.ready, true);
  });

  it('refuses a server whose transport it does not speak, and a listen address that is none', () => {
    const make = (options: Partial<SipUserAgentOptions>) => () =>
      new SipUserAgent({ uri: 'sip:u@example.com', log, ...options });
    for (const server of [
      'sip:example.com;transport=udp',
      'sips:example.com;transport=ws',
      'tel:+4930123',
      'wss://usher:secret@example.com',
      'http://example.com',
      'nonsense',
    ]) {
      assert.throws(make({ server }), { code: 'sip.server' });
    }
    assert.throws(make({ listen: '127.0.0.1:99999' }), { code: 'sip.listen' });
  });

  describe('under bad input', () => {
    const good = [
      'From: <sip:e@x>;tag=a',
      'To: <sip:u@x>',
      'Call-ID: bad',
      'CSeq: 1 OPTIONS',
      'Max-Forwards: 70',
    ];
    const via = 'Via: SIP/2.0/TCP 1.2.3.4;branch=z9hG4bKbad';
    const dropped: Record<string, string> = {
      'a response with a CSeq that is none': `SIP/2.0 200 OK\r\n${via}\r\nFrom: <sip:e@x>;tag=a\r\nTo: <sip:u@x>\r\nCall-ID: c\r\nCSeq: zero\r\nContent-Length: 0\r\n\r\n`,
      'no headers at all': 'OPTIONS sip:u@x SIP/2.0\r\nContent-Length: 0\r\n\r\n',
      'no SIP at all': 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
      'a header named __proto__': `OPTIONS sip:u@x SIP/2.0\r\n${via}\r\n__proto__: x\r\nContent-Length: 0\r\n\r\n`,
    };
    for (const [what, text] of Object.entries(dropped)) {
      it(`goes on after ${what}`, async () => {
        const agent = await start();
        const [socket] = peer.sockets;
        socket?.write(text);
        const answered = ask(agent);
        peer.reply(await peer.request('MESSAGE'), 200);
        assert.equal((await answered).statusCode, 200);
      });
    }

    it('answers a tel: Request-URI with 416', async () => {
      await start();
      const [socket] = peer.sockets;
      assert.ok(socket);
      peer.send(socket, ['OPTIONS tel:+4912345 SIP/2.0', via, ...good]);
      assert.equal((await peer.response(416, 'bad')).code, 416);
    });

    const fatal: Record<string, string> = {
      'a message above 32 kB': `OPTIONS sip:u@x SIP/2.0\r\n${via}\r\nContent-Length: 40000\r\n\r\n`,
      'headers without an end': 'X-Long: '.padEnd(40_000, 'x'),
      'more than 100 header lines': `OPTIONS sip:u@x SIP/2.0\r\n${'X-A: b\r\n'.repeat(120)}\r\n`,
      'a negative length': 'OPTIONS sip:u@x SIP/2.0\r\nContent-Length: -1\r\n\r\n',
      'two different lengths': 'OPTIONS sip:u@x SIP/2.0\r\nContent-Length: 1\r\nl: 2\r\n\r\n',
    };
    for (const [what, text] of Object.entries(fatal)) {
      it(`closes the connection after ${what}`, async () => {
        const agent = await start({ listen: '127.0.0.1:0' });
        const socket = await peer.connectTo(agent.listening?.port ?? 0);
        const closed = once(socket, 'close');
        socket.write(text);
        await closed;
        assert.equal(agent.ready, true);
      });
    }

    it('takes a message in single bytes, and two in one piece', async () => {
      await start();
      const [socket] = peer.sockets;
      assert.ok(socket);
      const text = (id: string) =>
        `OPTIONS sip:u@x SIP/2.0\r\n${via}${id}\r\n${good.join('\r\n').replace('bad', id)}\r\nContent-Length: 4\r\n\r\nbody`;
      socket.setNoDelay(true);
      for (const byte of text('slow')) socket.write(byte);
      await peer.response(200, 'slow');
      socket.write(`\r\n\r\n${text('one')}${text('two')}`);
      await peer.response(200, 'one');
      await peer.response(200, 'two');
    });
  });
});

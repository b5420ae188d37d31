import assert from 'node:assert/strict';
import { once } from 'node:events';
import { deflateRawSync } from 'node:zlib';
import { makeCertificate } from '../../support/certificates.ts';
import { fakeResolver } from '../../support/fake-resolver.ts';
import { scratch } from '../../support/scratch.ts';
import { ask, isReady, TransportBench, writeFiles } from '../../support/transport-bench.ts';
import type { WebSocketStream } from '../../support/web-socket-stream.ts';

const HOST = 'sip.contoso.test';
const resolver = fakeResolver({}, { [HOST]: ['127.0.0.1'] });

const authority = makeCertificate('Authority', { isAuthority: true });
const server = makeCertificate('server', { issuer: authority, hosts: [HOST] });
const client = makeCertificate('client', { issuer: authority });

describe('SIP over WebSocket', () => {
  const bench = new TransportBench();
  let folder: Awaited<ReturnType<typeof scratch>>;
  let files: Record<'ca' | 'cert' | 'key', string>;

  before(async () => {
    folder = await scratch();
    files = writeFiles(folder.path, { ca: authority.cert, cert: client.cert, key: client.key });
  });
  after(() => folder.remove());
  afterEach(() => bench.stop());

  for (const isBinary of [false, true]) {
    it(`takes ${isBinary ? 'binary' : 'text'} messages, and says WS in Via and ws in Contact`, async () => {
      const peer = await bench.peer({ webSocket: { isBinary } });
      const agent = await bench.agent(`ws://127.0.0.1:${peer.port}/sip?x=1`);
      const answered = ask(agent);
      const request = await peer.request('MESSAGE');
      assert.match(request.header('Via'), /^SIP\/2\.0\/WS 127\.0\.0\.1:\d+;/);
      assert.match(request.header('Contact'), /^<sip:usher@127\.0\.0\.1:\d+;transport=ws>$/);
      peer.reply(request, 200, { reason: 'Schön' });
      assert.equal((await answered).reasonPhrase, 'Schön');
      const { request: handshake } = request.socket as unknown as WebSocketStream;
      assert.match(handshake, /^GET \/sip\?x=1 HTTP\/1\.1\r\n/);
      assert.match(handshake, /^sec-websocket-protocol: sip$/im);
    });
  }

  it('reads a message in several frames, with a ping of the server between them', async () => {
    const peer = await bench.peer({ webSocket: {} });
    const agent = await bench.agent(`ws://127.0.0.1:${peer.port}`);
    const [socket] = peer.sockets;
    const stream = socket as unknown as WebSocketStream;
    const text = Buffer.from(
      'OPTIONS sip:u@x SIP/2.0\r\nVia: SIP/2.0/WS 1.2.3.4;branch=z9hG4bKx\r\nFrom: <sip:e@x>;tag=a\r\n' +
        'To: <sip:u@x>\r\nCall-ID: split\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n\r\n',
    );
    const pong = once(stream, 'pong');
    stream.sendFrame(1, text.subarray(0, 50), false);
    stream.sendFrame(9, Buffer.from('alive?'));
    stream.sendFrame(0, text.subarray(50), true);
    await peer.response(200, 'split');
    await pong;
    assert.equal(agent.ready, true);
  });

  it('closes a connection on which something comes that is no SIP message, and makes a new one', async () => {
    const peer = await bench.peer({ webSocket: {} });
    const agent = await bench.agent(`ws://127.0.0.1:${peer.port}`);
    const lost = once(agent, 'disconnected');
    peer.sockets[0]?.write(Buffer.alloc(40_000, 'x'));
    await lost;
    assert.equal(agent.problem?.code, 'sip.bad-input');
    await isReady(agent);
  });

  for (const [what, opcode, payload] of [
    ['is too long', 1, Buffer.alloc(600 * 1024, 'x')],
    ['unpacks to 32 MB', 0x41, deflateRawSync(Buffer.alloc(32 * 1024 * 1024)).subarray(0, -1)],
  ] as const) {
    it(`closes a connection on which a message ${what}, unread, and makes a new one`, async () => {
      const peer = await bench.peer({ webSocket: { isDeflating: opcode > 1 } });
      const agent = await bench.agent(`ws://127.0.0.1:${peer.port}`);
      const lost = once(agent, 'disconnected');
      const before = process.memoryUsage().arrayBuffers;
      (peer.sockets[0] as unknown as WebSocketStream).sendFrame(opcode, payload);
      await lost;
      const grown = process.memoryUsage().arrayBuffers - before;
      assert.equal(agent.problem?.code, 'sip.bad-input');
      assert.equal(agent.dropped.get('web-socket'), 1);
      assert.ok(grown < 8 * 1024 * 1024, `${grown} bytes`);
      await isReady(agent);
    });
  }

  it('says sip.ws-refused to an HTTP error, and to a server that does not agree on SIP', async () => {
    for (const webSocket of [{ status: 404 }, { protocol: '' }, { protocol: 'chat' }]) {
      const peer = await bench.peer({ webSocket });
      const agent = await bench.agent(`ws://127.0.0.1:${peer.port}`);
      assert.equal(agent.problem?.code, 'sip.ws-refused');
    }
  });

  it('says sip.closed to a server that closes at once', async () => {
    const peer = await bench.peer();
    const agent = bench.agent(`ws://127.0.0.1:${peer.port}`);
    const arrived = setInterval(() => peer.drop(), 5);
    assert.equal((await agent).problem?.code, 'sip.closed');
    clearInterval(arrived);
  });

  it('says sip.ws-refused to a server that does not answer in time', async () => {
    const peer = await bench.peer();
    const agent = await bench.agent(`ws://127.0.0.1:${peer.port}`, { timers: { connectTimeoutMs: 50 } });
    assert.equal(agent.problem?.code, 'sip.ws-refused');
  });

  describe('and TLS', () => {
    it('trusts the authorities of SIP_TLS_CA, and says WSS in Via', async () => {
      const peer = await bench.peer({ tls: server, webSocket: {} });
      const agent = await bench.agent(`wss://${HOST}:${peer.port}`, { tls: { ca: files.ca }, resolver });
      void ask(agent);
      const request = await peer.request('MESSAGE');
      assert.match(request.header('Via'), /^SIP\/2\.0\/WSS 127\.0\.0\.1:\d+;/);
      assert.match(request.header('Contact'), /;transport=ws>$/);
    });

    it('shows its certificate', async () => {
      const wanting = { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
      const peer = await bench.peer({ tls: wanting, webSocket: {} });
      const agent = await bench.agent(`wss://${HOST}:${peer.port}`, { tls: files, resolver });
      assert.equal(agent.problem, undefined);
    });

    it('says what a server wants that closes before it says anything', async () => {
      const wanting = { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
      const peer = await bench.peer({ tls: wanting, webSocket: {} });
      const uri = `wss://${HOST}:${peer.port}`;
      const without = await bench.agent(uri, { tls: { ca: files.ca }, resolver });
      assert.equal(without.problem?.code, 'sip.tls-client-certificate');
      const strange = makeCertificate('client');
      const pair = writeFiles(folder.path, { strangeCert: strange.cert, strangeKey: strange.key });
      const tls = { ca: files.ca, cert: pair.strangeCert, key: pair.strangeKey };
      const refused = await bench.agent(uri, { tls, resolver });
      assert.equal(refused.problem?.code, 'sip.tls-closed');
    });

    it('says what is wrong with the certificate of the server', async () => {
      const peer = await bench.peer({ tls: server, webSocket: {} });
      const unknown = await bench.agent(`wss://${HOST}:${peer.port}`, { resolver });
      assert.equal(unknown.problem?.code, 'sip.tls-unknown-ca');
      const misnamed = await bench.agent(`wss://127.0.0.1:${peer.port}`, { tls: { ca: files.ca } });
      assert.equal(misnamed.problem?.code, 'sip.tls-name');
    });
  });
});

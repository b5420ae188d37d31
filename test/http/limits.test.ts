import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/http/index.ts';

const silent = { info() {}, warn() {}, error() {} };
const POST = 'POST /api/messages HTTP/1.1\r\nHost: usher\r\nContent-Type: application/json\r\n';

describe('limits at HTTP', () => {
  let server: HttpServer;
  let port: number;
  let refused: string[];
  let finish: PromiseWithResolvers<void>;
  const sockets: Socket[] = [];

  async function start(limits: HttpServerOptions['limits'], secret?: string): Promise<void> {
    refused = [];
    finish = Promise.withResolvers();
    server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log: silent,
      messages: async (req, res) => {
        if (req.body.waits) await finish.promise;
        res.send(200, { ok: true });
      },
      ...(secret !== undefined && { slack: { signingSecret: secret, handle: async () => undefined } }),
      refused: (reason) => refused.push(reason),
      limits: { lookMs: 20, ...limits },
    });
    ({ port } = await server.start());
  }

  afterEach(async () => {
    finish.resolve();
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.drain(1_000);
  });

  async function open(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  /** All that comes until the other end closes. */
  async function heard(socket: Socket): Promise<string> {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    await new Promise((resolve) => socket.once('close', resolve));
    return text;
  }

  function post(body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
  }

  describe('slow clients', () => {
    const slow = { headersMs: 60, requestMs: 120 };

    for (const [what, begin, dribble] of [
      ['says nothing at all', '', ''],
      ['dribbles headers', 'GET /healthz HTTP/1.1\r\nHost: usher\r\n', 'X-More: 1\r\n'],
      ['dribbles a body', `${POST}Content-Length: 1000\r\n\r\n`, ' '],
      ['sends a body without end', `${POST}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
    ] as const) {
      it(`lose the connection: who ${what}`, async () => {
        await start(slow);
        const socket = await open();
        const answer = heard(socket);
        socket.write(begin);
        const timer = setInterval(() => dribble && socket.writable && socket.write(dribble), 5);
        const text = await answer.finally(() => clearInterval(timer));
        assert.match(text, /^HTTP\/1\.1 408 /);
        assert.ok(refused.includes('request-too-slow'), `${refused}`);
      });
    }

    it('do not touch who takes part meanwhile', async () => {
      await start(slow);
      for (let n = 0; n < 5; n += 1) heard(await open()).catch(() => {});
      assert.equal((await post({})).status, 200);
    });

    it('lose the connection where nothing moves on it, also while it is worked on', async () => {
      await start({ stillMs: 50 });
      const socket = await open();
      const answer = heard(socket);
      socket.write(`${POST}Content-Length: 14\r\n\r\n{"waits":true}`);
      assert.equal(await answer, '');
    });
  });

  it('close connections beyond the greatest number, and count them', async () => {
    await start({ connections: 2 });
    await Promise.all([open(), open()]);
    assert.equal(await heard(await open()), '');
    assert.deepEqual(refused, ['too-many-connections']);
  });

  it('refuse headers that are too long with 431', async () => {
    await start({});
    const socket = await open();
    const answer = heard(socket);
    socket.write(`GET /${'x'.repeat(16 * 1024)} HTTP/1.1\r\n`);
    assert.match(await answer, /^HTTP\/1\.1 431 /);
    assert.deepEqual(refused, ['headers-too-long']);
  });

  it('refuse what is no HTTP with 400', async () => {
    await start({});
    const socket = await open();
    const answer = heard(socket);
    socket.write('INVITE sip:mary@contoso.com SIP/2.0\r\n\r\n');
    assert.match(await answer, /^HTTP\/1\.1 400 /);
    assert.deepEqual(refused, ['not-http']);
  });

  it('take one request at a time of each connection', async () => {
    await start({});
    const socket = await open();
    const answer = heard(socket);
    socket.write(`${POST}Content-Length: 2\r\n\r\n{}`.repeat(1_000));
    assert.doesNotMatch(await answer, /200 OK[\s\S]*200 OK/);
    assert.deepEqual(refused, ['pipelined']);
  });

  it('take any number of requests one after the other', async () => {
    await start({});
    const socket = await open();
    socket.setEncoding('utf8');
    for (let n = 0; n < 3; n += 1) {
      socket.write('GET /healthz HTTP/1.1\r\nHost: usher\r\n\r\n');
      const [answer] = await once(socket, 'data');
      assert.match(answer, /^HTTP\/1\.1 200 /);
    }
    assert.deepEqual(refused, []);
  });

  it('refuse with 503 what is too much to be worked on at once, and say when to come again', async () => {
    await start({ working: 2 });
    const waiting = [post({ waits: true }), post({ waits: true })];
    await until(async () => (await post({})).status === 503);
    const response = await post({});
    assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '2']);
    finish.resolve();
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ status }) => status),
      [200, 200],
    );
    assert.equal((await post({})).status, 200);
    assert.ok(refused.length >= 2 && refused.every((reason) => reason === 'overloaded'), `${refused}`);
  });

  it('hold no more bytes of bodies than they may, and give them free', async () => {
    await start({ bodyBytes: 1_000 });
    const body = JSON.stringify({ text: 'x'.repeat(800) });
    const socket = await open();
    socket.write(`${POST}Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`);
    await until(async () => (await post({ text: 'x'.repeat(800) })).status === 503);
    assert.equal((await post({})).status, 200);
    const answered = once(socket, 'data');
    socket.write(body.slice(-1));
    assert.match(String((await answered)[0]), /^HTTP\/1\.1 200 /);
    assert.equal((await post({ text: 'x'.repeat(800) })).status, 200);
  });

  it('read no body for a route that is not there', async () => {
    await start({ bodyBytes: 0 });
    const socket = await open();
    const answer = heard(socket);
    socket.write(`${POST.replace('/api/messages', '/nowhere')}Content-Length: 1000\r\n\r\nx`);
    assert.match(await answer, /^HTTP\/1\.1 404 [\s\S]*connection: close/i);
    assert.deepEqual(refused, ['no-such-route']);
  });

  it('let nobody work who is not signed by Slack', async () => {
    await start({ working: 0 }, 'secret');
    const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' });
    assert.equal(answer.status, 401);
    assert.deepEqual(refused, ['not-signed']);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

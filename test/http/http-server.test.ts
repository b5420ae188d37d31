import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createHttpServer,
  HttpListenError,
  type HttpServer,
  type HttpServerOptions,
  NotReady,
} from '../../src/http/index.ts';

const silent = { info() {}, warn() {}, error() {} };

describe('http server', () => {
  let server: HttpServer;

  async function start(options: Partial<HttpServerOptions> = {}): Promise<string> {
    server = createHttpServer({ host: '127.0.0.1', port: 0, log: silent, ...options });
    const { port } = await server.start();
    return `http://127.0.0.1:${port}`;
  }

  afterEach(() => server.drain(1_000));

  describe('messages', () => {
    const bodies: unknown[] = [];
    const echo: HttpServerOptions['messages'] = async (req, res) => {
      bodies.push(req.body);
      res.send(200, { ok: true });
    };

    beforeEach(() => {
      bodies.length = 0;
    });

    it('has no such route unless a handler was handed in', async () => {
      const url = await start();
      const response = await post(`${url}/api/messages`, '{}');
      assert.equal(response.status, 404);
      assert.equal((await errorOf(response)).code, 'no-such-route');
    });

    it('hands over the parsed body', async () => {
      const url = await start({ messages: echo });
      assert.equal((await post(`${url}/api/messages`, '{"text":"größe 😀"}')).status, 200);
      assert.deepEqual(bodies, [{ text: 'größe 😀' }]);
    });

    for (const [what, body, headers, status, code] of [
      ['broken JSON', '{"text":', {}, 400, 'not-json'],
      ['an array', '[]', {}, 400, 'not-an-object'],
      ['a bare word', 'null', {}, 400, 'not-an-object'],
      ['nothing', '', {}, 400, 'not-json'],
      ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'not-json'],
      ['an upload', 'x', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'not-json'],
      ['packed JSON', '{}', { 'content-encoding': 'gzip' }, 415, 'not-json'],
      ['256 kB and a byte', `"${'x'.repeat(256 * 1024 - 1)}"`, {}, 413, 'body-too-large'],
    ] as const) {
      it(`refuses ${what} with ${status} ${code}`, async () => {
        const url = await start({ messages: echo });
        const response = await post(`${url}/api/messages`, body, headers);
        assert.equal(response.status, status);
        assert.equal((await errorOf(response)).code, code);
        assert.deepEqual(bodies, []);
      });
    }

    it('refuses what grows too long without having announced it', async () => {
      const url = await start({ messages: echo });
      const { status, text } = await postChunks(`${url}/api/messages`, 'x'.repeat(64 * 1024), 8);
      assert.equal(status, 413);
      assert.match(text, /body-too-large/);
    });

    it('answers 500 without saying why when the handler fails, and logs the cause', async () => {
      const errors: object[] = [];
      const log = { ...silent, error: (facts: object) => errors.push(facts) };
      const url = await start({ log, messages: () => Promise.reject(new Error('secret')) });
      const response = await post(`${url}/api/messages`, '{}');
      assert.equal(response.status, 500);
      assert.doesNotMatch(await response.text(), /secret/);
      assert.equal(errors.length, 1);
    });

    it('answers GET with 405', async () => {
      const url = await start({ messages: echo });
      assert.equal((await fetch(`${url}/api/messages`)).status, 405);
    });
  });

  describe('health', () => {
    it('is alive without asking anything', async () => {
      const url = await start({ checks: { database: () => Promise.reject(new Error('down')) } });
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
    });

    it('is ready when every check passes', async () => {
      const url = await start({ checks: { database: async () => undefined, sip: async () => true } });
      const response = await fetch(`${url}/readyz`);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { status: 'ready' });
    });

    it('names what is missing, also what does not answer', async () => {
      const url = await start({
        checkTimeoutMs: 20,
        checks: {
          database: async () => undefined,
          sip: () => Promise.reject(new Error('password 1234')),
          disk: () => new Promise(() => {}),
        },
      });
      const response = await fetch(`${url}/readyz`);
      assert.equal(response.status, 503);
      assert.deepEqual(await response.json(), {
        status: 'not-ready',
        missing: ['sip', 'disk'],
        codes: { disk: 'no-answer' },
      });
    });

    it('says why, where the check wants it said', async () => {
      const url = await start({
        checks: {
          sip: () => Promise.reject(new Error('password 1234')),
          registration: () => Promise.reject(new NotReady('403', 'password 1234')),
        },
      });
      const response = await fetch(`${url}/readyz`);
      assert.deepEqual(await response.json(), {
        status: 'not-ready',
        missing: ['sip', 'registration'],
        codes: { registration: '403' },
      });
    });
  });

  it('is ready without a part that everything else works without, and names it', async () => {
    const url = await start({
      checks: { database: async () => undefined },
      partChecks: {
        directory: () => Promise.reject(new NotReady('ldap.refused', 'password 1234')),
        other: async () => undefined,
      },
    });
    const response = await fetch(`${url}/readyz`);
    assert.equal(response.status, 200);
    const body = { status: 'ready', degraded: ['directory'], codes: { directory: 'ldap.refused' } };
    assert.deepEqual(await response.json(), body);
  });

  describe('listening', () => {
    it('says which port is taken and what to set', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as AddressInfo;
      await assert.rejects(start({ port }), (error: unknown) => {
        assert.ok(error instanceof HttpListenError);
        assert.equal(error.code, 'http.port-taken');
        assert.deepEqual(error.facts, { host: '127.0.0.1', port, variable: 'PORT' });
        assert.match(error.message, new RegExp(`${port}.*PORT`));
        return true;
      });
      await new Promise((resolve) => other.close(resolve));
    });

    it('names HOST where the address is not of this machine', async () => {
      await assert.rejects(start({ host: '192.0.2.1' }), { code: 'http.host-unknown' });
    });
  });

  it('asks for no more requests when it leaves, and answers those that come', async () => {
    const url = await start({ messages: async (_req, res) => void res.send(200, { ok: true }) });
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    server.leave();
    const response = await fetch(`${url}/readyz`);
    assert.deepEqual([response.status, await response.json()], [503, { status: 'stopping' }]);
    const answered = await post(`${url}/api/messages`, '{}');
    assert.deepEqual([answered.status, answered.headers.get('connection')], [200, 'close']);
  });

  describe('drain', () => {
    it('answers the request under way, then takes no more', async () => {
      const started = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<void>();
      const url = await start({
        messages: async (_req, res) => {
          started.resolve();
          await finish.promise;
          res.send(200, { ok: true });
        },
      });
      const answer = post(`${url}/api/messages`, '{}');
      await started.promise;
      const drained = server.drain(10_000);
      finish.resolve();
      assert.equal((await answer).status, 200);
      assert.deepEqual(await drained, { cut: 0 });
      await assert.rejects(fetch(`${url}/healthz`));
    });

    it('cuts off what takes too long, and says how many', async () => {
      const started = Promise.withResolvers<void>();
      const url = await start({
        messages: () => {
          started.resolve();
          return new Promise(() => {});
        },
      });
      const answer = assert.rejects(post(`${url}/api/messages`, '{}'));
      await started.promise;
      assert.deepEqual(await server.drain(20), { cut: 1 });
      await answer;
    });
  });
});

function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  assert.ok(error.message.length > 0);
  return error;
}

/** Sends chunks without a length until the server answers. */
function postChunks(url: string, chunk: string, count: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const req = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }, (res) => {
      let text = '';
      res.on('data', (part) => {
        text += part;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
    });
    req.on('error', reject);
    for (let index = 0; index < count; index += 1) req.write(chunk);
    req.end();
  });
}

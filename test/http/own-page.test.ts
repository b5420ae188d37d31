/** Pages of strangers in a browser on this machine, where nobody has to say who she is. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';
import { isOwnPage } from '../../src/http/own-page.ts';

describe('a page of somebody else', () => {
  let server: HttpServer;
  let port: number;
  let handled: unknown[];
  let refused: string[];

  async function start(isOpen: boolean): Promise<void> {
    [handled, refused] = [[], []];
    server = createHttpServer({
      ...{ host: '127.0.0.1', port: 0, log: { info() {}, warn() {}, error() {} }, isOpen },
      messages: async (req, res) => {
        handled.push(req.body);
        res.send(200);
      },
      metrics: { token: undefined, scrape: async () => ({ type: 'text/plain', text: 'usher 1' }) },
      refused: (reason) => refused.push(reason),
    });
    ({ port } = await server.start());
  }
  afterEach(() => server.drain(1_000));

  /** `fetch` would not let us say these headers. */
  function ask(method: string, path: string, headers: Record<string, string>, body = '') {
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, method, path, headers }, (res) => {
        res.resume();
        res.once('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers }));
      });
      asked.once('error', reject);
      asked.end(body);
    });
  }

  const say = (headers: Record<string, string>) =>
    ask('POST', '/api/messages', { 'content-type': 'application/json', ...headers }, '{"type":"message"}');

  for (const [what, headers] of [
    ['under a name that leads here now', { host: 'evil.example:3978' }],
    ['under a name that looks like ours', { host: '127.0.0.1.evil.example' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from a file', { origin: 'null' }],
  ] as const) {
    it(`is refused ${what}, and counted`, async () => {
      await start(true);
      assert.equal((await say(headers)).status, 403);
      assert.equal((await ask('GET', '/metrics', headers)).status, 403);
      assert.deepEqual([handled, refused], [[], ['other-page', 'other-page']]);
    });
  }

  it('gets no leave to send JSON', async () => {
    await start(true);
    const wish = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    for (const origin of ['https://evil.example', 'http://localhost:8080']) {
      const { status, headers } = await ask('OPTIONS', '/api/messages', { origin, ...wish });
      assert.ok(status >= 400, `${status}`);
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith('access-control-')),
        [],
      );
    }
    assert.equal((await ask('POST', '/api/messages', { 'content-type': 'text/plain' }, '{}')).status, 415);
    assert.deepEqual(handled, []);
  });

  it('is no program on this machine, which is answered', async () => {
    await start(true);
    for (const host of ['127.0.0.1', `localhost:${port}`, '[::1]:3978', 'LOCALHOST']) {
      assert.equal((await say({ host })).status, 200, host);
    }
    assert.equal((await say({ origin: 'http://localhost:56150' })).status, 200);
  });

  it('reads no figures, with a channel either', async () => {
    await start(false);
    assert.equal((await ask('GET', '/metrics', { host: 'evil.example' })).status, 404);
    assert.equal((await ask('GET', '/metrics', {})).status, 200);
  });

  it('with a channel is told from ours by its token, not by its name', async () => {
    await start(false);
    assert.equal((await say({ host: 'usher.contoso.com' })).status, 200);
  });

  it('names nobody where it names nothing', () => {
    assert.deepEqual([isOwnPage({}), isOwnPage({ host: '' })], [false, false]);
  });
});

import assert from 'node:assert/strict';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';
import { isLocal } from '../../src/http/metrics-route.ts';

const silent = { info() {}, warn() {}, error() {} };
const TOKEN = 'abcdefghijklmnopqrstuvwx';
const TEXT = 'usher_info 1\n';

describe('metrics route', () => {
  let server: HttpServer;
  const refused: string[] = [];

  async function start(token?: string, host = '127.0.0.1'): Promise<number> {
    refused.length = 0;
    const metrics = { token, scrape: async () => ({ type: 'text/plain; version=0.0.4', text: TEXT }) };
    const count = (reason: string) => void refused.push(reason);
    server = createHttpServer({ host, port: 0, log: silent, metrics, refused: count });
    return (await server.start()).port;
  }

  afterEach(() => server.drain(1_000));

  const get = (host: string, port: number, headers: Record<string, string> = {}) =>
    fetch(`http://${host}:${port}/metrics`, { headers });

  it('answers this machine without a token', async () => {
    const response = await get('127.0.0.1', await start());
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4');
    assert.equal(await response.text(), TEXT);
    assert.deepEqual(refused, []);
  });

  for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via']) {
    it(`does not exist for who comes through a proxy on this machine (${name})`, async () => {
      const response = await get('127.0.0.1', await start(), { [name]: '127.0.0.1' });
      assert.equal(response.status, 404);
      assert.deepEqual(refused, ['metrics-token']);
    });
  }

  for (const [what, header, status] of [
    ['the token', `Bearer ${TOKEN}`, 200],
    ['another one', `Bearer ${TOKEN.slice(1)}x`, 401],
    ['a part of it', `Bearer ${TOKEN.slice(0, -1)}`, 401],
    ['more than it', `Bearer ${TOKEN}x`, 401],
    ['it alone', TOKEN, 401],
    ['nothing', '', 401],
  ] as const) {
    it(`answers ${status} to ${what} through a proxy`, async () => {
      const port = await start(TOKEN);
      const headers = { 'X-Forwarded-For': '192.0.2.1', ...(header && { Authorization: header }) };
      const response = await get('127.0.0.1', port, headers);
      assert.equal(response.status, status);
      assert.equal(response.headers.get('www-authenticate'), status === 401 ? 'Bearer' : null);
      assert.equal((await response.text()).includes('usher_info'), status === 200);
    });
  }

  for (const [address, isHere] of [
    ['127.0.0.1', true],
    ['127.3.2.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.7', false],
    ['::ffff:10.0.0.7', false],
    ['2001:db8::127.0.0.1', false],
    ['127.0.0.1.example.com', false],
    [undefined, false],
  ] as const) {
    it(`takes ${address} for ${isHere ? 'this machine' : 'another one'}`, () => {
      assert.equal(isLocal({ headers: {}, socket: { remoteAddress: address } }), isHere);
    });
  }

  it('tells nothing of why the figures could not be put together', async () => {
    const metrics = { token: undefined, scrape: () => Promise.reject(new Error('secret')) };
    server = createHttpServer({ host: '127.0.0.1', port: 0, log: silent, metrics });
    const response = await get('127.0.0.1', (await server.start()).port);
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /secret/);
  });
});

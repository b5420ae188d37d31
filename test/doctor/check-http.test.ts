import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkListen, checkPort, checkPublicUrl } from '../../src/doctor/check-http.ts';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';
import { freePort } from '../support/free-port.ts';
import { quietLog } from '../support/quiet-log.ts';
import { told } from './told.ts';

describe('the check of HTTP', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function usher(isReady: boolean): Promise<number> {
    const database = () => (isReady ? Promise.resolve() : Promise.reject(new Error('away')));
    const server: HttpServer = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log: quietLog,
      checks: { database },
    });
    ends.push(() => server.drain(0));
    return (await server.start()).port;
  }

  async function somebody(status: number): Promise<number> {
    const server = createServer((_req, res) => {
      res.statusCode = status;
      res.end('hello');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    return (server.address() as AddressInfo).port;
  }

  const port = async (at: number) => (await told(checkPort('127.0.0.1', at, fetch)))[0] ?? '';

  it('finds a free port, and leaves it free', async () => {
    const free = await freePort();
    assert.equal(await port(free), `ok: 127.0.0.1:${free} is free to listen on`);
    assert.equal(await port(free), `ok: 127.0.0.1:${free} is free to listen on`);
  });

  it('tells Usher from another program', async () => {
    assert.match(await port(await usher(true)), /^ok: Usher runs on 127\.0\.0\.1:\d+, and is ready$/);
    assert.match(await port(await usher(false)), /^warn: Usher runs on .*"missing":\["database"\]/);
    assert.match(
      await port(await somebody(200)),
      /^fail: another program listens on .* → stop it, or set PORT/,
    );
  });

  it('says that an address is none of this machine', async () => {
    const [line] = await told(checkPort('192.0.2.1', 0, fetch));
    assert.match(line ?? '', /^fail: 192\.0\.2\.1 is no address of this machine → correct HOST/);
  });

  it('other ports may be taken by Usher itself', async () => {
    const taken = { host: '127.0.0.1', port: await somebody(200) };
    assert.match(
      (await told(checkListen('SIP_LISTEN', taken)))[0] ?? '',
      /^warn: .* is taken → normal where/,
    );
    const free = { host: '127.0.0.1', port: await freePort() };
    assert.match((await told(checkListen('SIP_LISTEN', free)))[0] ?? '', /^ok: /);
    const nowhere = { host: '192.0.2.1', port: 0 };
    assert.match(
      (await told(checkListen('SIP_LISTEN', nowhere)))[0] ?? '',
      /^fail: .*EADDRNOTAVAIL → correct SIP_LISTEN/,
    );
  });

  describe('PUBLIC_URL', () => {
    const publicly = async (answer: typeof fetch) =>
      (await told(checkPublicUrl('https://usher.contoso.com', answer)))[0] ?? '';
    /** As behind a reverse proxy. */
    const behind = (at: number) =>
      publicly((url, init) => fetch(`http://127.0.0.1:${at}${new URL(String(url)).pathname}`, init));
    const failing = (code: string) => {
      const cause = Object.assign(new Error(`it says ${code}`), { code });
      return publicly(() => Promise.reject(new TypeError('fetch failed', { cause })));
    };

    it('leads to Usher, to somebody else, or to nobody yet', async () => {
      assert.equal(await behind(await usher(true)), 'ok: https://usher.contoso.com leads to Usher');
      assert.match(
        await behind(await somebody(200)),
        /^fail: .* answered by somebody else \(200\) → have the reverse proxy/,
      );
      assert.match(await behind(await somebody(302)), /^fail: .*\(302\)/);
      assert.match(
        await behind(await somebody(502)),
        /^warn: .* answers 502: nobody is behind it → normal until/,
      );
    });

    it('is not reached, and why', async () => {
      assert.match(await failing('ENOTFOUND'), /^fail: .*it says ENOTFOUND → give the name an address/);
      assert.match(
        await failing('DEPTH_ZERO_SELF_SIGNED_CERT'),
        /^fail: .* → give the reverse proxy a certificate/,
      );
      assert.match(await failing('CERT_HAS_EXPIRED'), /^fail: .* → give the reverse proxy a certificate/);
      assert.match(await failing('ECONNREFUSED'), /^warn: .* → look from outside/);
    });
  });
});

/** Nothing is served from the disk, whatever a path says. Written to the socket as it is: clients would tidy it up. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';

const PATHS = [
  '/../../../../etc/passwd',
  '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2f..%2fetc%2fpasswd',
  '/..%5c..%5c..%5cetc%5cpasswd',
  '/%252e%252e/%252e%252e/etc/passwd',
  '//etc/passwd',
  '/./.env',
  '/.env',
  '/package.json',
  '/src/main.ts',
  '/calendar/../../../.env',
  '/calendar/..%2f..%2f.env.ics',
  '/calendar/%00.ics',
  '/calendar/%c0%ae%c0%ae%c0%afetc%c0%afpasswd.ics',
  '/api/messages/../../.env',
  '/slack/events/%2e%2e/%2e%2e/.env',
  'http://127.0.0.1/etc/passwd',
  'file:///etc/passwd',
  '*',
];

describe('a path that leads out', () => {
  let server: HttpServer;
  let port: number;
  const asked: string[] = [];

  before(async () => {
    server = createHttpServer({
      ...{ host: '127.0.0.1', port: 0, log: { info() {}, warn() {}, error() {} } },
      calendar: async (id) => {
        asked.push(id);
        return undefined;
      },
      messages: async (_req, res) => void res.end('{}'),
    });
    ({ port } = await server.start());
  });
  after(() => server.drain(0));

  for (const path of PATHS) {
    for (const method of ['GET', 'POST']) {
      it(`${method} ${path} leads nowhere`, async () => {
        const socket = connect(port, '127.0.0.1');
        socket.setEncoding('utf8').end(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
        let answer = '';
        socket.on('data', (text: string) => {
          answer += text;
        });
        await once(socket, 'close');
        assert.match(answer, /^HTTP\/1\.1 4\d\d /);
        assert.doesNotMatch(answer, /root:|DATABASE_URL|"name": "usher"/);
        assert.deepEqual(asked, []);
      });
    }
  }
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createHttpServer, type HttpServer } from '../../src/http/index.ts';

const SECRET = 'signing-secret';
const NOW = 1_700_000_000;

describe('the routes of Slack', () => {
  let server: HttpServer;
  let url: string;
  let handled: unknown[][];
  let logged: object[];

  beforeEach(async () => {
    handled = [];
    logged = [];
    const keep = (facts: object) => logged.push(facts);
    server = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log: { info() {}, warn: keep, error: keep },
      slack: {
        signingSecret: SECRET,
        now: () => NOW * 1_000,
        handle: async (route, body) => {
          handled.push([route, body]);
          if (body.fail) throw new Error('broken');
          return body.wants ? { text: 'x' } : undefined;
        },
      },
    });
    url = `http://127.0.0.1:${(await server.start()).port}/slack/`;
  });
  afterEach(() => server.drain(1_000));

  async function post(route: string, body: string, { at = String(NOW), secret = SECRET, headers = {} } = {}) {
    const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    const signed = { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${mac}`, ...headers };
    const response = await fetch(url + route, { method: 'POST', headers: signed, body });
    const text = await response.text();
    return [response.status, text === '' ? undefined : JSON.parse(text)];
  }

  it('read events, commands and interactions, and answer with what they are handed', async () => {
    assert.deepEqual(await post('events', '{"a":"ü😀"}'), [200, undefined]);
    assert.deepEqual(await post('commands', 'text=invite+bob%21&wants=1'), [200, { text: 'x' }]);
    assert.deepEqual(await post('interactions', 'payload=%7B%22b%22%3A2%7D'), [200, undefined]);
    assert.deepEqual(handled, [
      ['events', { a: 'ü😀' }],
      ['commands', { text: 'invite bob!', wants: '1' }],
      ['interactions', { b: 2 }],
    ]);
  });

  it('prove to Slack that they are ours', async () => {
    const answer = await post('events', '{"type":"url_verification","challenge":"abc"}');
    assert.deepEqual(answer, [200, { challenge: 'abc' }]);
    assert.deepEqual(handled, []);
  });

  for (const [what, options] of [
    ['another secret', { secret: 'other' }],
    ['another body', { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }],
    ['a short signature', { headers: { 'x-slack-signature': 'v0=' } }],
    ['a time five minutes ago', { at: String(NOW - 301) }],
    ['a time to come', { at: String(NOW + 301) }],
    ['no time', { at: 'x' }],
  ] as const) {
    it(`refuse what is signed with ${what}, and keep secrets out of the log`, async () => {
      const [status, { error }] = await post('events', '{"type":"url_verification"}', options);
      assert.deepEqual([status, error.code], [401, 'not-signed']);
      assert.deepEqual(handled, []);
      assert.equal(logged.length, 1);
      assert.doesNotMatch(JSON.stringify(logged), /v0=|signing-secret|url_verification/);
    });
  }

  it('take a request of five minutes ago', async () => {
    assert.equal((await post('events', '{}', { at: String(NOW - 300) }))[0], 200);
  });

  it('refuse what is too long, or no JSON object', async () => {
    assert.equal((await post('events', `{"a":"${'x'.repeat(300_000)}"}`))[0], 413);
    assert.equal((await post('events', '{'))[0], 400);
    assert.equal((await post('interactions', 'payload=[]'))[0], 400);
    assert.equal((await post('interactions', 'x=1'))[0], 400);
  });

  it('let Slack send again what could not be worked on', async () => {
    assert.equal((await post('events', '{"fail":true}'))[0], 500);
  });

  it('are there only where Slack is configured', async () => {
    const other = createHttpServer({ host: '127.0.0.1', port: 0, log: { info() {}, warn() {}, error() {} } });
    const { port } = await other.start();
    const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' });
    assert.equal(response.status, 404);
    await other.drain(1_000);
  });
});

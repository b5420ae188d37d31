import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { SocketMode } from '../../../src/chat/slack/socket-mode.ts';
import { SlackWorld } from '../../support/slack-world.ts';
import { WebSocketStream } from '../../support/web-socket-stream.ts';

/** A socket that follows the script of a test stands for Slack's. */
describe('Slack by Socket Mode', () => {
  let world: SlackWorld;
  let server: Server;
  let sockets: WebSocketStream[];
  let arrived: PromiseWithResolvers<WebSocketStream>;
  let handled: unknown[][];
  let warned: number;
  let pauses: number[];
  let failure: Error | undefined;
  let mode: SocketMode;

  before(async () => {
    world = await SlackWorld.start();
  });
  after(() => world.stop());

  beforeEach(async () => {
    world.refusals.length = 0;
    world.asked.length = 0;
    sockets = [];
    handled = [];
    pauses = [];
    warned = 0;
    failure = undefined;
    arrived = Promise.withResolvers();
    server = createServer((socket) => {
      const stream = new WebSocketStream(socket, { protocol: '' });
      sockets.push(stream);
      stream.on('error', () => {});
      arrived.resolve(stream);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    mode = new SocketMode({
      appToken: 'xapp-test',
      apiUrl: world.apiUrl,
      log: { debug() {}, info() {}, warn: () => (warned += 1), error() {} },
      time: {
        now: () => 0,
        sleep: async (ms) => {
          pauses.push(ms);
        },
      },
      handle: async (type, body) => {
        handled.push([type, body]);
        if (failure) throw failure;
        return body.wants ? { text: 'done' } : undefined;
      },
    });
  });

  afterEach(async () => {
    await mode.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  function offer(): void {
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    world.refusals.push({ method: 'apps.connections.open', status: 200, body: { ok: true, url } });
  }

  async function connected(): Promise<WebSocketStream> {
    const socket = await arrived.promise;
    arrived = Promise.withResolvers();
    while (socket.request === '') await new Promise(setImmediate);
    socket.write('{"type":"hello"}');
    return socket;
  }

  async function sent(socket: WebSocketStream): Promise<unknown> {
    const [data] = await once(socket, 'data');
    return JSON.parse(String(data));
  }

  it('hands over what comes, and acknowledges it with its answer', async () => {
    offer();
    mode.start();
    const socket = await connected();
    const body = { wants: true, event: { type: 'message' } };
    socket.write(JSON.stringify({ type: 'events_api', envelope_id: 'e1', payload: body }));
    assert.deepEqual(await sent(socket), { envelope_id: 'e1', payload: { text: 'done' } });
    socket.write(JSON.stringify({ type: 'slash_commands', envelope_id: 'e2', payload: { text: 'help' } }));
    assert.deepEqual(await sent(socket), { envelope_id: 'e2', payload: {} });
    assert.deepEqual(handled, [
      ['events_api', body],
      ['slash_commands', { text: 'help' }],
    ]);
  });

  it('acknowledges nothing that could not be worked on', async () => {
    offer();
    mode.start();
    const socket = await connected();
    failure = new Error('broken');
    socket.write(JSON.stringify({ type: 'interactive', envelope_id: 'e1', payload: {} }));
    socket.write(JSON.stringify({ type: 'interactive', envelope_id: 'e2', payload: {} }));
    while (handled.length < 2) await new Promise(setImmediate);
    failure = undefined;
    socket.write(JSON.stringify({ type: 'interactive', envelope_id: 'e3', payload: {} }));
    assert.deepEqual(await sent(socket), { envelope_id: 'e3', payload: {} });
  });

  it('comes back when Slack sends it away, and when the line breaks', async () => {
    offer();
    mode.start();
    const first = await connected();
    offer();
    first.write('{"type":"disconnect","reason":"refresh_requested"}');
    const second = await connected();
    offer();
    second.destroy();
    const third = await connected();
    third.write(JSON.stringify({ type: 'interactive', envelope_id: 'e1', payload: {} }));
    assert.deepEqual(await sent(third), { envelope_id: 'e1', payload: {} });
  });

  it('tries again, later each time, while there is no Slack', async () => {
    for (let i = 0; i < 3; i += 1) world.refusals.push({ method: 'apps.connections.open', status: 500 });
    offer();
    mode.start();
    await connected();
    assert.deepEqual(pauses.slice(0, 3), [1_000, 2_000, 4_000]);
    assert.ok(warned >= 3);
  });
});

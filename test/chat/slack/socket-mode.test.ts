import assert from 'node:assert/strict';
import { SocketMode } from '../../../src/chat/slack/socket-mode.ts';
import { SlackSocket } from '../../support/slack-socket.ts';
import { SlackWorld } from '../../support/slack-world.ts';

/** A socket that follows the script of a test stands for Slack's. */
describe('Slack by Socket Mode', () => {
  let world: SlackWorld;
  let socket: SlackSocket;
  let handled: unknown[][];
  let warned: number;
  let pauses: number[];
  let failure: Error | undefined;
  let refused: string[];
  let finish: PromiseWithResolvers<void>;
  let mode: SocketMode;

  before(async () => {
    world = await SlackWorld.start();
  });
  after(() => world.stop());

  beforeEach(async () => {
    world.refusals.length = 0;
    world.asked.length = 0;
    handled = [];
    pauses = [];
    warned = 0;
    failure = undefined;
    refused = [];
    finish = Promise.withResolvers();
    socket = await SlackSocket.start(world);
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
        if (body.isSlow) await finish.promise;
        return body.wants ? { text: 'done' } : undefined;
      },
      refused: (reason) => refused.push(reason),
    });
  });

  afterEach(async () => {
    finish.resolve();
    await mode.stop();
    await socket.stop();
  });

  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise(setImmediate);
  };

  it('hands over what comes, and acknowledges it with its answer', async () => {
    socket.offer();
    mode.start();
    await socket.greet();
    const body = { wants: true, event: { type: 'message' } };
    assert.deepEqual(await socket.send('events_api', body), { text: 'done' });
    assert.deepEqual(await socket.send('slash_commands', { text: 'help' }), {});
    assert.deepEqual(handled, [
      ['events_api', body],
      ['slash_commands', { text: 'help' }],
    ]);
  });

  it('acknowledges nothing that could not be worked on', async () => {
    socket.offer();
    mode.start();
    await socket.greet();
    failure = new Error('broken');
    let acknowledged = 0;
    for (const _ of [1, 2]) void socket.send('interactive', {}).then(() => (acknowledged += 1));
    await until(() => handled.length === 2);
    failure = undefined;
    assert.deepEqual(await socket.send('interactive', {}), {});
    assert.equal(acknowledged, 0);
  });

  it('acknowledges nothing beyond what can be under way at a time', async () => {
    socket.offer();
    mode.start();
    await socket.greet();
    const acknowledged = Array.from({ length: 250 }, () => socket.send('interactive', { isSlow: true }));
    void socket.send('interactive', { isSlow: true });
    await until(() => refused.length > 0);
    assert.deepEqual([handled.length, refused], [250, ['overloaded']]);
    finish.resolve();
    await Promise.all(acknowledged);
    assert.deepEqual(await socket.send('interactive', {}), {});
    assert.equal(handled.length, 251);
  });

  it('comes back when Slack sends it away, and when the line breaks, and knows that it is gone', async () => {
    assert.equal(mode.isConnected, false);
    socket.offer();
    mode.start();
    await socket.greet();
    await until(() => mode.isConnected);
    socket.dismiss();
    await until(() => !mode.isConnected);
    socket.offer();
    await socket.greet();
    await until(() => mode.isConnected);
    socket.cut();
    await until(() => !mode.isConnected);
    socket.offer();
    await socket.greet();
    assert.deepEqual(await socket.send('interactive', {}), {});
  });

  it('tries again, later each time, while there is no Slack', async () => {
    for (let i = 0; i < 3; i += 1) world.refusals.push({ method: 'apps.connections.open', status: 500 });
    socket.offer();
    mode.start();
    await socket.greet();
    assert.deepEqual(pauses.slice(0, 3), [1_000, 2_000, 4_000]);
    assert.ok(warned >= 3);
  });
});

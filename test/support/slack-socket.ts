import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { SlackWorld } from './slack-world.ts';
import { WebSocketStream } from './web-socket-stream.ts';

/** Slack's end of Socket Mode: apps that ask get the way to it, and then what a test sends. */
export class SlackSocket {
  readonly #world: SlackWorld;
  readonly #server: Server;
  readonly #sockets: WebSocketStream[] = [];
  #arrived = Promise.withResolvers<WebSocketStream>();
  #line: WebSocketStream | undefined;
  #envelopes = 0;

  static async start(world: SlackWorld): Promise<SlackSocket> {
    const socket = new SlackSocket(world);
    socket.#server.listen(0, '127.0.0.1');
    await once(socket.#server, 'listening');
    return socket;
  }

  private constructor(world: SlackWorld) {
    this.#world = world;
    this.#server = createServer((accepted) => {
      const stream = new WebSocketStream(accepted, { protocol: '' });
      stream.on('error', () => {});
      // One for each envelope that is not acknowledged yet.
      stream.setMaxListeners(0);
      this.#sockets.push(stream);
      this.#arrived.resolve(stream);
    });
  }

  /** The next app that asks may come. */
  offer(): void {
    const url = `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
    this.#world.refusals.push({ method: 'apps.connections.open', status: 200, body: { ok: true, url } });
  }

  /** Waits for one that comes, and greets it. */
  async greet(): Promise<void> {
    const stream = await this.#arrived.promise;
    this.#arrived = Promise.withResolvers();
    while (stream.request === '') await new Promise(setImmediate);
    stream.write('{"type":"hello"}');
    this.#line = stream;
  }

  /** Sends something, and resolves with what it is acknowledged with. */
  async send(type: string, payload: object): Promise<unknown> {
    const stream = this.#line;
    if (!stream) throw new Error('Nobody is connected');
    this.#envelopes += 1;
    const id = `envelope-${this.#envelopes}`;
    const acknowledged = Promise.withResolvers<unknown>();
    const hear = (data: Buffer) => {
      const ack: { envelope_id: string; payload: unknown } = JSON.parse(String(data));
      if (ack.envelope_id === id) acknowledged.resolve(ack.payload);
    };
    stream.on('data', hear);
    stream.write(JSON.stringify({ type, envelope_id: id, payload }));
    try {
      return await acknowledged.promise;
    } finally {
      stream.off('data', hear);
    }
  }

  /** Slack sends the app away, as it does every few hours. */
  dismiss(): void {
    this.#line?.write('{"type":"disconnect","reason":"refresh_requested"}');
  }

  /** The line breaks. */
  cut(): void {
    this.#line?.destroy();
    this.#line = undefined;
  }

  async stop(): Promise<void> {
    for (const stream of this.#sockets) stream.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

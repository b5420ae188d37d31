import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn } from './fill-in.ts';
import { exchange } from './kamailio.ts';
import { freePort, isListening, Peer } from './peer.ts';

/** Kamailio as the notifier of the conference event package; a test publishes what a conference server would. */
export class RosterServer {
  readonly port: number;
  readonly #folder: string;
  #peer: Peer | undefined;
  /** Names what was published before (RFC 3903 4.4). */
  #entityTag: string | undefined;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  static async start(folder: string): Promise<RosterServer> {
    const server = new RosterServer(join(folder, 'roster'), await freePort());
    mkdirSync(server.#folder);
    writeFileSync(join(server.#folder, 'kamailio.cfg'), fillIn('roster-server.cfg', { PORT: server.port }));
    await server.run();
    return server;
  }

  /** The first time, or again after `crash`. */
  async run(): Promise<void> {
    const run = this.#folder;
    const runTime = ['-P', join(run, 'pid'), '-Y', run, '-w', run];
    const args = ['-DD', '-E', '-f', join(run, 'kamailio.cfg'), '-m', '64', '-M', '8', ...runTime];
    this.#peer = new Peer('roster', 'kamailio', args, `${run}.log`);
    await this.#peer.ready(() => isListening(this.port));
  }

  /** Ends at once, and with it every subscription and everything published. */
  async crash(): Promise<void> {
    this.#entityTag = undefined;
    this.#peer?.kill('SIGKILL');
    await this.#peer?.exited;
  }

  async stop(): Promise<void> {
    await this.#peer?.stop();
  }

  /** Tells all who have subscribed to it; the server counts, and makes each document a full one. */
  async publish(conference: string, document: string): Promise<void> {
    const id = randomBytes(8).toString('hex');
    const request = [
      `PUBLISH ${conference} SIP/2.0`,
      `Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK${id}`,
      `From: <${conference}>;tag=${id}`,
      `To: <${conference}>`,
      `Call-ID: ${id}`,
      'CSeq: 1 PUBLISH',
      'Max-Forwards: 70',
      'Event: conference',
      'Expires: 3600',
      ...(this.#entityTag === undefined ? [] : [`SIP-If-Match: ${this.#entityTag}`]),
      'Content-Type: application/conference-info+xml',
      `Content-Length: ${Buffer.byteLength(document)}`,
    ];
    const response = await exchange(this.port, `${request.join('\r\n')}\r\n\r\n${document}`);
    if (!response.startsWith('SIP/2.0 200')) throw new Error(`not published: ${response}`);
    this.#entityTag = /^SIP-ETag:\s*(\S+)/im.exec(response)?.[1];
  }
}

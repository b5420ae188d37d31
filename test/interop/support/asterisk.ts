import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { fillIn } from './fill-in.ts';
import { freePort, isListening, Peer, until } from './peer.ts';

const run = promisify(execFile);

/** Media of one channel, in packets, as Asterisk counted them. */
export interface ChannelMedia {
  readonly received: number;
  readonly sent: number;
}

/** A real mixing conference server: every `sip:conf…` is a ConfBridge of that name. Lives in the root that run.sh made. */
export class Asterisk {
  readonly port: number;
  /** Its REST interface. */
  readonly ari: { readonly url: string; readonly username: string; readonly password: string };
  readonly #root: string;
  readonly #folder: string;
  readonly #logFile: string;
  #peer: Peer | undefined;

  private constructor(root: string, folder: string, logFile: string, ports: { sip: number; ari: number }) {
    this.#root = root;
    this.#folder = folder;
    this.#logFile = logFile;
    this.port = ports.sip;
    this.ari = { url: `http://127.0.0.1:${ports.ari}/ari`, username: 'usher', password: 'open sesame' };
  }

  /** `isSecret`: it takes encrypted media only (SRTP, keys by SDES). */
  static async start(logFolder: string, { isSecret = false } = {}): Promise<Asterisk> {
    const root = process.env.USHER_ASTERISK_ROOT;
    if (!root) throw new Error('USHER_ASTERISK_ROOT is not set: run these tests with npm run test:interop');
    const ports = { sip: await freePort(), ari: await freePort() };
    const folder = mkdtempSync(join(root, 'tmp', 'usher-'));
    const [libraries = ''] = readdirSync(join(root, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
    const values = {
      PORT: ports.sip,
      ARI_PORT: ports.ari,
      ENCRYPTION: isSecret ? 'sdes' : 'no',
      FOLDER: `/tmp/${basename(folder)}`,
      MODULES: `/usr/lib/${libraries}/asterisk/modules`,
    };
    for (const file of readdirSync(join(import.meta.dirname, 'asterisk'))) {
      writeFileSync(join(folder, file), fillIn(join('asterisk', file), values));
    }
    const asterisk = new Asterisk(root, folder, join(logFolder, 'asterisk.log'), ports);
    await asterisk.run();
    return asterisk;
  }

  get peer(): Peer {
    if (!this.#peer) throw new Error('Asterisk does not run yet');
    return this.#peer;
  }

  /** Runs it: the first time, or again after `crash`. */
  async run(): Promise<void> {
    const args = [this.#root, 'asterisk', '-C', this.#config, '-f', '-n'];
    this.#peer = new Peer('asterisk', 'chroot', args, this.#logFile);
    await this.#peer.ready(() =>
      this.command('core waitfullybooted').then(
        () => isListening(this.port),
        () => false,
      ),
    );
  }

  /** Ends at once, and with it every call. */
  async crash(): Promise<void> {
    this.peer.kill('SIGKILL');
    await this.peer.exited;
  }

  async stop(): Promise<void> {
    await this.peer.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Runs a line of Asterisk's console; resolves with what it printed. */
  async command(line: string): Promise<string> {
    const { stdout } = await run('chroot', [this.#root, 'asterisk', '-C', this.#config, '-rx', line]);
    return stdout;
  }

  get #config(): string {
    return `/tmp/${basename(this.#folder)}/asterisk.conf`;
  }

  /** Caller ids of those in the room, as `confbridge list` shows them. */
  async members(room: string): Promise<readonly string[]> {
    const table = await this.command(`confbridge list ${room}`);
    return table
      .split('\n')
      .filter((line) => line.startsWith('PJSIP/'))
      .map((line) => line.trim().split(/\s+/).at(-1) ?? '');
  }

  /** Resolves when exactly these are in the room, by their caller ids in alphabetical order. */
  async roomHolds(room: string, ...callerIds: string[]): Promise<void> {
    await until(
      `${room} holds [${callerIds}]`,
      async () => (await this.members(room)).toSorted(),
      (members) => `${members}` === `${callerIds}`,
    );
  }

  /** Caller names of all calls, as their From headers said them. */
  async callerNames(): Promise<readonly string[]> {
    const calls = await this.command('core show channels concise');
    const channels = calls.split('\n').flatMap((line) => /^PJSIP\/[^!]+/.exec(line) ?? []);
    const shown = await Promise.all(channels.map((channel) => this.command(`core show channel ${channel}`)));
    return shown.map((text) => /^ *Caller ID Name: (.*)$/m.exec(text)?.[1] ?? '');
  }

  /** One entry for each channel with media. */
  async media(): Promise<readonly ChannelMedia[]> {
    const table = await this.command('pjsip show channelstats');
    // Bridge, channel, time, codec, then count, lost, per cent and jitter of what was received and of what was sent.
    const row = /^ *\w* people-\w+ +[\d:]+ +\w+ +(\d+) +\d+ +\d+ +[\d.]+ +(\d+) /gm;
    return [...table.matchAll(row)].map(([, received, sent]) => ({
      received: Number(received),
      sent: Number(sent),
    }));
  }

  /** Resolves when every call of this server, and there is one, has sent and received half a second of sound. */
  async mediaFlowsBothWays(): Promise<void> {
    await until(
      'media flows both ways',
      () => this.media(),
      (media) => media.length > 0 && media.every(({ received, sent }) => received > 25 && sent > 25),
    );
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fillIn } from './fill-in.ts';
import { freePort, isListening, Peer, until } from './peer.ts';

export interface BaresipOptions {
  /** User part of her address in `lab.test`. */
  readonly user: string;
  /** Display name. */
  readonly name: string;
  /** `auto` answers at once, `manual` rings until told otherwise. */
  readonly answer: 'auto' | 'manual';
  readonly proxyPort: number;
  /** It speaks encrypted (SRTP, keys by SDES) or not at all. */
  readonly isSecret?: boolean;
}

/** What the phone reports over its control connection (module ctrl_tcp). */
export interface BaresipEvent {
  /** `CALL_INCOMING`, `CALL_ESTABLISHED`, `CALL_CLOSED`, `TRANSFER` … */
  readonly type: string;
  readonly peeruri?: string;
  /** What the phone shows as the caller. */
  readonly peerdisplayname?: string;
  readonly param?: string;
}

/** A stock softphone, registered at the proxy. */
export class Baresip {
  readonly peer: Peer;
  readonly events: BaresipEvent[] = [];
  readonly #control: Socket;
  #isListening = false;

  private constructor(peer: Peer, control: Socket) {
    this.peer = peer;
    this.#control = control;
    let buffer = '';
    // Lengths count bytes; one character is one byte only in Latin-1.
    control.setEncoding('latin1').on('data', (data: string) => {
      const { messages, rest } = splitNetstrings(buffer + data);
      buffer = rest;
      for (const message of messages) {
        const parsed = JSON.parse(message);
        if (parsed.event) this.events.push(parsed);
        else this.#isListening = true;
      }
    });
    // The phone ends before its connection does: nothing to tell.
    control.on('error', () => undefined);
  }

  static async start(folder: string, options: BaresipOptions): Promise<Baresip> {
    const home = join(folder, options.user);
    const controlPort = await freePort();
    mkdirSync(home);
    writeFileSync(
      join(home, 'config'),
      fillIn('baresip/config', { PORT: await freePort(), CONTROL_PORT: controlPort }),
    );
    writeFileSync(
      join(home, 'accounts'),
      fillIn('baresip/accounts', {
        NAME: options.name,
        USER: options.user,
        ANSWER: options.answer,
        PROXY_PORT: options.proxyPort,
        MEDIA: options.isSecret ? 'mediaenc=srtp-mand;' : '',
      }),
    );
    const peer = new Peer(
      `baresip ${options.user}`,
      'baresip',
      ['-f', home],
      join(folder, `${options.user}.log`),
    );
    await peer.ready(() => peer.log.includes('200 OK') && isListening(controlPort));
    const phone = new Baresip(peer, connect(controlPort, '127.0.0.1'));
    // Only what happens after its first answer is sure to be reported.
    phone.command('reginfo');
    await peer.ready(() => phone.#isListening);
    return phone;
  }

  /** Presses a key, so to speak: `accept`, `hangup`, `dial`. */
  command(command: string, params = ''): void {
    const message = JSON.stringify({ command, params });
    this.#control.write(`${Buffer.byteLength(message)}:${message},`);
  }

  /** Resolves when the phone has reported `count` events of this type. */
  async reported(type: string, count = 1): Promise<void> {
    await until(`${this.peer.name} reports ${type}`, () => this.count(type) >= count);
  }

  count(type: string): number {
    return this.events.filter((event) => event.type === type).length;
  }

  async stop(): Promise<void> {
    this.#control.destroy();
    await this.peer.stop();
  }
}

/** `5:hello,3:you,2:…` → the whole messages, and the beginning of the next one. */
function splitNetstrings(text: string): { messages: string[]; rest: string } {
  const messages: string[] = [];
  let rest = text;
  for (;;) {
    const length = /^(\d+):/.exec(rest);
    if (!length) return { messages, rest };
    const start = length[0].length;
    const end = start + Number(length[1]);
    if (rest.length <= end) return { messages, rest };
    messages.push(rest.slice(start, end));
    rest = rest.slice(end + 1);
  }
}

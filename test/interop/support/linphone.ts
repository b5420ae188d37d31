import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn } from './fill-in.ts';
import { freePort, isListening, Peer, until } from './peer.ts';

export interface LinphoneOptions {
  /** User part of her address in `lab.test`. */
  readonly user: string;
  /** Display name. */
  readonly name: string;
  readonly proxyPort: number;
}

/** Linphone's stock softphone, on its console. It rings until told otherwise. Somebody else has to register it. */
export class Linphone {
  readonly port: number;
  readonly peer: Peer;

  private constructor(port: number, peer: Peer) {
    this.port = port;
    this.peer = peer;
  }

  static async start(folder: string, { user, name, proxyPort }: LinphoneOptions): Promise<Linphone> {
    const home = join(folder, user);
    // It makes its databases there, and does not start where the folder is missing.
    mkdirSync(join(home, '.local/share/linphone'), { recursive: true });
    const port = await freePort();
    const config = join(home, 'linphonerc');
    writeFileSync(
      config,
      fillIn('linphone/linphonerc', { PORT: port, USER: user, NAME: name, PROXY_PORT: proxyPort }),
    );
    const args = [`HOME=${home}`, 'linphonec', '-c', config];
    const peer = new Peer(`linphone ${user}`, 'env', args, join(folder, `${user}.log`));
    await peer.ready(() => isListening(port));
    return new Linphone(port, peer);
  }

  /** Types a line: `answer 1`, `terminate`. */
  command(line: string): void {
    this.peer.type(`${line}\n`);
  }

  /** Resolves when its console has shown this. */
  async shown(text: RegExp): Promise<void> {
    await until(`${this.peer.name} shows ${text}`, () => text.test(this.peer.log));
  }

  stop(): Promise<void> {
    return this.peer.stop();
  }
}

import { join } from 'node:path';
import { freePort, isListening, Peer } from './peer.ts';

/** A scripted phone or conference server: plays `sipp/SCENARIO.xml` once, over TCP. `keys` fill in its `[words]`. */
export class Sipp {
  readonly port: number;
  readonly peer: Peer;

  private constructor(port: number, peer: Peer) {
    this.port = port;
    this.peer = peer;
  }

  static async start(
    folder: string,
    scenario: string,
    keys: Readonly<Record<string, string>> = {},
  ): Promise<Sipp> {
    const port = await freePort();
    const file = join(import.meta.dirname, 'sipp', `${scenario}.xml`);
    const prefix = join(folder, `sipp-${scenario}-${port}`);
    const args = [
      '-sf',
      file,
      '-i',
      '127.0.0.1',
      '-p',
      `${port}`,
      '-t',
      't1',
      '-m',
      '1',
      '-nostdin',
      '-timeout',
      '30',
    ];
    args.push(
      '-trace_err',
      '-error_file',
      `${prefix}.errors.log`,
      '-trace_msg',
      '-message_file',
      `${prefix}.messages.log`,
    );
    for (const [key, value] of Object.entries(keys)) args.push('-key', key, value);
    const peer = new Peer(`sipp ${scenario}`, 'sipp', args, `${prefix}.log`);
    await peer.ready(() => isListening(port));
    return new Sipp(port, peer);
  }

  /** Resolves with true when the scenario was played to its end as written. */
  async succeeded(): Promise<boolean> {
    return (await this.peer.exited) === 0;
  }

  stop(): Promise<void> {
    return this.peer.stop();
  }
}

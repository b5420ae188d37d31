import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, isListening, Peer } from './peer.ts';

export interface SippOptions {
  /** How many calls play the scenario before it ends; 1 unless given. */
  readonly calls?: number;
  /** Fill in its `[words]`. */
  readonly keys?: Readonly<Record<string, string>>;
}

/** A scripted phone or conference server: plays `sipp/SCENARIO.xml`, over TCP. */
export class Sipp {
  readonly port: number;
  readonly peer: Peer;
  readonly #messageFile: string;

  private constructor(port: number, peer: Peer, messageFile: string) {
    this.port = port;
    this.peer = peer;
    this.#messageFile = messageFile;
  }

  static async start(
    folder: string,
    scenario: string,
    { calls = 1, keys = {} }: SippOptions = {},
  ): Promise<Sipp> {
    const port = await freePort();
    const prefix = join(folder, `sipp-${scenario}-${port}`);
    const options = {
      sf: join(import.meta.dirname, 'sipp', `${scenario}.xml`),
      m: calls,
      // A crowd takes its time on a busy machine.
      timeout: calls > 10 ? 120 : 30,
      i: '127.0.0.1',
      p: port,
      t: 't1',
      error_file: `${prefix}.errors.log`,
      message_file: `${prefix}.messages.log`,
    };
    const args = [
      ...['-nostdin', '-trace_err'],
      // The messages of a crowd would fill the log of a test that fails.
      ...(calls > 10 ? [] : ['-trace_msg']),
      ...Object.entries(options).flatMap(([name, value]) => [`-${name}`, `${value}`]),
      ...Object.entries(keys).flatMap(([name, value]) => ['-key', name, value]),
    ];
    // What it prints is a screen redrawn many times, worth nothing in a log.
    const peer = new Peer(`sipp ${scenario}`, 'sipp', args, `${prefix}.screen`);
    await peer.ready(() => isListening(port));
    return new Sipp(port, peer, options.message_file);
  }

  /** Resolves with true when the scenario was played to its end as written. */
  async succeeded(): Promise<boolean> {
    return (await this.peer.exited) === 0;
  }

  /** Every message it got and sent. */
  get messages(): string {
    return readFileSync(this.#messageFile, 'latin1');
  }

  stop(): Promise<void> {
    return this.peer.stop();
  }
}

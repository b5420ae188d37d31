import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Asterisk } from './asterisk.ts';
import { Baresip, type BaresipOptions } from './baresip.ts';
import { Kamailio } from './kamailio.ts';
import { Sipp } from './sipp.ts';

interface Stoppable {
  stop(): Promise<void>;
}

/** Everything a test talks to, in the order it was started. */
export class Lab {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'usher-interop-'));
  readonly #started: Stoppable[] = [];

  asterisk(): Promise<Asterisk> {
    return this.#keep(Asterisk.start(this.folder));
  }

  kamailio(conferencePort: number): Promise<Kamailio> {
    return this.#keep(Kamailio.start(this.folder, conferencePort));
  }

  softphone(options: BaresipOptions): Promise<Baresip> {
    return this.#keep(Baresip.start(this.folder, options));
  }

  scenario(name: string, keys?: Readonly<Record<string, string>>): Promise<Sipp> {
    return this.#keep(Sipp.start(this.folder, name, keys));
  }

  /** Stops it at the end, before what was started earlier. */
  async #keep<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const peer = await starting;
    this.#started.push(peer);
    return peer;
  }

  get logs(): string {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.log'))
      .map((name) => `──── ${name}\n${readFileSync(join(this.folder, name), 'utf8')}`)
      .join('\n');
  }

  async close(): Promise<void> {
    for (const peer of this.#started.splice(0).reverse()) await peer.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * SIP_TRACE: every SIP message, readable, appended to a file of bounded size.
 *
 *   written ──larger than `maxBytes`──► renamed to FILE.1, over the one before, and begun anew
 *
 * It only ever watches: nothing waits for it, and what it cannot write is left out, said once in the log.
 */
import { appendFile, rename, stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { formatHostPort } from '../transport/host-port.ts';
import type { WireMessage } from '../transport/wire-observer.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface TraceFileOptions {
  readonly path: string;
  readonly log: Logger;
  /** Size at which a new file is begun, so that both together hold twice as much; 10 MB. */
  readonly maxBytes?: number;
  readonly now?: () => Date;
}

const MAX_BYTES = 10_000_000;
/** What may wait for a slow disk, in characters; more is left out. */
const MAX_WAITING = 4_000_000;

export class TraceFile {
  readonly #options: Required<TraceFileOptions>;
  #waiting: string[] = [];
  #waitingLength = 0;
  #leftOut = 0;
  #writing: Promise<void> | undefined;
  #hasFailed = false;

  constructor(options: TraceFileOptions) {
    this.#options = { maxBytes: MAX_BYTES, now: () => new Date(), ...options };
  }

  /** Takes a message; never throws, and never makes anybody wait. */
  readonly observe = ({ direction, peer, text }: WireMessage): void => {
    if (this.#waitingLength + text.length > MAX_WAITING) {
      this.#leftOut += 1;
      return;
    }
    const preposition = direction === 'sent' ? 'to' : 'from';
    const head = `--- ${this.#options.now().toISOString()} ${direction} ${preposition} ${formatHostPort(peer)}`;
    this.#add(`${head}\n${withoutSecrets(text).trimEnd()}\n\n`);
    this.#writing ??= this.#write();
  };

  /** Resolves when what it has taken is written, or could not be. */
  async close(): Promise<void> {
    await this.#writing;
  }

  #add(entry: string): void {
    this.#waiting.push(entry);
    this.#waitingLength += entry.length;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#leftOut > 0) this.#add(`--- ${this.#leftOut} messages left out: the disk is too slow\n\n`);
      this.#leftOut = 0;
      const text = this.#waiting.join('');
      this.#waiting = [];
      this.#waitingLength = 0;
      try {
        await this.#makeRoom(Buffer.byteLength(text));
        // It holds names and what people wrote to each other: for the eyes of whoever runs this only.
        await appendFile(this.#options.path, text, { mode: 0o600 });
      } catch (err) {
        const { log, path } = this.#options;
        if (!this.#hasFailed) log.warn({ err, path }, 'SIP_TRACE cannot be written');
        this.#hasFailed = true;
      }
    }
    this.#writing = undefined;
  }

  async #makeRoom(bytes: number): Promise<void> {
    const { path, maxBytes } = this.#options;
    const size = await stat(path).then(
      (file) => (file.isFile() ? file.size : 0),
      () => 0,
    );
    if (size > 0 && size + bytes > maxBytes) await rename(path, `${path}.1`);
  }
}

/** One message of the Event Socket: lines of headers, an empty line, and a body of `Content-Length` bytes. */
export interface Frame {
  /** Content-Type: `command/reply`, `text/event-json` … */
  readonly type: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Not the Event Socket, or somebody who wants our memory. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const MAX_HEAD_BYTES = 16 * 1024;
/** The list of a conference takes about 1 kB for each member. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Cuts what comes from a TCP connection into frames, wherever it was cut on the way. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Of the frame whose body is still on its way. */
  #head: { readonly headers: ReadonlyMap<string, string>; readonly length: number } | undefined;

  /** Throws FrameError where a frame is longer than any of FreeSWITCH. */
  *read(bytes: Buffer): Generator<Frame> {
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    for (;;) {
      this.#head ??= this.#readHead();
      if (!this.#head || this.#size < this.#head.length) return;
      const { headers, length } = this.#head;
      this.#head = undefined;
      const body = this.#take(length).toString('utf8');
      yield { type: headers.get('content-type') ?? '', headers, body };
    }
  }

  #readHead() {
    const all = this.#join();
    const end = all.indexOf('\n\n');
    if (end > MAX_HEAD_BYTES || (end < 0 && all.length > MAX_HEAD_BYTES))
      throw new FrameError('a head without end');
    if (end < 0) return undefined;
    const lines = this.#take(end + 2)
      .toString('utf8')
      .split('\n');
    const headers = new Map(lines.flatMap((line) => readHeader(line)));
    const length = headers.get('content-length') ?? '0';
    if (!/^\d{1,8}$/.test(length) || Number(length) > MAX_BODY_BYTES)
      throw new FrameError(`a body of ${length.slice(0, 20)} bytes`);
    return { headers, length: Number(length) };
  }

  #take(length: number): Buffer {
    const all = this.#join();
    this.#chunks = [all.subarray(length)];
    this.#size = all.length - length;
    return all.subarray(0, length);
  }

  #join(): Buffer {
    const [only, ...more] = this.#chunks;
    const all = only && more.length === 0 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

/** None: a line that is no header, as old versions write `Content-Length 24`. */
function readHeader(line: string): [string, string][] {
  const [, name, value] = /^([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
  return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]];
}

import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

export interface WebSocketBehaviour {
  /** The sub-protocol it agrees on; `sip` unless given, none where empty. */
  readonly protocol?: string;
  /** Answers with this HTTP status instead of 101. */
  readonly status?: number;
  /** Sends binary messages, not text. */
  readonly isBinary?: boolean;
  /** Agrees on compressed messages (RFC 7692). */
  readonly isDeflating?: boolean;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * The server's side of one WebSocket (RFC 6455), as the stream of its messages: each write is one message. Enough for tests; it
 * shares no code with Node's own.
 */
export class WebSocketStream extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** The request that asked for it, headers and all. */
  request = '';
  readonly #socket: Socket;
  readonly #behaviour: WebSocketBehaviour;
  #pending = Buffer.alloc(0);

  constructor(socket: Socket, behaviour: WebSocketBehaviour = {}) {
    super();
    this.#socket = socket;
    this.#behaviour = behaviour;
    this.remoteAddress = socket.remoteAddress;
    this.remotePort = socket.remotePort;
    socket.on('data', (chunk) => {
      this.#pending = Buffer.concat([this.#pending, chunk]);
      if (this.request === '') this.#shakeHands();
      while (this.request !== '' && this.#takeFrame());
    });
    socket.on('error', () => {});
    socket.on('close', () => this.destroy());
  }

  /** Like a socket's. */
  setNoDelay(): void {}

  override _read(): void {}

  override _write(message: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.sendFrame(this.#behaviour.isBinary ? 2 : 1, message);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  /** Up to 16 MB. With 0x40 in `opcode` it is compressed. */
  sendFrame(opcode: number, payload: Buffer, isLast = true): void {
    const { length } = payload;
    const long = [127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 0xff, length & 0xff];
    const short = length < 126 ? [length] : [126, length >> 8, length & 0xff];
    const size = length > 0xffff ? long : short;
    this.#socket.write(Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode, ...size]), payload]));
  }

  #shakeHands(): void {
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end === -1) return;
    const request = this.#pending.toString('latin1', 0, end);
    this.#pending = this.#pending.subarray(end + 4);
    const { protocol = 'sip', status = 101, isDeflating = false } = this.#behaviour;
    const key = /^sec-websocket-key: *(.*?) *$/im.exec(request)?.[1] ?? '';
    const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
    const lines = [
      `HTTP/1.1 ${status} Whatever`,
      ...(status === 101
        ? ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`]
        : ['Content-Length: 0']),
      ...(isDeflating ? ['Sec-WebSocket-Extensions: permessage-deflate'] : []),
      ...(protocol === '' ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    ];
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    if (status === 101) this.request = request;
  }

  #takeFrame(): boolean {
    const [first = 0, second = 0] = this.#pending;
    const size = second & 0x7f;
    const start = size === 126 ? 4 : 2;
    if (this.#pending.length < start) return false;
    const length = size === 126 ? this.#pending.readUInt16BE(2) : size;
    const end = start + 4 + length;
    if (this.#pending.length < end) return false;
    const mask = this.#pending.subarray(start, start + 4);
    const payload = this.#pending.subarray(start + 4, end).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
    this.#pending = this.#pending.subarray(end);
    const opcode = first & 0x0f;
    if (opcode === 1 || opcode === 2) this.push(payload);
    if (opcode === 8) this.#socket.end();
    if (opcode === 9) this.sendFrame(10, Buffer.from(payload));
    if (opcode === 10) this.emit('pong');
    return true;
  }
}

/**
 * Cuts a TCP byte stream into SIP messages (RFC 3261 18.3). Whoever breaks a limit loses the connection: after a message
 * that cannot be measured, nobody knows where the next one begins.
 */
import { unfold } from './raw-message.ts';

/** More only costs parser time: 64 kB of headers block the event loop for half a second. */
export const MAX_HEADER_BYTES = 32 * 1024;
export const MAX_HEADER_LINES = 100;
/** Bodies are only passed on. RFC 3261 18.1.1 wants 64 kB to be taken from everybody. */
export const MAX_BODY_BYTES = 64 * 1024;
/** From the server that we have chosen: a roster of some hundred people (RFC 4575) is larger than that. */
export const MAX_SERVER_BODY_BYTES = 512 * 1024;

const END_OF_HEADERS = Buffer.from('\r\n\r\n');

export type FramingFault =
  | 'headers-too-long'
  | 'message-too-long'
  | 'too-many-header-lines'
  | 'content-length';

export class FramingError extends Error {
  readonly fault: FramingFault;

  constructor(fault: FramingFault) {
    super(`No SIP message: ${fault}`);
    this.name = 'FramingError';
    this.fault = fault;
  }
}

export class MessageFramer {
  readonly #maxBodyBytes: number;
  #pending: Buffer = Buffer.alloc(0);
  /** Less than this is no message yet. */
  #wantedBytes = 0;
  #keepAlives = 0;

  constructor(maxBodyBytes = MAX_BODY_BYTES) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Takes what arrived. */
  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
  }

  /** Whether a message has begun that `next` did not find complete. */
  get hasBegun(): boolean {
    return this.#pending.length > 0;
  }

  /** How many bytes of empty lines between messages have come since this was asked last. */
  takeKeepAlives(): number {
    const bytes = this.#keepAlives;
    this.#keepAlives = 0;
    return bytes;
  }

  /** The next message that is complete; undefined: there is none yet. Throws FramingError. */
  next(): string | undefined {
    if (this.#pending.length < this.#wantedBytes) return undefined;
    this.#wantedBytes = 0;
    this.#skipKeepAlives();
    const headerEnd = this.#pending.indexOf(END_OF_HEADERS);
    if (headerEnd === -1) {
      if (this.#pending.length > MAX_HEADER_BYTES) throw new FramingError('headers-too-long');
      return undefined;
    }
    const length = messageLength(this.#pending, headerEnd, this.#maxBodyBytes);
    if (this.#pending.length < length) {
      this.#wantedBytes = length;
      return undefined;
    }
    const message = this.#pending.toString('utf8', 0, length);
    this.#pending = this.#pending.subarray(length);
    return message;
  }

  /** Empty lines between messages are keep-alives (RFC 5626 3.5.1). */
  #skipKeepAlives(): void {
    let start = 0;
    while (this.#pending[start] === 0x0d || this.#pending[start] === 0x0a) start += 1;
    this.#keepAlives += start;
    if (start > 0) this.#pending = this.#pending.subarray(start);
  }
}

/** The one message that a WebSocket message of our server holds (RFC 7118 5), within the same limits. Throws FramingError. */
export function readMessage(data: Buffer): string {
  const headerEnd = data.indexOf(END_OF_HEADERS);
  if (headerEnd === -1) throw new FramingError('headers-too-long');
  messageLength(data, headerEnd, MAX_SERVER_BODY_BYTES);
  if (data.length > MAX_HEADER_BYTES + MAX_SERVER_BODY_BYTES) throw new FramingError('message-too-long');
  return data.toString('utf8');
}

/** As its headers say. */
function messageLength(data: Buffer, headerEnd: number, maxBodyBytes: number): number {
  const bodyStart = headerEnd + END_OF_HEADERS.length;
  if (bodyStart > MAX_HEADER_BYTES) throw new FramingError('headers-too-long');
  const bodyBytes = contentLength(data.toString('latin1', 0, headerEnd));
  if (bodyBytes > maxBodyBytes) throw new FramingError('message-too-long');
  return bodyStart + bodyBytes;
}

function contentLength(headers: string): number {
  const lines = unfold(headers).split('\r\n');
  if (lines.length > MAX_HEADER_LINES) throw new FramingError('too-many-header-lines');
  const values = new Set<string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (name === 'content-length' || name === 'l') values.add(line.slice(colon + 1).trim());
  }
  // On a stream the header is mandatory (20.14); without one there is no body.
  const [value = '0', ...others] = values;
  if (others.length > 0 || !/^\d{1,6}$/.test(value)) throw new FramingError('content-length');
  return Number(value);
}

/**
 * Cuts a TCP byte stream into SIP messages (RFC 3261 18.3). Whoever breaks a limit loses the connection: after a message
 * that cannot be measured, nobody knows where the next one begins.
 */
import { unfold } from './raw-message.ts';

/** Larger messages only cost parser time: 64 kB of headers block the event loop for half a second. */
export const MAX_MESSAGE_BYTES = 32 * 1024;
export const MAX_HEADER_LINES = 100;

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
  #pending: Buffer = Buffer.alloc(0);
  #keepAlives = 0;

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
    this.#skipKeepAlives();
    const headerEnd = this.#pending.indexOf(END_OF_HEADERS);
    if (headerEnd === -1) {
      if (this.#pending.length > MAX_MESSAGE_BYTES) throw new FramingError('headers-too-long');
      return undefined;
    }
    const bodyStart = headerEnd + END_OF_HEADERS.length;
    if (bodyStart > MAX_MESSAGE_BYTES) throw new FramingError('headers-too-long');
    const length = bodyStart + contentLength(this.#pending.toString('latin1', 0, headerEnd));
    if (length > MAX_MESSAGE_BYTES) throw new FramingError('message-too-long');
    if (this.#pending.length < length) return undefined;
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

/** The one message that a WebSocket message holds (RFC 7118 5), within the same limits. Throws FramingError. */
export function readMessage(data: Buffer): string {
  if (data.length > MAX_MESSAGE_BYTES) throw new FramingError('message-too-long');
  const headerEnd = data.indexOf(END_OF_HEADERS);
  if (headerEnd === -1) throw new FramingError('headers-too-long');
  contentLength(data.toString('latin1', 0, headerEnd));
  return data.toString('utf8');
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

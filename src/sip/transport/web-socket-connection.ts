/**
 * SIP over WebSocket (RFC 7118): one message per WebSocket message, text or binary. Node's own WebSocket speaks it, over a socket
 * that we have opened, because by itself it takes neither an authority nor a client certificate and says nothing about why it failed.
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ConnectError, connectErrorOf } from './connect-error.ts';
import type { Connection, ConnectionEvents } from './connection.ts';
import { type HostPort, localEnd, remoteEnd } from './host-port.ts';
import { PING, PONG } from './keep-alive.ts';
import { FramingError, MAX_HEADER_BYTES, MAX_SERVER_BODY_BYTES, readMessage } from './message-framer.ts';
import { MAX_UNREAD_SERVER_BYTES } from './stream-connection.ts';

const SUB_PROTOCOL = 'sip';
/** Of one message; no server cuts it into so many. */
const MAX_FRAGMENTS = 1_000;

/**
 * Asks for the WebSocket on an open socket. Rejects with ConnectError, and ends the socket then: `sip.ws-refused` where the server
 * says no, another code where the socket ends before it says anything.
 */
export async function openWebSocket(url: string, socket: Socket, timeoutMs: number): Promise<WebSocket> {
  const opened = Promise.withResolvers<void>();
  const end = (error?: unknown) => {
    const failure = error === undefined ? new ConnectError('closed') : connectErrorOf(error, 'open');
    const isRefusal = socket instanceof TLSSocket && failure.code === 'sip.closed';
    opened.reject(isRefusal ? new ConnectError('tls-closed') : failure);
  };
  // Before undici's own, which only know that there is an end. An error of the network or of TLS ends it; others are undici's, which
  // does not like the answer. What came with the end may be an answer, so that goes first.
  socket.once('error', (error) => {
    if ('syscall' in error || 'library' in error) end(error);
  });
  socket.once('end', () => setImmediate(end));
  const webSocket = webSocketOver(socket, url);
  webSocket.binaryType = 'arraybuffer';
  const refuse = () => opened.reject(new ConnectError('ws-refused'));
  const timeout = setTimeout(refuse, timeoutMs);
  webSocket.addEventListener('open', () =>
    webSocket.protocol === SUB_PROTOCOL ? opened.resolve() : refuse(),
  );
  webSocket.addEventListener('error', refuse);
  webSocket.addEventListener('close', refuse);
  try {
    await opened.promise;
    return webSocket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timeout);
  }
}

interface Dispatcher {
  /** How undici, which Node's WebSocket is made of, gets its sockets. */
  new (options: {
    connect(options: object, done: (error: Error | null, socket?: Socket) => void): void;
    webSocket: { readonly maxPayloadSize: number; readonly maxFragments: number };
  }): object;
}

function webSocketOver(socket: Socket, url: string): WebSocket {
  const { WebSocket } = globalThis; // the first look at it makes undici's dispatcher, by the key that all its copies share
  const shared: unknown = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'));
  if (!shared)
    throw new ConnectError('ws-refused', new Error('this version of Node has no undici dispatcher'));
  const Agent = shared.constructor as Dispatcher;
  const dispatcher = new Agent({
    // Asked once, as a WebSocket is not repeated; an answer before `connect` has returned is lost.
    connect: (_options, done) => setImmediate(done, null, socket),
    // Also when it is unpacked: undici takes compressed messages, and by itself 128 MB of them.
    webSocket: { maxPayloadSize: MAX_HEADER_BYTES + MAX_SERVER_BODY_BYTES, maxFragments: MAX_FRAGMENTS },
  });
  // In undici's documentation, not in the DOM's types.
  const options = { protocols: [SUB_PROTOCOL], dispatcher } as unknown as string[];
  return new WebSocket(url, options);
}

export class WebSocketConnection implements Connection {
  readonly remote: HostPort;
  readonly local: HostPort;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  #why = new ConnectError('closed');

  constructor(webSocket: WebSocket, socket: Socket, events: ConnectionEvents) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.remote = remoteEnd(socket);
    this.local = localEnd(socket);
    webSocket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      try {
        this.#take(Buffer.from(data as string), events);
      } catch (error) {
        if (error instanceof FramingError) events.onFault(error.fault, this);
        this.close(new ConnectError('bad-input', error));
      }
    });
    socket.once('close', () => {
      const { errored } = socket;
      // undici breaks off what is too long, also when it is unpacked, and what are no frames (RFC 6455); the network's errors are calls'.
      if (errored && !('syscall' in errored) && !('library' in errored)) {
        this.#why = new ConnectError('bad-input', errored);
        events.onFault('web-socket', this);
      }
      events.onClosed(this, this.#why);
    });
    webSocket.addEventListener('close', () => socket.destroy());
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN && !this.#socket.destroyed;
  }

  async send(message: string): Promise<void> {
    if (this.#webSocket.bufferedAmount > MAX_UNREAD_SERVER_BYTES) this.close(new ConnectError('unread'));
    if (!this.isOpen) throw new Error('the connection is closed');
    this.#webSocket.send(message);
  }

  ping(): void {
    if (this.isOpen) this.#webSocket.send(PING);
  }

  /** Nobody connects to us like this. */
  rest(): void {}

  close(why: ConnectError): void {
    this.#why = why;
    this.#socket.destroy();
  }

  #take(data: Buffer, events: ConnectionEvents): void {
    if (data.equals(PINGED)) this.#webSocket.send(PONG);
    if (data.equals(PINGED) || data.equals(PONGED)) events.onPong(this);
    else events.onMessage(readMessage(data), this);
  }
}

const PINGED = Buffer.from(PING);
const PONGED = Buffer.from(PONG);

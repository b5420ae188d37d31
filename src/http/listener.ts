/**
 * Node's HTTP server with a bound on everything that a peer may do before one of our routes has looked at it. Below it stands what
 * restify does not let one set, hence a server of our own that hands its requests to restify.
 *
 *   connection ── too many ──► closed
 *        ▼
 *   headers ── too slow, too long, no HTTP ──► 408, 431, 400, closed
 *        ▼
 *   request ── while the one before it is not answered ──► closed
 *        │
 *        │ a few in each turn of the event loop
 *        ▼
 *   `handle` ── body too slow ──► 408, closed
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { InTurns } from './in-turns.ts';

export interface ListenerLimits {
  /** Connections at a time. Who stands before us, a proxy or a tunnel, needs some dozens. */
  readonly connections: number;
  /** Bytes of the request line, which holds the URL, and all headers together. A token of the Bot Framework has about 1 kB. */
  readonly headerBytes: number;
  /** From the first byte, or from the connection where none comes, to the end of the headers, in ms. */
  readonly headersMs: number;
  /** From the first byte to the end of the body, in ms. */
  readonly requestMs: number;
  /** How long a connection is kept for another request, in ms: longer than proxies do, who otherwise send one just as it is closed. */
  readonly idleMs: number;
  /** How long nothing may move on a connection, in ms, also while we work: longer than any turn. */
  readonly stillMs: number;
  /** How often times are looked at, in ms. */
  readonly lookMs: number;
  /**
   * Requests that begin in one turn of the event loop. The others wait for the next, so that calls, timers and the database have
   * theirs between them, however many come; no more wait than there are connections.
   */
  readonly perTurn: number;
}

export const LISTENER_LIMITS: ListenerLimits = {
  connections: 1_000,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 20_000,
  idleMs: 75_000,
  stillMs: 90_000,
  lookMs: 1_000,
  perTurn: 8,
};

export type ListenerRefusal =
  | 'too-many-connections'
  | 'headers-too-long'
  | 'request-too-slow'
  | 'not-http'
  | 'pipelined';

export function createListener(
  limits: ListenerLimits,
  refused: (reason: ListenerRefusal) => void,
  handle: (req: IncomingMessage, res: ServerResponse) => void,
): Server {
  const listener = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: limits.lookMs,
  });
  listener.maxConnections = limits.connections;
  listener.timeout = limits.stillMs;
  listener.on('drop', () => refused('too-many-connections'));
  listener.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // The peer has gone: nobody is refused.
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [reason, status] = CLIENT_ERRORS[error.code ?? ''] ?? NOT_HTTP;
    refused(reason);
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
  });

  const turns = new InTurns(limits.perTurn);
  const busy = new WeakSet<Socket>();
  listener.on('request', (req, res) => {
    const { socket } = req;
    // Node keeps any number of them waiting. Neither chat services nor proxies send them.
    if (busy.has(socket)) {
      if (!socket.destroyed) refused('pipelined');
      socket.destroy();
      return;
    }
    busy.add(socket);
    res.once('close', () => busy.delete(socket));
    turns.add(() => {
      if (!socket.destroyed) handle(req, res);
    });
  });
  return listener;
}

const NOT_HTTP = ['not-http', '400 Bad Request'] as const;
const CLIENT_ERRORS: Readonly<Record<string, readonly [ListenerRefusal, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-long', '431 Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request-too-slow', '408 Request Timeout'],
};

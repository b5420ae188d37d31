/**
 * The connections of one user agent, as sip.js wants to see them: something that sends text.
 *
 * A response goes back on the connection its request came on, or to where its sender listens. A request goes to the server where
 * there is one (server-link.ts); without (the sandbox) to its next hop, on an open connection to it if there is one (RFC 5923),
 * else on a new one.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { type Transport, TransportError } from 'sip.js/lib/core/index.js';
import type { BackOffTimers } from './back-off.ts';
import { Blame } from './blame.ts';
import { ConnectError } from './connect-error.ts';
import type { Connection, ConnectionEvents, ConnectionFault } from './connection.ts';
import { type HostPort, hostPortOf, remoteEnd } from './host-port.ts';
import type { KeepAliveTimers } from './keep-alive.ts';
import { KnownPeers } from './known-peers.ts';
import { responseTargets } from './message-text.ts';
import { openSocket } from './open-socket.ts';
import type { PatienceTimers } from './patience.ts';
import { RecentAcks } from './recent-acks.ts';
import { isSecure, type ServerAddress } from './server-address.ts';
import { ServerLink } from './server-link.ts';
import { type Resolver, serverTargets } from './server-targets.ts';
import { StreamConnection } from './stream-connection.ts';
import { loadTlsFiles, type TlsFiles } from './tls-files.ts';
import { openWebSocket, WebSocketConnection } from './web-socket-connection.ts';
import { harmless, type WireObserver } from './wire-observer.ts';

export interface TransportTimers extends BackOffTimers, KeepAliveTimers, PatienceTimers {
  /** How long to wait for a connection, and again for TLS and for the WebSocket on it; 5,000. */
  readonly connectTimeoutMs: number;
}

export interface SipTransportOptions extends TransportTimers {
  readonly server: ServerAddress | undefined;
  readonly tls: TlsFiles;
  readonly listen: HostPort | undefined;
  /** Who may connect there, by address; undefined: the server. */
  readonly allowedPeers?: readonly string[] | undefined;
  /** Connections taken there at a time; 1,000. */
  readonly maxInbound?: number | undefined;
  readonly resolver: Resolver;
  /** Like Math.random: for pauses and among SRV records. */
  readonly random: () => number;
  readonly log: Logger;
  readonly observe?: WireObserver | undefined;
  onMessage(text: string, connection: Connection): void;
  /** The server is connected, for the first time or again. */
  onServerConnected(connection: Connection): void;
  /** A connection broke a limit, or there are too many; `from` is the same object for the same peer. */
  onFault(fault: ConnectionFault | 'too-many-connections' | 'peer', from: { readonly remote: object }): void;
  /** Some connection is gone; nothing is sent on it any more. */
  onLost(connection: Connection): void;
}

/** A server and its neighbours need a few; more are somebody who holds connections open. */
const MAX_INBOUND = 1_000;
/** So that one address leaves room for others. */
const MAX_INBOUND_PER_ADDRESS = 200;

export class SipTransport implements Transport {
  /** As in Via: `TCP`, `TLS`, `WS` or `WSS`. */
  readonly protocol: string;
  readonly #options: SipTransportOptions;
  readonly #observe: WireObserver;
  readonly #connections = new Set<Connection>();
  readonly #stop = new AbortController();
  readonly #link: ServerLink | undefined;
  readonly #acks = new RecentAcks(() => performance.now());
  readonly #blame = new Blame(() => performance.now());
  /** Connections taken, by address. */
  readonly #taken = new Map<string, number>();
  readonly #peers: KnownPeers;
  #listener: Server | undefined;

  /** Throws ArgumentError `sip.tls-…` for TLS files that cannot be used, and `sip.peers`. */
  constructor(options: SipTransportOptions) {
    const { server, tls, resolver, random, allowedPeers: allowed } = options;
    this.#peers = new KnownPeers({ allowed, hasServer: server !== undefined });
    this.#options = options;
    this.#observe = harmless(options.observe);
    this.protocol = (server?.transport ?? 'tcp').toUpperCase();
    if (server && isSecure(server.transport)) loadTlsFiles(tls);
    this.#link =
      server &&
      new ServerLink({
        ...options,
        isSecure: isSecure(server.transport),
        targets: async () => {
          const targets = await serverTargets(server, resolver, random);
          this.#peers.serverIsAt(targets.map(({ host }) => host));
          return targets;
        },
        open: (target) => this.#openServer(server, target),
        onConnected: (connection) => {
          for (const text of this.#acks.texts) {
            this.#observe({ direction: 'sent', peer: connection.remote, text });
            connection.send(text).catch(() => undefined);
          }
          options.onServerConnected(connection);
        },
      });
  }

  /** Resolves when it listens, and when the first attempt to reach the server is over, however it ended. */
  async start(): Promise<void> {
    const { listen } = this.#options;
    if (listen) await this.#listen(listen);
    await this.#link?.start();
  }

  stop(): void {
    this.#stop.abort();
    this.#link?.stop();
    this.#listener?.close();
    for (const connection of this.#connections) connection.close(new ConnectError('stopped'));
  }

  /** Where it listens, with the real port; undefined where it does not. */
  get listening(): HostPort | undefined {
    const address = this.#listener?.address();
    return address && typeof address === 'object' ? { host: address.address, port: address.port } : undefined;
  }

  get isServerConnected(): boolean {
    return this.#link?.connection !== undefined;
  }

  get serverConnection(): Connection | undefined {
    return this.#link?.connection;
  }

  /** Why there is no server; undefined where there is one, and where none is wanted. */
  get problem(): ConnectError | undefined {
    return this.#link?.problem;
  }

  /** Whether a request that waits for its response was sent on the connection that is lost now. */
  isStranded(request: string, lost: Connection): boolean {
    if (this.#link) return !this.isServerConnected;
    const hop = nextHop(request);
    return hop?.host === lost.remote.host && hop.port === lost.remote.port && !this.#connectionTo(hop);
  }

  /** Called by sip.js. Rejects with TransportError. */
  async send(message: string): Promise<void> {
    if (this.#link) this.#acks.note(message);
    try {
      const connection = message.startsWith('SIP/2.0 ')
        ? await this.#wayBack(message)
        : (this.#routeOf(message) ?? (await this.#openRoute(message)));
      if (!connection) throw new Error('no connection');
      this.#observe({ direction: 'sent', peer: connection.remote, text: message });
      await connection.send(message);
    } catch (error) {
      throw new TransportError(error instanceof Error ? error.message : String(error));
    }
  }

  /** Sends a response right back; it is no loss when it does not arrive. */
  answer(response: string, connection: Connection): void {
    this.#observe({ direction: 'sent', peer: connection.remote, text: response });
    connection.send(response).catch(() => {});
  }

  /** What came in on it was refused, or asked for by somebody who has no call with us. */
  blame(connection: Connection): void {
    connection.rest(this.#blame.add(connection.remote.host));
  }

  #routeOf(request: string): Connection | undefined {
    return this.#link ? this.#link.connection : this.#connectionTo(nextHop(request));
  }

  async #openRoute(request: string): Promise<Connection | undefined> {
    const hop = nextHop(request);
    return this.#link || this.#stop.signal.aborted || !hop ? undefined : await this.#openTcp(hop);
  }

  async #wayBack(response: string): Promise<Connection | undefined> {
    const targets = responseTargets(response);
    const listening = targets.at(-1);
    for (const target of targets) {
      const connection = this.#connectionTo(target);
      if (connection) return connection;
    }
    return this.#stop.signal.aborted || !listening ? undefined : await this.#openTcp(listening);
  }

  #connectionTo(target: HostPort | undefined): Connection | undefined {
    for (const connection of this.#connections) {
      const { remote } = connection;
      if (remote.host === target?.host && remote.port === target.port && connection.isOpen) return connection;
    }
    return undefined;
  }

  #listen({ host, port }: HostPort): Promise<void> {
    const { maxInbound = MAX_INBOUND, onFault } = this.#options;
    const crowd = { remote: { host, port } };
    const listener = createServer((socket) => {
      const { host: address } = remoteEnd(socket);
      if (!this.#peers.has(address)) {
        onFault('peer', this.#peers.stranger(address));
        return void socket.destroy();
      }
      if (this.#isCrowd(socket)) {
        onFault('too-many-connections', crowd);
        return void socket.destroy();
      }
      this.#adopt(new StreamConnection(socket, this.#events, { timers: this.#options, isInbound: true }));
    });
    listener.maxConnections = maxInbound;
    listener.on('drop', () => onFault('too-many-connections', crowd));
    this.#listener = listener;
    return new Promise((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, host, () => {
        listener.off('error', reject);
        listener.on('error', (error) => this.#options.log.warn({ err: error }, 'sip listener'));
        resolve();
      });
    });
  }

  /** Whether its address has enough connections; counts it otherwise. */
  #isCrowd(socket: Socket): boolean {
    const { host } = remoteEnd(socket);
    const taken = this.#taken.get(host) ?? 0;
    if (taken >= MAX_INBOUND_PER_ADDRESS) return true;
    this.#taken.set(host, taken + 1);
    socket.once('close', () => {
      const left = (this.#taken.get(host) ?? 1) - 1;
      if (left > 0) this.#taken.set(host, left);
      else this.#taken.delete(host);
    });
    return false;
  }

  async #openTcp(target: HostPort): Promise<Connection> {
    const { connectTimeoutMs: timeoutMs } = this.#options;
    const socket = await openSocket(target, { timeoutMs, signal: this.#stop.signal });
    return this.#adopt(this.#outbound(socket));
  }

  async #openServer({ transport, host, url }: ServerAddress, target: HostPort): Promise<Connection> {
    const { tls, connectTimeoutMs: timeoutMs } = this.#options;
    // Read each time: certificates are renewed.
    const secure = isSecure(transport) ? { context: loadTlsFiles(tls), serverName: host } : undefined;
    const socket = await openSocket(target, { timeoutMs, signal: this.#stop.signal, tls: secure });
    const connection =
      url === undefined
        ? this.#outbound(socket)
        : new WebSocketConnection(await openWebSocket(url, socket, timeoutMs), socket, this.#events);
    return this.#adopt(connection);
  }

  #outbound(socket: Socket): Connection {
    return new StreamConnection(socket, this.#events, { timers: this.#options, isInbound: false });
  }

  #adopt<T extends Connection>(connection: T): T {
    if (this.#stop.signal.aborted) connection.close(new ConnectError('stopped'));
    this.#connections.add(connection);
    return connection;
  }

  readonly #events: ConnectionEvents = {
    onMessage: (text, connection) => {
      this.#link?.heard(connection, { isPong: false });
      this.#observe({ direction: 'received', peer: connection.remote, text });
      this.#options.onMessage(text, connection);
    },
    onFault: (fault, connection) => this.#options.onFault(fault, connection),
    onPong: (connection) => this.#link?.heard(connection, { isPong: true }),
    onClosed: (connection, why) => {
      this.#connections.delete(connection);
      this.#link?.closed(connection, why);
      this.#options.onLost(connection);
    },
  };
}

function nextHop(request: string): HostPort | undefined {
  const route = /^route:[ \t]*([^,\r\n]+)/im.exec(request)?.[1];
  return hostPortOf(route ?? request.split(' ', 2)[1] ?? '');
}

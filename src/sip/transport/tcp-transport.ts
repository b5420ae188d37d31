/**
 * The connections of one user agent, as sip.js wants to see them: something that sends text.
 *
 * A response goes back on the connection its request came on, or to where its sender listens. A request goes to the server where there is one; without
 * (the sandbox) to its next hop, on an open connection to it if there is one (RFC 5923), else on a new one.
 *
 *   server:  down ──connect──► up ──lost──► waiting (backoff) ──connect──► up …       any ──stop──► stopped
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { type Transport, TransportError } from 'sip.js/lib/core/index.js';
import { formatHostPort, type HostPort, hostPortOf } from './host-port.ts';
import { responseTargets } from './message-text.ts';
import { TcpConnection } from './tcp-connection.ts';
import { harmless, type WireObserver } from './wire-observer.ts';

export interface TcpTransportOptions {
  readonly server: HostPort | undefined;
  readonly listen: HostPort | undefined;
  readonly log: Logger;
  readonly connectTimeoutMs: number;
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  readonly observe?: WireObserver | undefined;
  onMessage(text: string, connection: TcpConnection): void;
  /** The server is connected, for the first time or again. */
  onServerConnected(connection: TcpConnection): void;
  /** Some connection is gone; nothing is sent on it any more. */
  onLost(connection: TcpConnection): void;
}

/** A server and its neighbours need a few; more are somebody who holds connections open. */
const MAX_CONNECTIONS = 1_000;

export class TcpTransport implements Transport {
  readonly protocol = 'TCP';
  readonly #options: TcpTransportOptions;
  readonly #observe: WireObserver;
  readonly #connections = new Set<TcpConnection>();
  readonly #connecting = new Set<Socket>();
  #serverConnection: TcpConnection | undefined;
  #listener: Server | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #attempts = 0;
  #stopped = false;

  constructor(options: TcpTransportOptions) {
    this.#options = options;
    this.#observe = harmless(options.observe);
  }

  /** Resolves when it listens, and when the first attempt to reach the server is over, however it ended. */
  async start(): Promise<void> {
    const { listen, server } = this.#options;
    if (listen) await this.#listen(listen);
    if (server) await this.#connectToServer(server);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    this.#listener?.close();
    for (const connection of this.#connections) connection.close('stopped');
    for (const socket of this.#connecting) socket.destroy(new Error('stopped'));
  }

  /** Where it listens, with the real port; undefined where it does not. */
  get listening(): HostPort | undefined {
    const address = this.#listener?.address();
    return address && typeof address === 'object' ? { host: address.address, port: address.port } : undefined;
  }

  get isServerConnected(): boolean {
    return this.#serverConnection?.isOpen ?? false;
  }

  /** Whether a request that waits for its response was sent on the connection that is lost now. */
  isStranded(request: string, lost: TcpConnection): boolean {
    if (this.#options.server) return !this.isServerConnected;
    const hop = nextHop(request);
    return hop?.host === lost.remote.host && hop.port === lost.remote.port && !this.#connectionTo(hop);
  }

  /** Called by sip.js. Rejects with TransportError. */
  async send(message: string): Promise<void> {
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

  #routeOf(request: string): TcpConnection | undefined {
    if (this.#options.server) return this.#serverConnection?.isOpen ? this.#serverConnection : undefined;
    return this.#connectionTo(nextHop(request));
  }

  async #openRoute(request: string): Promise<TcpConnection | undefined> {
    const hop = nextHop(request);
    return this.#options.server || this.#stopped || !hop ? undefined : await this.#open(hop);
  }

  async #wayBack(response: string): Promise<TcpConnection | undefined> {
    const targets = responseTargets(response);
    const listening = targets.at(-1);
    for (const target of targets) {
      const connection = this.#connectionTo(target);
      if (connection) return connection;
    }
    return this.#stopped || !listening ? undefined : await this.#open(listening);
  }

  #connectionTo(target: HostPort | undefined): TcpConnection | undefined {
    for (const connection of this.#connections) {
      const { remote } = connection;
      if (remote.host === target?.host && remote.port === target.port && connection.isOpen) return connection;
    }
    return undefined;
  }

  #listen({ host, port }: HostPort): Promise<void> {
    const listener = createServer((socket) => this.#adopt(new TcpConnection(socket, this.#events)));
    listener.maxConnections = MAX_CONNECTIONS;
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

  async #connectToServer(server: HostPort): Promise<void> {
    const { log, reconnectMinMs, reconnectMaxMs } = this.#options;
    try {
      const connection = await this.#open(server);
      this.#attempts = 0;
      this.#serverConnection = connection;
      log.info({ server: formatHostPort(server) }, 'sip server connected');
      this.#options.onServerConnected(connection);
    } catch (error) {
      if (this.#stopped) return;
      const delayMs = Math.min(reconnectMinMs * 2 ** this.#attempts, reconnectMaxMs);
      this.#attempts += 1;
      log.warn({ err: error, server: formatHostPort(server), delayMs }, 'sip server not reached');
      this.#reconnect = setTimeout(() => void this.#connectToServer(server), delayMs);
    }
  }

  #open({ host, port }: HostPort): Promise<TcpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, timeout: this.#options.connectTimeoutMs });
      this.#connecting.add(socket);
      socket.once('timeout', () => socket.destroy(new Error('connect timed out')));
      socket.once('error', reject);
      socket.once('close', () => this.#connecting.delete(socket));
      socket.once('connect', () => {
        this.#connecting.delete(socket);
        socket.setTimeout(0).off('error', reject);
        resolve(this.#adopt(new TcpConnection(socket, this.#events)));
      });
    });
  }

  #adopt(connection: TcpConnection): TcpConnection {
    this.#connections.add(connection);
    return connection;
  }

  readonly #events = {
    onMessage: (text: string, connection: TcpConnection) => {
      this.#observe({ direction: 'received', peer: connection.remote, text });
      this.#options.onMessage(text, connection);
    },
    onClosed: (connection: TcpConnection, why: string) => {
      this.#connections.delete(connection);
      const { server, log, reconnectMinMs } = this.#options;
      const wasServer = connection === this.#serverConnection;
      if (wasServer) this.#serverConnection = undefined;
      this.#options.onLost(connection);
      if (!wasServer || !server || this.#stopped) return;
      log.warn({ why }, 'sip server connection lost');
      this.#reconnect = setTimeout(() => void this.#connectToServer(server), reconnectMinMs);
    },
  };
}

function nextHop(request: string): HostPort | undefined {
  const route = /^route:[ \t]*([^,\r\n]+)/im.exec(request)?.[1];
  return hostPortOf(route ?? request.split(' ', 2)[1] ?? '');
}

/**
 * The connection to the SIP server, kept up: the next target where one fails, the first again after a pause.
 *
 *   resolving ──targets──► connecting ──► connected ──it says something──► proven ──lost──┐
 *    ▲   │ no address          │ failed       │ lost before it said a word               │ a short pause
 *    │   ▼                     ▼              ▼                                          │
 *    │  pause ◄──no more── the next target ◄──┘                                          │
 *    └───┴───────────────────────────────────────────────────────────────────────────────┘      any ──stop──► stopped
 *
 * The pause grows until a server has said something: with TLS 1.3 a refused client certificate shows after the handshake.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type BackOffTimers, backOffMs } from './back-off.ts';
import { ConnectError, connectErrorOf } from './connect-error.ts';
import type { Connection } from './connection.ts';
import { formatHostPort, type HostPort } from './host-port.ts';
import { KeepAlive, type KeepAliveTimers } from './keep-alive.ts';

export interface ServerLinkOptions extends BackOffTimers, KeepAliveTimers {
  /** Where to try, in order; asked again in each round. */
  targets(): Promise<readonly HostPort[]>;
  open(target: HostPort): Promise<Connection>;
  onConnected(connection: Connection): void;
  /** Over TLS: whoever closes right after the handshake means something by it. */
  readonly isSecure: boolean;
  readonly random: () => number;
  readonly log: Logger;
}

export class ServerLink {
  readonly #options: ServerLinkOptions;
  readonly #stop = new AbortController();
  readonly #firstRound = Promise.withResolvers<void>();
  #connection: Connection | undefined;
  #lost = Promise.withResolvers<ConnectError>();
  #keepAlive: KeepAlive | undefined;
  #isProven = false;
  #problem: ConnectError | undefined = new ConnectError('connecting');

  constructor(options: ServerLinkOptions) {
    this.#options = options;
  }

  /** Resolves when it is connected, or when all targets have failed once. */
  start(): Promise<void> {
    void this.#run();
    return this.#firstRound.promise;
  }

  stop(): void {
    this.#stop.abort();
    this.#keepAlive?.stop();
  }

  get connection(): Connection | undefined {
    return this.#connection?.isOpen ? this.#connection : undefined;
  }

  /** Why the last attempt failed, until a server has said something. */
  get problem(): ConnectError | undefined {
    return this.#problem;
  }

  /** Something came in on a connection, perhaps on this one. */
  heard(connection: Connection, { isPong }: { readonly isPong: boolean }): void {
    if (connection !== this.#connection) return;
    this.#isProven = true;
    this.#problem = undefined;
    const wasAnswered = this.#keepAlive?.isAnswered;
    this.#keepAlive?.heard({ isPong });
    if (isPong && !wasAnswered) this.#options.log.debug('sip server answers keep-alives');
  }

  /** A connection is closed, perhaps this one. */
  closed(connection: Connection, why: ConnectError): void {
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    this.#keepAlive?.stop();
    this.#lost.resolve(why);
  }

  async #run(): Promise<void> {
    const { log, random } = this.#options;
    for (let failures = 0; !this.#stop.signal.aborted; failures += 1) {
      if (await this.#round()) failures = 0;
      this.#firstRound.resolve();
      if (this.#stop.signal.aborted) return;
      const delayMs = Math.round(backOffMs(failures, this.#options, random));
      log.warn({ code: this.#problem?.code, delayMs }, 'no sip server; trying again after a pause');
      await after(delayMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** Tries all targets; resolves when there is none left, or when a connection that has worked is lost: then true. */
  async #round(): Promise<boolean> {
    try {
      for (const target of await this.#options.targets()) {
        await this.#use(target);
        if (this.#isProven || this.#stop.signal.aborted) return this.#isProven;
      }
    } catch (error) {
      this.#failed('sip server not found', connectErrorOf(error, 'connect'));
    }
    return false;
  }

  /** Connects, and resolves when that failed or when the connection is lost. */
  async #use(target: HostPort): Promise<void> {
    const { open, onConnected, isSecure, log, pingMs, pongMs, random } = this.#options;
    const server = formatHostPort(target);
    this.#isProven = false;
    this.#lost = Promise.withResolvers();
    let connection: Connection;
    try {
      connection = await open(target);
    } catch (error) {
      return this.#failed('sip server not reached', connectErrorOf(error, 'connect'), server);
    }
    if (!connection.isOpen) return this.#failed('sip server not reached', new ConnectError('closed'), server);
    this.#connection = connection;
    this.#keepAlive = new KeepAlive({
      pingMs,
      pongMs,
      random,
      ping: () => connection.ping(),
      onDead: () => connection.close(new ConnectError('no-pong')),
    });
    log.info({ server }, 'sip server connected');
    onConnected(connection);
    this.#firstRound.resolve();
    const why = await this.#lost.promise;
    const isRefusal = isSecure && !this.#isProven && why.code === 'sip.closed';
    this.#failed('sip server connection lost', isRefusal ? new ConnectError('tls-closed') : why, server);
  }

  #failed(what: string, error: ConnectError, server?: string): void {
    if (this.#stop.signal.aborted) return;
    this.#problem = error;
    this.#options.log.warn({ code: error.code, server, why: error.message }, what);
  }
}

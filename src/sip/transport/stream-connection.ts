import type { Socket } from 'node:net';
import { ConnectError, connectErrorOf } from './connect-error.ts';
import type { Connection, ConnectionEvents, ConnectionFault } from './connection.ts';
import { type HostPort, localEnd, remoteEnd } from './host-port.ts';
import { PING, PONG } from './keep-alive.ts';
import { FramingError, MAX_BODY_BYTES, MAX_SERVER_BODY_BYTES, MessageFramer } from './message-framer.ts';
import { Patience, type PatienceTimers } from './patience.ts';

const TCP_KEEP_ALIVE_MS = 15_000;

/** A peer that sends many messages at once waits for its turn with everybody else. */
const MESSAGES_PER_TURN = 4;
/** What a peer that connected to us may leave unread of our answers, and our server of all that we send: a minute of calls. */
const MAX_UNREAD_BYTES = 1024 * 1024;
export const MAX_UNREAD_SERVER_BYTES = 16 * 1024 * 1024;

export interface StreamOptions {
  readonly timers: PatienceTimers;
  /** Whether the peer connected to us. */
  readonly isInbound: boolean;
}

/** SIP over TCP or TLS: messages one after the other, empty lines between them as keep-alives. */
export class StreamConnection implements Connection {
  readonly remote: HostPort;
  readonly local: HostPort;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #isInbound: boolean;
  readonly #patience: Patience;
  readonly #framer: MessageFramer;
  #why = new ConnectError('closed');
  /** Messages wait for the next turn of the event loop, or for longer. */
  #isBusy = false;
  #restMs = 0;
  #isClosedHere = false;

  constructor(socket: Socket, events: ConnectionEvents, { timers, isInbound }: StreamOptions) {
    this.#socket = socket;
    this.#events = events;
    this.#isInbound = isInbound;
    this.#framer = new MessageFramer(isInbound ? MAX_BODY_BYTES : MAX_SERVER_BODY_BYTES);
    this.remote = remoteEnd(socket);
    this.local = localEnd(socket);
    this.#patience = new Patience(timers, isInbound, (fault) => this.#refuse(fault));
    socket.setNoDelay(true);
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    socket.on('data', (chunk) => {
      this.#framer.push(chunk);
      if (!this.#isBusy) this.#read();
    });
    socket.on('error', (error) => {
      this.#why = connectErrorOf(error, 'open');
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      this.#patience.stop();
      if (!this.#isBusy) events.onClosed(this, this.#why);
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  send(message: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const most = this.#isInbound ? MAX_UNREAD_BYTES : MAX_UNREAD_SERVER_BYTES;
      if (this.#socket.writableLength > most) this.#refuse('answers-unread');
      if (!this.isOpen) reject(new Error('the connection is closed'));
      else this.#socket.write(message, (error) => (error ? reject(error) : resolve()));
    });
  }

  ping(): void {
    if (this.isOpen) this.#socket.write(PING);
  }

  rest(ms: number): void {
    if (this.#isInbound) this.#restMs = ms;
  }

  close(why: ConnectError): void {
    this.#why = why;
    this.#isClosedHere = true;
    this.#socket.destroy();
  }

  #refuse(fault: ConnectionFault, cause: Error = new Error(fault)): void {
    if (this.#isClosedHere) return;
    this.#events.onFault(fault, this);
    this.close(new ConnectError(fault === 'answers-unread' ? 'unread' : 'bad-input', cause));
  }

  #read(): void {
    let taken = 0;
    try {
      while (taken < MESSAGES_PER_TURN && this.#restMs === 0 && !this.#isClosedHere) {
        const message = this.#framer.next();
        if (message === undefined) break;
        taken += 1;
        this.#events.onMessage(message, this);
      }
      this.#answerKeepAlives(this.#framer.takeKeepAlives());
    } catch (error) {
      if (error instanceof FramingError) this.#refuse(error.fault, error);
      else this.close(new ConnectError('bad-input', error));
    }
    this.#waitForMore(taken);
  }

  #waitForMore(taken: number): void {
    if (!this.#socket.destroyed) this.#patience.heard(taken, this.#framer.hasBegun);
    const restMs = this.#restMs;
    this.#restMs = 0;
    const hasMore = taken === MESSAGES_PER_TURN && this.#framer.hasBegun;
    if ((hasMore || restMs > 0) && !this.#isClosedHere) {
      this.#isBusy = true;
      this.#socket.pause();
      // While it is paused the end of the connection is not seen.
      if (restMs > 0) setTimeout(() => this.#read(), restMs).unref();
      else setImmediate(() => this.#read());
      return;
    }
    const wasBusy = this.#isBusy;
    this.#isBusy = false;
    if (!wasBusy) return;
    if (this.#socket.closed) this.#events.onClosed(this, this.#why);
    else this.#socket.resume();
  }

  #answerKeepAlives(bytes: number): void {
    if (bytes >= PING.length && this.isOpen) this.#socket.write(PONG);
    if (bytes > 0) this.#events.onPong(this);
  }
}

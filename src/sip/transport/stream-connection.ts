import type { Socket } from 'node:net';
import { ConnectError, connectErrorOf } from './connect-error.ts';
import type { Connection, ConnectionEvents } from './connection.ts';
import { type HostPort, localEnd, remoteEnd } from './host-port.ts';
import { PING, PONG } from './keep-alive.ts';
import { MessageFramer } from './message-framer.ts';

const TCP_KEEP_ALIVE_MS = 15_000;

/** SIP over TCP or TLS: messages one after the other, empty lines between them as keep-alives. */
export class StreamConnection implements Connection {
  readonly remote: HostPort;
  readonly local: HostPort;
  readonly #socket: Socket;
  #why = new ConnectError('closed');

  constructor(socket: Socket, events: ConnectionEvents) {
    this.#socket = socket;
    this.remote = remoteEnd(socket);
    this.local = localEnd(socket);
    const framer = new MessageFramer();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    socket.on('data', (chunk) => {
      try {
        for (const message of framer.push(chunk)) events.onMessage(message, this);
        this.#answerKeepAlives(framer.takeKeepAlives(), events);
      } catch (error) {
        this.close(new ConnectError('bad-input', error));
      }
    });
    socket.on('error', (error) => {
      this.#why = connectErrorOf(error, 'open');
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => events.onClosed(this, this.#why));
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  send(message: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) reject(new Error('the connection is closed'));
      else this.#socket.write(message, (error) => (error ? reject(error) : resolve()));
    });
  }

  ping(): void {
    if (this.isOpen) this.#socket.write(PING);
  }

  close(why: ConnectError): void {
    this.#why = why;
    this.#socket.destroy();
  }

  #answerKeepAlives(bytes: number, events: ConnectionEvents): void {
    if (bytes >= PING.length && this.isOpen) this.#socket.write(PONG);
    if (bytes > 0) events.onPong(this);
  }
}

import type { Socket } from 'node:net';
import type { HostPort } from './host-port.ts';
import { MessageFramer } from './message-framer.ts';

const TCP_KEEP_ALIVE_MS = 15_000;

export interface ConnectionEvents {
  onMessage(text: string, connection: TcpConnection): void;
  /** Called once; `why` is for the log. */
  onClosed(connection: TcpConnection, why: string): void;
}

/** One open TCP connection that speaks SIP messages. */
export class TcpConnection {
  readonly remote: HostPort;
  readonly local: HostPort;
  readonly #socket: Socket;
  #why = 'closed by the other side';

  constructor(socket: Socket, events: ConnectionEvents) {
    this.#socket = socket;
    this.remote = { host: unmapped(socket.remoteAddress), port: socket.remotePort ?? 0 };
    this.local = { host: unmapped(socket.localAddress), port: socket.localPort ?? 0 };
    const framer = new MessageFramer();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    socket.on('data', (chunk) => {
      try {
        for (const message of framer.push(chunk)) events.onMessage(message, this);
      } catch (error) {
        this.close(`bad input: ${String(error)}`);
      }
    });
    socket.on('error', (error) => {
      this.#why = error.message;
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

  close(why: string): void {
    this.#why = why;
    this.#socket.destroy();
  }
}

/** An IPv4 peer on a socket that also takes IPv6 shows up as ::ffff:1.2.3.4. */
function unmapped(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

import { connect, type Socket } from 'node:net';
import { type Frame, FrameReader } from './frame-reader.ts';

/**
 * How the other end begins: it asks for the password, refuses our address (`apply-inbound-acl`), or is no Event Socket; or
 * nobody is there.
 */
export type Greeting = 'auth' | 'acl' | 'strange' | 'nobody';

/** One connection to mod_event_socket, in its inbound mode: commands are answered in their order, events come between. */
export class EventSocket {
  readonly greeting: Promise<Greeting>;
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #greeting = Promise.withResolvers<Greeting>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #onEvent: (json: string) => void;
  /** In the order of their commands. */
  readonly #waiting: ((reply: string | undefined) => void)[] = [];
  #isOpen = true;

  constructor(host: string, port: number, onEvent: (json: string) => void) {
    this.#onEvent = onEvent;
    this.greeting = this.#greeting.promise;
    this.closed = this.#closed.promise;
    const reader = new FrameReader();
    let isConnected = false;
    this.#socket = connect({ host, port, noDelay: true, keepAlive: true });
    this.#socket.on('connect', () => {
      isConnected = true;
    });
    this.#socket.on('data', (bytes) => {
      try {
        for (const frame of reader.read(bytes)) if (this.#isOpen) this.#take(frame);
      } catch {
        this.close();
      }
    });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.#greeting.resolve(isConnected ? 'strange' : 'nobody');
      this.close();
    });
  }

  /** Resolves with the answer; undefined: the connection has gone before it came. Throws where it would be two commands. */
  async command(line: string): Promise<string | undefined> {
    if (/\p{Cc}/u.test(line)) throw new TypeError('a command of the Event Socket is one line');
    if (!this.#isOpen) return undefined;
    const reply = new Promise<string | undefined>((resolve) => this.#waiting.push(resolve));
    this.#socket.write(`${line}\n\n`);
    return await reply;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.destroy();
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
    this.#closed.resolve();
  }

  #take({ type, headers, body }: Frame): void {
    switch (type) {
      case 'auth/request':
        this.#greeting.resolve('auth');
        return;
      case 'text/rude-rejection':
        this.#greeting.resolve('acl');
        this.close();
        return;
      case 'command/reply':
        this.#answer(headers.get('reply-text') ?? '');
        return;
      case 'api/response':
        this.#answer(body);
        return;
      case 'text/event-json':
        this.#onEvent(body);
        return;
      case 'text/disconnect-notice':
        this.close();
    }
  }

  #answer(reply: string): void {
    const resolve = this.#waiting.shift();
    // An answer that nobody has asked for: from here on none would fit.
    if (resolve) resolve(reply);
    else this.close();
  }
}

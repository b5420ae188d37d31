import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands for the chat service behind a bot: takes every message, tells when which conversation was written to, knows no members. */
export class StubConnector {
  /** `at` on the clock of `performance.now()`, when its body had come. */
  onMessage: (conversation: string, method: string, at: number) => void = () => {};
  #count = 0;
  readonly #server = createServer((req, res) => {
    req.resume();
    req.once('end', () => {
      const [, , , conversation = ''] = (req.url ?? '').split('/');
      const { method = '' } = req;
      if (method !== 'GET') this.onMessage(decodeURIComponent(conversation), method, performance.now());
      this.#count += 1;
      res.statusCode = 200;
      res.setHeader('content-type', 'application/json');
      res.end(`{"id":"message-${this.#count}","members":[]}`);
    });
  });

  async start(): Promise<this> {
    // Nobody reuses a connection just as it is closed for having been idle.
    this.#server.keepAliveTimeout = 0;
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

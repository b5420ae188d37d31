import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A call that somebody is trying to reach; nothing has been said but 100. */
export interface StubCall {
  /** As the phone would show it. */
  readonly from: string;
  /** When its INVITE began to arrive, on the clock of `performance.now()`. */
  readonly at: number;
  /** A provisional response. */
  tell(code: number): void;
}

/** A SIP server with phones that never answer, over TCP; a conference that tells nobody who is in. Text in, text out. */
export class StubPhones {
  onCall: (call: StubCall) => void = () => {};
  readonly #sockets = new Set<Socket>();
  readonly #invites = new Map<string, string>();
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    let pending = '';
    socket.on('data', (chunk) => {
      const at = performance.now();
      pending += chunk;
      // Keep-alives (RFC 5626 3.5.1).
      if (/^(\r\n)+$/.test(pending)) {
        pending = '';
        return socket.write('\r\n');
      }
      for (;;) {
        const end = pending.indexOf('\r\n\r\n');
        if (end === -1) return;
        const head = pending.slice(0, end).trimStart();
        const size = end + 4 + Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
        if (pending.length < size) return;
        pending = pending.slice(size);
        this.#take(head, socket, at);
      }
    });
  });

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #take(head: string, socket: Socket, at: number): void {
    const method = head.slice(0, head.indexOf(' '));
    const callId = /^call-id:\s*(\S+)/im.exec(head)?.[1] ?? '';
    const answer = (request: string, code: number) => socket.write(response(request, code, this.port));
    if (method === 'INVITE') {
      this.#invites.set(callId, head);
      answer(head, 100);
      const from = /^from:\s*"?([^"<]*)/im.exec(head)?.[1] ?? '';
      this.onCall({ from, at, tell: (code) => answer(head, code) });
    } else if (method === 'CANCEL') {
      answer(head, 200);
      const invite = this.#invites.get(callId);
      if (invite) answer(invite, 487);
      this.#invites.delete(callId);
    } else if (method !== 'ACK' && !method.startsWith('SIP/')) {
      answer(head, method === 'SUBSCRIBE' ? 489 : 200);
    }
  }
}

function response(head: string, code: number, port: number): string {
  const copied = head.split('\r\n').filter((line) => /^(via|from|call-id|cseq):/i.test(line));
  const to = /^to:.*$/im.exec(head)?.[0] ?? '';
  return [
    `SIP/2.0 ${code} Whatever`,
    ...copied,
    code === 100 || to.includes('tag=') ? to : `${to};tag=stub`,
    `Contact: <sip:stub@127.0.0.1:${port};transport=tcp>`,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');
}

/**
 * A SIP server, phones and a conference in one, over raw TCP text: what the tests see is what is on the wire, read by
 * something that shares no code with the product. It plays whatever the test tells it to.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { type WebSocketBehaviour, WebSocketStream } from './web-socket-stream.ts';

export interface ReplyOptions {
  readonly reason?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly contentType?: string;
  readonly toTag?: string;
  /** Contact user; none: no Contact. */
  readonly contact?: string | undefined;
}

export interface PeerTransport {
  /** Speaks TLS. */
  readonly tls?: TlsOptions;
  /** Speaks WebSocket. */
  readonly webSocket?: WebSocketBehaviour;
}

/** One message, cut into lines. */
export class SipText {
  readonly raw: string;
  readonly socket: Socket;
  readonly startLine: string;
  readonly headerLines: readonly string[];
  readonly body: string;

  constructor(raw: string, socket: Socket) {
    this.raw = raw;
    this.socket = socket;
    const end = raw.indexOf('\r\n\r\n');
    [this.startLine = '', ...this.headerLines] = raw.slice(0, end).split('\r\n');
    this.body = raw.slice(end + 4);
  }

  get method(): string {
    return this.isResponse ? '' : (this.startLine.split(' ')[0] ?? '');
  }

  get isResponse(): boolean {
    return this.startLine.startsWith('SIP/2.0 ');
  }

  get code(): number {
    return this.isResponse ? Number(this.startLine.slice(8, 11)) : 0;
  }

  get uri(): string {
    return this.startLine.split(' ')[1] ?? '';
  }

  get user(): string {
    return /^sips?:([^@;]*)@/.exec(this.uri)?.[1] ?? '';
  }

  all(name: string): string[] {
    const start = `${name.toLowerCase()}:`;
    return this.headerLines
      .filter((line) => line.toLowerCase().startsWith(start))
      .map((line) => line.slice(start.length).trim());
  }

  header(name: string): string {
    return this.all(name)[0] ?? '';
  }

  get callId(): string {
    return this.header('Call-ID');
  }

  get branch(): string {
    return /;branch=([^;,\s]+)/.exec(this.header('Via'))?.[1] ?? '';
  }

  tagOf(name: 'From' | 'To'): string {
    return /;tag=([^;>\s]+)/.exec(this.header(name))?.[1] ?? '';
  }
}

type Match = (message: SipText) => boolean;

export class ScriptedSipPeer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #unread: SipText[] = [];
  readonly #waiting: { match: Match; resolve: (message: SipText) => void }[] = [];
  /** Everything that ever arrived, in order. */
  readonly log: SipText[] = [];
  /** Whether the first OPTIONS and other OPTIONS are answered by themselves. */
  answersOptions = true;
  /** Whether keep-alives are answered. */
  answersPings = true;
  readonly #pings = new EventEmitter();

  readonly port: number;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async listen(port = 0, { tls, webSocket }: PeerTransport = {}): Promise<ScriptedSipPeer> {
    const server = tls ? createTlsServer(tls) : createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const peer = new ScriptedSipPeer(server);
    server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      // As far as it is used here, a stream of messages is as good as a socket.
      peer.#take(webSocket ? (new WebSocketStream(socket, webSocket) as unknown as Socket) : socket);
    });
    return peer;
  }

  get uri(): string {
    return `sip:127.0.0.1:${this.port};transport=tcp`;
  }

  /** The connections that are open now. */
  get sockets(): readonly Socket[] {
    return [...this.#sockets];
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Cuts every connection, as a crashed server would. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Opens a connection to a listening user agent. */
  async connectTo(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    this.#take(socket);
    return socket;
  }

  /** The next request with this method, to this user if one is given, that no test step has read yet. */
  request(method: string, user?: string): Promise<SipText> {
    return this.#next(
      (m) => m.method === method && (user === undefined || m.user === user),
      `${method} ${user ?? ''}`,
    );
  }

  /** The next response with this code to this request of ours. */
  response(code: number, callId?: string, method?: string): Promise<SipText> {
    return this.#next(
      (m) =>
        m.code === code &&
        (callId === undefined || m.callId === callId) &&
        (method === undefined || m.header('CSeq').endsWith(` ${method}`)),
      `response ${code} ${method ?? ''}`,
    );
  }

  /** Whether such a request has arrived and was not read. */
  has(method: string, user?: string): boolean {
    return this.#unread.some((m) => m.method === method && (user === undefined || m.user === user));
  }

  /** Resolves when the next keep-alive has come, and was answered if they are. */
  async pinged(): Promise<void> {
    await once(this.#pings, 'ping');
  }

  reply(request: SipText, code: number, options: ReplyOptions = {}): void {
    const { reason = 'Whatever', headers = [], body = '', contentType = 'application/sdp' } = options;
    const toTag = options.toTag ?? `peer-${request.user}`;
    const to = request.header('To');
    const remote = `${request.socket.remoteAddress};rport=${request.socket.remotePort}`;
    const contact = 'contact' in options ? options.contact : request.user || 'peer';
    this.send(
      request.socket,
      [
        `SIP/2.0 ${code} ${reason}`,
        ...request
          .all('Via')
          .map((via, i) => `Via: ${i === 0 ? `${via.replace(/;rport$/, '')};received=${remote}` : via}`),
        `From: ${request.header('From')}`,
        `To: ${/;tag=/.test(to) || code === 100 ? to : `${to};tag=${toTag}`}`,
        `Call-ID: ${request.callId}`,
        `CSeq: ${request.header('CSeq')}`,
        ...(contact && /^(INVITE|SUBSCRIBE)$/.test(request.method)
          ? [`Contact: <sip:${contact}@127.0.0.1:${this.port};transport=tcp>`]
          : []),
        ...headers,
        ...(body ? [`Content-Type: ${contentType}`] : []),
      ],
      body,
    );
  }

  /** A request of ours inside the dialog that `invite` (received) and our answer to it made. */
  sendInDialog(
    invite: SipText,
    method: string,
    options: ReplyOptions & { cseq?: number; socket?: Socket; uri?: string } = {},
  ): string {
    const { headers = [], body = '', contentType = 'application/sdp', cseq = 100 } = options;
    const contact = /<([^>]*)>/.exec(invite.header('Contact'))?.[1] ?? '';
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    this.send(
      options.socket ?? invite.socket,
      [
        `${method} ${options.uri ?? contact} SIP/2.0`,
        `Via: SIP/2.0/TCP 127.0.0.1:${this.port};branch=${branch}`,
        `From: ${invite.header('To').replace(/;tag=.*/, '')};tag=${options.toTag ?? `peer-${invite.user}`}`,
        `To: ${invite.header('From')}`,
        `Call-ID: ${invite.callId}`,
        `CSeq: ${cseq} ${method}`,
        'Max-Forwards: 70',
        ...(method === 'INVITE' && !('contact' in options)
          ? [`Contact: <sip:${invite.user}@127.0.0.1:${this.port};transport=tcp>`]
          : []),
        ...headers,
        ...(body ? [`Content-Type: ${contentType}`] : []),
      ],
      body,
    );
    return branch;
  }

  /** Lines as they are, with the right Content-Length. */
  send(socket: Socket, lines: readonly string[], body = ''): void {
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    socket.write(`${[...lines, length].join('\r\n')}\r\n\r\n${body}`);
  }

  #next(match: Match, what: string): Promise<SipText> {
    const index = this.#unread.findIndex(match);
    const [found] = index === -1 ? [] : this.#unread.splice(index, 1);
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const waiting = {
        match,
        resolve: (message: SipText) => {
          clearTimeout(timeout);
          resolve(message);
        },
      };
      const timeout = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        const seen = this.log.map((m) => m.startLine).join('\n  ');
        reject(new Error(`no ${what} arrived; what did:\n  ${seen}`));
      }, 5_000);
      this.#waiting.push(waiting);
    });
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    let pending = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        // Keep-alives and their answers (RFC 5626 3.5.1).
        const start = pending.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
        const empty = start === -1 ? pending.length : start;
        pending = pending.subarray(empty);
        if (empty >= 4) this.#pinged(socket);
        const end = pending.indexOf('\r\n\r\n');
        if (end === -1) return;
        const length = /^content-length:\s*(\d+)/im.exec(pending.toString('latin1', 0, end))?.[1] ?? '0';
        const total = end + 4 + Number(length);
        if (pending.length < total) return;
        this.#arrived(new SipText(pending.toString('utf8', 0, total), socket));
        pending = pending.subarray(total);
      }
    });
  }

  #pinged(socket: Socket): void {
    if (this.answersPings) socket.write('\r\n');
    this.#pings.emit('ping');
  }

  #arrived(message: SipText): void {
    this.log.push(message);
    if (message.method === 'OPTIONS' && this.answersOptions) {
      this.reply(message, 200);
      return;
    }
    const index = this.#waiting.findIndex(({ match }) => match(message));
    const [waiting] = index === -1 ? [] : this.#waiting.splice(index, 1);
    if (waiting) waiting.resolve(message);
    else this.#unread.push(message);
  }
}

/**
 * A SIP server with phones and conferences behind it, over TCP, each phone with the habit that the user of its address begins with. Text
 * in, text out, so that it costs next to nothing beside what is measured.
 *
 *   join-…     180, 200 with an offer, ACK, talks, BYE      decline-…  180, 603
 *   quiet-…    180, rings until it is cancelled             gone-…     404
 *   …@conf.…   a conference: 200, and stays until the BYE; it tells nobody who is in
 *   others     100, and what `onCall` makes of it, until it is cancelled
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

const RINGS_MS = 700;
const TALKS_MS = 2_500;
const RINGING: ReadonlySet<string> = new Set(['join', 'decline', 'quiet']);

/** A call that somebody is trying to reach. */
export interface ScriptedCall {
  /** As the phone would show it. */
  readonly from: string;
  /** When its INVITE began to arrive, on the clock of `performance.now()`. */
  readonly at: number;
  /** A provisional response. */
  tell(code: number): void;
}

interface Call {
  /** The headers of its INVITE. */
  readonly invite: string;
  readonly user: string;
  state: 'ringing' | 'up' | 'over';
}

export class ScriptedPhones {
  onCall: (call: ScriptedCall) => void = () => {};
  /** By user: how often each was called. */
  readonly called = new Map<string, number>();
  /** Calls that are not over. */
  readonly #calls = new Map<string, Call>();
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #server = createServer((socket) => this.#serve(socket));

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get living(): number {
    return this.#calls.size;
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    let pending = '';
    socket.on('data', (chunk) => {
      const at = performance.now();
      pending += chunk;
      for (;;) {
        // Keep-alives (RFC 5626 3.5.1).
        if (pending.startsWith('\r\n')) {
          if (pending.startsWith('\r\n\r\n')) socket.write('\r\n');
          pending = pending.replace(/^(\r\n)+/, '');
        }
        const end = pending.indexOf('\r\n\r\n');
        if (end === -1) return;
        const head = pending.slice(0, end);
        const size = end + 4 + Number(headerOf(head, 'content-length') || 0);
        if (pending.length < size) return;
        pending = pending.slice(size);
        this.#take(head, socket, at);
      }
    });
  }

  #take(head: string, socket: Socket, at: number): void {
    const [method = ''] = head.split(' ', 1);
    const callId = headerOf(head, 'call-id');
    const call = this.#calls.get(callId);
    if (method === 'INVITE' && !call) this.#ring(head, callId, socket, at);
    else if (method === 'INVITE') this.#send(socket, head, 488);
    else if (method === 'CANCEL') {
      this.#send(socket, head, 200);
      if (call?.state === 'ringing') this.#end(callId, socket, 487);
    } else if (method === 'BYE') {
      this.#send(socket, head, call ? 200 : 481);
      this.#forget(callId);
    } else if (method === 'ACK') {
      // Not before: the conference may still be on its way.
      if (call?.user.startsWith('join') && call.state === 'up')
        this.#in(TALKS_MS, () => this.#hangUp(callId, socket));
    } else if (!method.startsWith('SIP/')) {
      this.#send(socket, head, method === 'SUBSCRIBE' ? 489 : 200);
    }
  }

  #ring(invite: string, callId: string, socket: Socket, at: number): void {
    const [, user = '', host = ''] = /^INVITE sips?:([^@;>\s]+)@(\S+)/.exec(invite) ?? [];
    this.called.set(user, (this.called.get(user) ?? 0) + 1);
    this.#calls.set(callId, { invite, user, state: 'ringing' });
    this.#send(socket, invite, 100);
    if (host.startsWith('conf.')) {
      this.#answer(callId, socket);
      return;
    }
    const [habit = ''] = user.split('-', 1);
    if (RINGING.has(habit)) this.#send(socket, invite, 180);
    if (habit === 'gone') this.#end(callId, socket, 404);
    else if (habit === 'decline') this.#in(RINGS_MS, () => this.#end(callId, socket, 603));
    else if (habit === 'join') this.#in(RINGS_MS, () => this.#answer(callId, socket));
    const [, from = ''] = /^"?([^"<]*)/.exec(headerOf(invite, 'from')) ?? [];
    this.onCall({ from, at, tell: (code) => this.#send(socket, invite, code) });
  }

  #answer(callId: string, socket: Socket): void {
    const call = this.#calls.get(callId);
    if (call?.state !== 'ringing') return;
    call.state = 'up';
    this.#send(socket, call.invite, 200, SDP);
  }

  #end(callId: string, socket: Socket, code: number): void {
    const call = this.#calls.get(callId);
    if (call?.state !== 'ringing') return;
    this.#forget(callId);
    this.#send(socket, call.invite, code);
  }

  #hangUp(callId: string, socket: Socket): void {
    const call = this.#calls.get(callId);
    if (call?.state !== 'up') return;
    this.#forget(callId);
    const { invite } = call;
    const contact = /<([^>]+)>/.exec(headerOf(invite, 'contact'))?.[1] ?? '';
    socket.write(
      [
        `BYE ${contact} SIP/2.0`,
        `Via: SIP/2.0/TCP 127.0.0.1:${this.port};branch=z9hG4bKbye${callId}`,
        `From: ${headerOf(invite, 'to')};tag=stub`,
        `To: ${headerOf(invite, 'from')}`,
        `Call-ID: ${callId}`,
        'CSeq: 1 BYE',
        'Max-Forwards: 70',
        'Content-Length: 0',
        '\r\n',
      ].join('\r\n'),
    );
  }

  #forget(callId: string): void {
    const call = this.#calls.get(callId);
    if (call) call.state = 'over';
    this.#calls.delete(callId);
  }

  #send(socket: Socket, request: string, code: number, body = ''): void {
    const copied = request.split('\r\n').filter((line) => /^(via|from|call-id|cseq):/i.test(line));
    const to = `To: ${headerOf(request, 'to')}`;
    socket.write(
      [
        `SIP/2.0 ${code} Whatever`,
        ...copied,
        code === 100 || to.includes('tag=') ? to : `${to};tag=stub`,
        `Contact: <sip:stub@127.0.0.1:${this.port};transport=tcp>`,
        ...(body === '' ? [] : ['Content-Type: application/sdp']),
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
  }

  #in(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}

function headerOf(head: string, name: string): string {
  return new RegExp(`^${name}[ \t]*:[ \t]*(.*)$`, 'im').exec(head)?.[1] ?? '';
}

const SDP = [
  'v=0',
  'o=stub 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 40000 RTP/AVP 0',
  '',
].join('\r\n');

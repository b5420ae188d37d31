/**
 * Throws garbage at HTTP and at SIP_LISTEN, so many a second whether what it has thrown before is answered or not, in a process of its
 * own. Ends with its parent.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Throwing {
  readonly httpPort: number;
  readonly sipPort: number;
  readonly perSecond: PerSecond;
  /** 127.0.1.1 and so on: that may connect to SIP_LISTEN. */
  readonly peers: number;
  readonly seconds: number;
  /** Authorization headers that nobody is to believe. */
  readonly tokens: readonly string[];
}

/** At HTTP; at SIP_LISTEN from addresses that may connect there, and from others. */
export interface PerSecond {
  readonly http: number;
  readonly peers: number;
  readonly strangers: number;
}

export interface Thrown {
  /** Less where all connections wait for an answer, or to be read. */
  readonly perSecond: PerSecond;
  /** By what came back: a status, `closed` or `unread`. */
  readonly answers: Readonly<Record<string, number>>;
}

export async function throwGarbage(throwing: Throwing): Promise<Thrown> {
  const child: ChildProcess = fork(import.meta.filename);
  try {
    child.send(throwing);
    const signal = AbortSignal.timeout((throwing.seconds + 30) * 1_000);
    const [thrown] = await once(child, 'message', { signal });
    return thrown as Thrown;
  } finally {
    child.kill('SIGKILL');
  }
}

/** As many as proxies would not open. */
const MOST = 400;
/** Ports of one address do not suffice for so many connections. */
const ADDRESSES = 40;
const TICK_MS = 2;

async function run({ httpPort, sipPort, perSecond, peers, seconds, tokens }: Throwing): Promise<Thrown> {
  const pools = {
    http: new Pool(httpPort, httpGarbage(tokens), perSecond.http, { from: 0, count: ADDRESSES }),
    peers: new Pool(sipPort, SIP_GARBAGE, perSecond.peers, { from: 0, count: peers }),
    strangers: new Pool(sipPort, SIP_GARBAGE, perSecond.strangers, { from: peers, count: ADDRESSES - peers }),
  };
  const from = performance.now();
  for (let ms = 0; ms < seconds * 1_000; ms = performance.now() - from) {
    for (const pool of Object.values(pools)) pool.throwUntil(ms);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const took = (performance.now() - from) / 1_000;
  const { http, peers: known, strangers } = pools;
  const told = (what: string, { answers }: Pool) =>
    [...answers].map(([answer, count]) => [`${what} ${answer}`, count]);
  return {
    perSecond: { http: http.thrown / took, peers: known.thrown / took, strangers: strangers.thrown / took },
    answers: Object.fromEntries([
      ...told('HTTP', http),
      ...told('SIP', known),
      ...told('SIP of strangers', strangers),
    ]),
  };
}

/** 127.0.1.1 is 0. */
interface Addresses {
  readonly from: number;
  readonly count: number;
}

/** Connections to one port, each with one request at a time. */
class Pool {
  readonly answers = new Map<string, number>();
  thrown = 0;
  readonly #port: number;
  readonly #texts: readonly string[];
  readonly #perSecond: number;
  readonly #free: Socket[] = [];
  /** For an answer. */
  readonly #waiting = new Set<Socket>();
  /** What nobody throws any more, because there was no room for it in time. */
  #heldBack = 0;
  readonly #addresses: Addresses;
  #open = 0;
  #opened = 0;

  constructor(port: number, texts: readonly string[], perSecond: number, addresses: Addresses) {
    this.#port = port;
    this.#texts = texts;
    this.#perSecond = perSecond;
    this.#addresses = addresses;
  }

  /** What is due after so many ms, as far as there are connections for it. */
  throwUntil(ms: number): void {
    const due = (ms / 1_000) * this.#perSecond - this.#heldBack;
    for (; this.thrown < due; this.thrown += 1) {
      const socket = this.#free.pop() ?? this.#connect();
      if (!socket) break;
      this.#waiting.add(socket);
      socket.write(this.#texts[this.thrown % this.#texts.length] ?? '');
    }
    this.#heldBack += Math.max(0, Math.floor(due - this.thrown - this.#perSecond / 10));
  }

  #connect(): Socket | undefined {
    if (this.#open >= MOST) return undefined;
    this.#open += 1;
    this.#opened += 1;
    const { from, count } = this.#addresses;
    const socket = connect({
      port: this.#port,
      host: '127.0.0.1',
      localAddress: `127.0.1.${from + (this.#opened % count) + 1}`,
    });
    socket.setEncoding('latin1');
    socket.on('data', (answer) => {
      if (!this.#waiting.delete(socket)) return;
      const [, status = 'other'] = /^(?:HTTP\/1\.1|SIP\/2\.0) (\d+)/.exec(String(answer)) ?? [];
      this.#count(status);
      if (!/^connection: close/im.test(String(answer))) this.#free.push(socket);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#open -= 1;
      this.#waiting.delete(socket);
      const at = this.#free.indexOf(socket);
      if (at >= 0) this.#free.splice(at, 1);
      this.#count('closed');
    });
    return socket;
  }

  #count(what: string): void {
    this.answers.set(what, (this.answers.get(what) ?? 0) + 1);
  }
}

function httpGarbage(tokens: readonly string[]): string[] {
  const activity = JSON.stringify({
    type: 'message',
    text: 'invite mary',
    channelId: 'msteams',
    serviceUrl: 'https://example.com',
    id: '1',
    from: { id: 'x' },
    conversation: { id: 'y' },
    recipient: { id: 'z' },
  });
  const event = JSON.stringify({ type: 'event_callback', event: { type: 'message', text: 'invite mary' } });
  const signed = {
    'X-Slack-Request-Timestamp': String(Math.floor(Date.now() / 1_000)),
    'X-Slack-Signature': `v0=${'0'.repeat(64)}`,
  };
  return [
    request('GET', '/wp-login.php'),
    request('GET', '/.env'),
    request('POST', '/cgi-bin/luci', 'x'.repeat(2_000)),
    request('GET', '/api/messages'),
    request('POST', '/api/messages', '{"text":'),
    request('POST', '/api/messages', '['.repeat(5_000)),
    request('POST', '/api/messages', activity),
    ...tokens.map((Authorization) => request('POST', '/api/messages', activity, { Authorization })),
    request('POST', '/slack/events', event),
    request('POST', '/slack/events', event, signed),
    request('POST', '/slack/commands', 'text=invite+mary', { ...signed, 'X-Slack-Request-Timestamp': '1' }),
    'INVITE sip:mary@contoso.com SIP/2.0\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ];
}

function request(
  method: string,
  path: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): string {
  const all = {
    Host: 'usher',
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Of somebody who has found SIP_LISTEN. */
const SIP_GARBAGE = ['INVITE', 'REGISTER', 'OPTIONS', 'BYE'].map((method) =>
  [
    `${method} sip:100@192.0.2.1 SIP/2.0`,
    'Via: SIP/2.0/TCP 192.0.2.66:5060;branch=z9hG4bKgarbage',
    'From: <sip:100@192.0.2.1>;tag=x',
    `To: <sip:100@192.0.2.1>${method === 'BYE' ? ';tag=y' : ''}`,
    'Call-ID: garbage',
    `CSeq: 1 ${method}`,
    'Max-Forwards: 70',
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n'),
);

if (import.meta.main) {
  process.once('disconnect', () => process.exit());
  const [throwing] = (await once(process, 'message')) as [Throwing];
  process.send?.(await run(throwing));
}

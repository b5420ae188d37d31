import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AriChannel, AriEvent } from '../../src/drivers/asterisk/ari.ts';
import { WebSocketStream } from './web-socket-stream.ts';

interface Answer {
  readonly code: number;
  readonly body?: unknown;
}

/** Undefined: the connection is broken instead of an answer. */
type Answering = (request: AriRequest) => Answer | undefined | Promise<Answer | undefined>;

export interface AriRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Channel extends AriChannel {
  readonly variables: Readonly<Record<string, string>>;
}

const AUTHORIZATION = `Basic ${Buffer.from('usher:open sesame').toString('base64')}`;

/**
 * An Asterisk that is only its REST interface, and does what a test says; what it answers and sends was seen from Asterisk 22.
 * What a test does not say goes well.
 */
export class ScriptedAri {
  readonly requests: AriRequest[] = [];
  readonly channels = new Map<string, Channel>();
  /** Channels in each ConfBridge. */
  readonly rooms = new Map<string, string[]>();
  /** Instead of what it does by itself. */
  readonly #answers: { readonly what: string; readonly answer: Answering }[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #events: WebSocketStream | undefined;
  /** No event gets through any more, though nothing is closed. */
  isMute = false;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      socket.unshift(`GET / HTTP/1.1\r\nSec-WebSocket-Key: ${request.headers['sec-websocket-key']}\r\n\r\n`);
      this.#events = new WebSocketStream(socket, { protocol: '' });
    });
  }

  static async start(): Promise<ScriptedAri> {
    const ari = new ScriptedAri();
    await ari.listen(0);
    return ari;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/ari`;
  }

  /** As when Asterisk is stopped; `listen` starts it again. */
  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Only the WebSocket is lost. */
  dropEvents(): void {
    this.#events?.destroy();
  }

  /** `what`: `POST /channels/`, the beginning of method and path. The newest one that fits counts. */
  when(what: string, answer: Answering): void {
    this.#answers.unshift({ what, answer });
  }

  /** `POST /channels/usher-1` … of the requests that begin so. */
  asked(what: string): readonly AriRequest[] {
    return this.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(what));
  }

  say(event: AriEvent): void {
    this.sayText(JSON.stringify(event));
  }

  sayText(text: string): void {
    if (!this.isMute) this.#events?.write(Buffer.from(text));
  }

  /** Resolves when it was asked for what begins so, for the `count`th time. */
  async heard(what: string, count = 1): Promise<AriRequest> {
    const giveUpAt = Date.now() + 5_000;
    for (;;) {
      const request = this.asked(what)[count - 1];
      if (request) return request;
      if (Date.now() > giveUpAt) throw new Error(`Asterisk was never asked: ${what}`);
      await sleep(2);
    }
  }

  /** A channel that is there without us. */
  add(id: string, given: Partial<Channel> = {}): Channel {
    const channel: Channel = {
      ...{ id, name: `PJSIP/people-${id}`, state: 'Down', protocol_id: `call-${id}`, variables: {} },
      ...{ caller: { name: '', number: '' }, dialplan: { app_name: 'AppDial2' } },
      ...given,
    };
    this.channels.set(id, channel);
    return channel;
  }

  ring(id: string): void {
    const channel = this.#change(id, { state: 'Ringing' });
    this.say({ type: 'ChannelStateChange', channel });
    this.say({ type: 'Dial', peer: channel, dialstatus: 'RINGING' });
  }

  /** She picks up; with `Stasis` the channel waits for what we do with it. */
  pickUp(id: string, app_name = 'AppDial2'): void {
    const channel = this.#change(id, { state: 'Up' });
    this.say({ type: 'ChannelStateChange', channel });
    if (app_name === 'AppDial2') return;
    this.say({ type: 'StasisStart', channel: this.#change(id, { dialplan: { app_name } }) });
  }

  press(id: string, digit: string): void {
    this.say({ type: 'ChannelDtmfReceived', channel: this.#channel(id), digit });
  }

  /** What was played to a channel is over. */
  endPlayback(id: string, state = 'done'): void {
    const { path = '' } = this.asked(`POST /channels/${id}/play/`).at(-1) ?? {};
    const playback = { id: path.split('/').at(-1) ?? '', target_uri: `channel:${id}`, state };
    this.say({ type: 'PlaybackFinished', playback });
  }

  enter(id: string, room: string): void {
    const channel = this.#change(id, { state: 'Up', dialplan: { app_name: 'ConfBridge' } });
    this.rooms.set(room, [...(this.rooms.get(room) ?? []), id]);
    this.say({ type: 'ChannelEnteredBridge', channel, bridge: this.#bridge(room) });
  }

  /** Her end hangs up. */
  hangUp(id: string): void {
    this.say({ type: 'ChannelHangupRequest', channel: this.#channel(id) });
    this.end(id);
  }

  end(id: string, { cause = 16, cause_txt = 'Normal Clearing', tech_cause }: Partial<AriEvent> = {}): void {
    const channel = this.#channel(id);
    this.channels.delete(id);
    for (const [room, ids] of this.rooms) {
      if (!ids.includes(id)) continue;
      this.rooms.set(
        room,
        ids.filter((one) => one !== id),
      );
      this.say({ type: 'ChannelLeftBridge', channel, bridge: this.#bridge(room) });
    }
    const tech = tech_cause === undefined ? {} : { tech_cause };
    this.say({ type: 'ChannelDestroyed', channel, cause, cause_txt, ...tech });
  }

  #channel(id: string): Channel {
    return this.channels.get(id) ?? this.add(id);
  }

  #change(id: string, part: Partial<Channel>): Channel {
    return this.add(id, { ...this.#channel(id), ...part });
  }

  #bridge(name: string) {
    return { id: `bridge-${name}`, name, creator: 'ConfBridge', channels: this.rooms.get(name) ?? [] };
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://ari');
    const text = (await incoming.setEncoding('utf8').toArray()).join('');
    const request: AriRequest = {
      method: incoming.method ?? '',
      path: decodeURIComponent(pathname.replace(/^\/ari/, '')),
      query: Object.fromEntries(searchParams),
      body: text === '' ? undefined : JSON.parse(text),
    };
    this.requests.push(request);
    const isKnown = incoming.headers.authorization === AUTHORIZATION;
    const answer = isKnown ? await this.#answer(request) : { code: 401 };
    if (!answer) {
      incoming.socket.destroy();
      return;
    }
    // Not `writeHead`, which restify replaces in every server of the process.
    response.statusCode = answer.code;
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  #answer(request: AriRequest): ReturnType<Answering> {
    const line = `${request.method} ${request.path}`;
    const told = this.#answers.find(({ what }) => line.startsWith(what));
    return told ? told.answer(request) : this.answerAsAsterisk(request);
  }

  answerAsAsterisk({ method, path, query, body }: AriRequest): Answer {
    const [, kind, id = '', verb] = path.split('/');
    if (kind === 'bridges')
      return { code: 200, body: [...this.rooms.keys()].map((room) => this.#bridge(room)) };
    if (kind === 'events') {
      this.say({ type: 'ChannelUserevent', eventname: verb ?? '' });
      return { code: 204 };
    }
    if (kind === 'playbacks') return { code: 204 };
    if (kind !== 'channels') return { code: 200, body: {} };
    if (method === 'POST' && verb === undefined) {
      const { variables } = body as { variables: Record<string, string> };
      return { code: 200, body: this.add(id, { variables }) };
    }
    const channel = this.channels.get(id);
    if (!channel) return { code: 404, body: { message: 'Channel not found' } };
    if (method === 'DELETE') this.end(id);
    if (method === 'DELETE' || verb === 'continue') return { code: 204 };
    if (verb === 'play') return { code: 201, body: {} };
    if (verb !== 'variable') return { code: 200, body: channel };
    const value = channel.variables[query.variable ?? ''];
    return value === undefined ? { code: 404 } : { code: 200, body: { value } };
  }
}

/**
 * The connection to Asterisk's REST interface: requests by HTTP, events by a WebSocket that is kept up.
 *
 *   waiting ──► asking who it is ──200──► WebSocket ──► subscribed: ready ──► … ──lost, or silent──► waiting
 *      ▲               └── refused ──────────┴── refused ──┐
 *      └────────────── longer each time, up to 30 s ◄──────┘
 */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../call-record.ts';
import { type AriEvent, type AriResponse, HELD_EVENTS, readJson, WATCHED_EVENTS } from './ari.ts';
import { type AriProblem, CONNECTING, NO_EVENTS, problemOf, UNREACHABLE } from './ari-problem.ts';
import { EventSocket } from './event-socket.ts';

export interface AriClientOptions {
  /** `http://host:8088/ari`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Begins the names of our Stasis applications: another one for each process, as only the newest WebSocket of one gets events. */
  readonly app: string;
  readonly log: Log;
  readonly timers?: Partial<AriTimers>;
  readonly random?: () => number;
}

export interface AriTimers {
  /** How long an answer may take. */
  readonly requestMs: number;
  /** A dead WebSocket is noticed within this time: a user event is sent round through Asterisk. */
  readonly heartbeatMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

const TIMERS: AriTimers = {
  requestMs: 5_000,
  heartbeatMs: 15_000,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
};

type Events = { event: [AriEvent]; ready: []; lost: [] };
type Query = Readonly<Record<string, string | number>>;

const HEARTBEAT = 'usher-alive';

export class AriClient extends EventEmitter<Events> {
  /** The Stasis application that is told of everything, and has no channel. */
  readonly #watching: string;
  /** The Stasis application whose channels are in our hands. */
  readonly holding: string;
  readonly #url: string;
  readonly #authorization: string;
  readonly #apiKey: string;
  readonly #log: Log;
  readonly #timers: AriTimers;
  readonly #random: () => number;
  readonly #stop = new AbortController();
  readonly #attempted = Promise.withResolvers<void>();
  #endSession: () => void = () => {};
  #isReady = false;
  #problem: AriProblem | undefined = CONNECTING;
  #running: Promise<void> = Promise.resolve();

  constructor({ url, username, password, app, log, timers, random = Math.random }: AriClientOptions) {
    super();
    this.setMaxListeners(0);
    this.#watching = app;
    this.holding = `${app}-holding`;
    this.#url = url;
    this.#apiKey = `${username}:${password}`;
    this.#authorization = `Basic ${Buffer.from(this.#apiKey).toString('base64')}`;
    this.#log = log;
    this.#timers = { ...TIMERS, ...timers };
    this.#random = random;
  }

  /** Events arrive, and requests are likely to be answered. */
  get ready(): boolean {
    return this.#isReady;
  }

  /** Why it is not ready; undefined: it is. */
  get problem(): AriProblem | undefined {
    return this.#problem;
  }

  /** Begins to connect, and heals by itself from then on. Resolves when the first attempt is over, however it ended. */
  async start(): Promise<void> {
    this.#running = this.#run();
    await this.#attempted.promise;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#endSession();
    this.#attempted.resolve();
    await this.#running;
  }

  /** Connects anew, so that everything is asked for again. */
  restart(): void {
    this.#endSession();
  }

  /** `path` with its parts encoded. Never rejects. */
  async request(method: string, path: string, query: Query = {}, body?: object): Promise<AriResponse> {
    const url = new URL(`${this.#url}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, `${value}`);
    try {
      const response = await fetch(url, {
        method,
        headers: { authorization: this.#authorization, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(this.#timers.requestMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { code: response.status, body: readJson(await response.text()) };
    } catch {
      return { code: 0, body: undefined };
    }
  }

  async #run(): Promise<void> {
    const { firstPauseMs, longestPauseMs } = this.#timers;
    let pauseMs = firstPauseMs;
    while (!this.#stop.signal.aborted) {
      const wasReady = await this.#session();
      pauseMs = wasReady ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      // Many of us do not come back in one moment.
      const ms = pauseMs * (0.5 + this.#random() / 2);
      await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  /** From the first request to the end of the connection; resolves whether it was ready meanwhile. */
  async #session(): Promise<boolean> {
    const { code } = await this.request('GET', '/asterisk/info', { only: 'system' });
    const problem = problemOf(code);
    if (problem) return this.#failed(problem);
    let isHeard = true;
    const socket = new EventSocket(this.#eventsUrl(), (event) => {
      if (event.eventname === HEARTBEAT) isHeard = true;
      else this.#pass(event);
    });
    this.#endSession = () => socket.close();
    const late = sleep(this.#timers.requestMs, false, { ref: false });
    const isOpen = await Promise.race([socket.opened, late]);
    const refusal = isOpen ? await this.#subscribe() : NO_EVENTS;
    if (refusal || this.#stop.signal.aborted) {
      socket.close();
      return this.#failed(refusal ?? NO_EVENTS);
    }
    this.#becomeReady();
    const heartbeat = setInterval(() => {
      if (!isHeard) socket.close();
      isHeard = false;
      void this.request('POST', `/events/user/${HEARTBEAT}`, { application: this.#watching });
    }, this.#timers.heartbeatMs);
    await socket.closed;
    clearInterval(heartbeat);
    this.#isReady = false;
    this.#failed(UNREACHABLE);
    // Who stops knows; nobody else shall take it for news.
    if (!this.#stop.signal.aborted) this.emit('lost');
    return true;
  }

  /** What one of us cannot read must not end the process. */
  #pass(event: AriEvent): void {
    try {
      this.emit('event', event);
    } catch (err) {
      this.#log.warn({ err, type: event.type }, 'an event of Asterisk was not understood');
    }
  }

  /**
   * All bridges, since a room has none before somebody is in; all channels, since one that is subscribed to when it is there
   * may have ended before.
   */
  async #subscribe(): Promise<AriProblem | undefined> {
    const app = `/applications/${this.#watching}`;
    const codes = [
      await this.#filter(this.#watching, WATCHED_EVENTS),
      await this.#filter(this.holding, HELD_EVENTS),
      (await this.request('POST', `${app}/subscription`, { eventSource: 'bridge:,channel:' })).code,
    ];
    const refused = codes.find((code) => code !== 200);
    return refused === undefined ? undefined : problemOf(refused);
  }

  /** A busy server would send hundreds of others. */
  async #filter(app: string, events: readonly string[]): Promise<number> {
    const allowed = events.map((type) => ({ type }));
    return (await this.request('PUT', `/applications/${app}/eventFilter`, {}, { allowed })).code;
  }

  #becomeReady(): void {
    this.#isReady = true;
    this.#problem = undefined;
    this.#attempted.resolve();
    this.#log.info({ url: this.#url }, 'connected to Asterisk');
    this.emit('ready');
  }

  #failed(problem: AriProblem): false {
    if (this.#stop.signal.aborted) return false;
    if (problem.code !== this.#problem?.code)
      this.#log.warn({ url: this.#url, ...problem }, 'no connection to Asterisk');
    this.#problem = problem;
    this.#attempted.resolve();
    return false;
  }

  #eventsUrl(): URL {
    const url = new URL(`${this.#url.replace(/^http/, 'ws')}/events`);
    url.searchParams.set('app', `${this.#watching},${this.holding}`);
    url.searchParams.set('api_key', this.#apiKey);
    return url;
  }
}

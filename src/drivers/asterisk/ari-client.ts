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
import { type AriEvent, type AriResponse, EVENTS } from './ari.ts';

export interface AriClientOptions {
  /** `http://host:8088/ari`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Name of our Stasis application: another one for each process, as Asterisk sends events of one only to its newest WebSocket. */
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

export interface AriProblem {
  /** `ari.unreachable`, `ari.credentials`, `ari.read-only`, `ari.not-found`, `ari.events` or `ari.refused`. */
  readonly code: string;
  readonly message: string;
}

type Events = { event: [AriEvent]; ready: []; lost: [] };
type Query = Readonly<Record<string, string | number>>;

const HEARTBEAT = 'usher-alive';

export class AriClient extends EventEmitter<Events> {
  readonly app: string;
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
  #problem: AriProblem | undefined = { code: 'ari.connecting', message: 'Not connected to Asterisk yet' };
  #running: Promise<void> = Promise.resolve();

  constructor({ url, username, password, app, log, timers, random = Math.random }: AriClientOptions) {
    super();
    this.setMaxListeners(0);
    this.app = app;
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
    const ended = Promise.withResolvers<void>();
    this.#endSession = ended.resolve;
    const socket = new WebSocket(this.#eventsUrl());
    let isHeard = true;
    socket.onmessage = ({ data }) => {
      const event = readEvent(data);
      if (event?.eventname === HEARTBEAT) isHeard = true;
      else if (event) this.emit('event', event);
    };
    socket.onclose = () => ended.resolve();
    try {
      const opened = new Promise<boolean>((resolve) => {
        socket.onopen = () => resolve(true);
        void ended.promise.then(() => resolve(false));
      });
      const timeout = sleep(this.#timers.requestMs, false, { ref: false });
      if (!(await Promise.race([opened, timeout]))) return this.#failed(NO_EVENTS);
      const refusal = await this.#subscribe();
      if (refusal) return this.#failed(refusal);
      if (this.#stop.signal.aborted) return false;
      this.#becomeReady();
      const heartbeat = setInterval(() => {
        if (!isHeard) return ended.resolve();
        isHeard = false;
        void this.request('POST', `/events/user/${HEARTBEAT}`, { application: this.app });
      }, this.#timers.heartbeatMs);
      await ended.promise;
      clearInterval(heartbeat);
      this.#isReady = false;
      this.#failed(UNREACHABLE);
      // Who stops knows; nobody else shall take it for news.
      if (!this.#stop.signal.aborted) this.emit('lost');
      return true;
    } finally {
      socket.onmessage = null;
      socket.close();
    }
  }

  /** All bridges, since a room has none before somebody is in. */
  async #subscribe(): Promise<AriProblem | undefined> {
    const app = `/applications/${this.app}`;
    const allowed = EVENTS.map((type) => ({ type }));
    const { code: filtered } = await this.request('PUT', `${app}/eventFilter`, {}, { allowed });
    if (filtered === 403) return READ_ONLY;
    const { code } = await this.request('POST', `${app}/subscription`, { eventSource: 'bridge:' });
    return code === 200 ? undefined : (problemOf(code) ?? NO_EVENTS);
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
    url.searchParams.set('app', this.app);
    url.searchParams.set('api_key', this.#apiKey);
    return url;
  }
}

const UNREACHABLE: AriProblem = { code: 'ari.unreachable', message: 'Asterisk is not reached at ARI_URL' };
const READ_ONLY: AriProblem = {
  code: 'ari.read-only',
  message: 'The user ARI_USERNAME is read-only in ari.conf',
};
const NO_EVENTS: AriProblem = {
  code: 'ari.events',
  message: 'Asterisk sends no events (res_http_websocket)',
};

function problemOf(code: number): AriProblem | undefined {
  switch (code) {
    case 200:
      return undefined;
    case 0:
      return UNREACHABLE;
    case 401:
      return { code: 'ari.credentials', message: 'Asterisk refuses ARI_USERNAME and ARI_PASSWORD' };
    case 403:
      return READ_ONLY;
    case 404:
      return { code: 'ari.not-found', message: 'There is no REST interface of Asterisk at ARI_URL' };
    default:
      return { code: 'ari.refused', message: `Asterisk answers ${code}` };
  }
}

/** Undefined: nothing that we could read. */
function readEvent(data: unknown): AriEvent | undefined {
  const event = readJson(String(data));
  const isEvent = typeof event === 'object' && event !== null && 'type' in event;
  return isEvent ? (event as AriEvent) : undefined;
}

/** Undefined: no JSON, as a proxy on the way may answer. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

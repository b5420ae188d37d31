/**
 * The connection to Asterisk's REST interface: requests by HTTP, events by a WebSocket.
 *
 *   asking who it is ──200──► WebSocket ──► subscribed: ready
 *      └── refused ───────────────┴── refused
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Link, type LinkOptions, type LinkProblem } from '../link.ts';
import { type AriEvent, type AriResponse, HELD_EVENTS, readJson, WATCHED_EVENTS } from './ari.ts';
import { CONNECTING, NO_EVENTS, problemOf, UNREACHABLE } from './ari-problem.ts';
import { EventSocket } from './event-socket.ts';

export interface AriClientOptions extends LinkOptions {
  /** `http://host:8088/ari`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Begins the names of our Stasis applications: another one for each process, as only the newest WebSocket of one gets events. */
  readonly app: string;
}

type Query = Readonly<Record<string, string | number>>;

const HEARTBEAT = 'usher-alive';

export class AriClient extends Link<AriEvent> {
  /** The Stasis application that is told of everything, and has no channel. */
  readonly #watching: string;
  /** The Stasis application whose channels are in our hands. */
  readonly holding: string;
  readonly #url: string;
  readonly #authorization: string;
  readonly #apiKey: string;

  constructor({ url, username, password, app, ...options }: AriClientOptions) {
    super({ server: 'Asterisk', address: url, connecting: CONNECTING, unreachable: UNREACHABLE }, options);
    this.#watching = app;
    this.holding = `${app}-holding`;
    this.#url = url;
    this.#apiKey = `${username}:${password}`;
    this.#authorization = `Basic ${Buffer.from(this.#apiKey).toString('base64')}`;
  }

  /** `path` with its parts encoded. Never rejects. */
  async request(method: string, path: string, query: Query = {}, body?: object): Promise<AriResponse> {
    const url = new URL(`${this.#url}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, `${value}`);
    try {
      const response = await fetch(url, {
        method,
        headers: { authorization: this.#authorization, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(this.timers.requestMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { code: response.status, body: readJson(await response.text()) };
    } catch {
      return { code: 0, body: undefined };
    }
  }

  protected async connect(signal: AbortSignal): Promise<LinkProblem | { readonly lost: Promise<void> }> {
    const { code } = await this.request('GET', '/asterisk/info', { only: 'system' });
    const problem = problemOf(code);
    if (problem) return problem;
    if (signal.aborted) return UNREACHABLE;
    let isHeard = true;
    const socket = new EventSocket(this.#eventsUrl(), (event) => {
      if (event.eventname === HEARTBEAT) isHeard = true;
      else this.pass(event);
    });
    signal.addEventListener('abort', () => socket.close(), { once: true });
    const late = sleep(this.timers.requestMs, false, { ref: false });
    const isOpen = await Promise.race([socket.opened, late]);
    const refusal = isOpen ? await this.#subscribe() : NO_EVENTS;
    if (refusal) return refusal;
    const heartbeat = setInterval(() => {
      if (!isHeard) socket.close();
      isHeard = false;
      void this.request('POST', `/events/user/${HEARTBEAT}`, { application: this.#watching });
    }, this.timers.heartbeatMs);
    return { lost: socket.closed.then(() => clearInterval(heartbeat)) };
  }

  /**
   * All bridges, since a room has none before somebody is in; all channels, since one that is subscribed to when it is there
   * may have ended before.
   */
  async #subscribe(): Promise<LinkProblem | undefined> {
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

  #eventsUrl(): URL {
    const url = new URL(`${this.#url.replace(/^http/, 'ws')}/events`);
    url.searchParams.set('app', `${this.#watching},${this.holding}`);
    url.searchParams.set('api_key', this.#apiKey);
    return url;
  }
}

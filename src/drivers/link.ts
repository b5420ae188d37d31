/**
 * A connection to a conference server that is kept up.
 *
 *   waiting ──► connecting ──► set up: ready ──► … ──lost, or silent──► waiting
 *      ▲            └── refused ──┐
 *      └─ longer each time, up to 30 s
 */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './call-record.ts';

/** Why the conference server cannot be used; `message` is for the log. */
export interface LinkProblem {
  /** Stable; shown by `/readyz`. */
  readonly code: string;
  readonly message: string;
}

export interface LinkTimers {
  /** How long an answer may take. */
  readonly requestMs: number;
  /** A dead connection is noticed within this time. */
  readonly heartbeatMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

const TIMERS: LinkTimers = {
  requestMs: 5_000,
  heartbeatMs: 15_000,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
};

export interface LinkOptions {
  readonly log: Log;
  readonly timers?: Partial<LinkTimers>;
  readonly random?: () => number;
}

export interface LinkNames {
  /** For the log: `Asterisk`. */
  readonly server: string;
  /** For the log: where it is. */
  readonly address: string;
  readonly connecting: LinkProblem;
  readonly unreachable: LinkProblem;
}

export abstract class Link<Event> extends EventEmitter<{ event: [Event]; ready: []; lost: [] }> {
  protected readonly timers: LinkTimers;
  readonly #names: LinkNames;
  readonly #log: Log;
  readonly #random: () => number;
  readonly #stop = new AbortController();
  readonly #attempted = Promise.withResolvers<void>();
  #session = new AbortController();
  #isReady = false;
  #problem: LinkProblem | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(names: LinkNames, { log, timers, random = Math.random }: LinkOptions) {
    super();
    this.setMaxListeners(0);
    this.#names = names;
    this.#log = log;
    this.timers = { ...TIMERS, ...timers };
    this.#random = random;
    this.#problem = names.connecting;
  }

  /**
   * Connects, and asks for everything that is to be told. Resolves with what is wrong, or else with `lost`, which resolves when
   * the connection has gone. `signal` ends it, whatever it does.
   */
  protected abstract connect(signal: AbortSignal): Promise<LinkProblem | { readonly lost: Promise<void> }>;

  /** Events arrive, and requests are likely to be answered. */
  get ready(): boolean {
    return this.#isReady;
  }

  /** Why it is not ready; undefined: it is. */
  get problem(): LinkProblem | undefined {
    return this.#problem;
  }

  /** Begins to connect, and heals by itself from then on. Resolves when the first attempt is over, however it ended. */
  async start(): Promise<void> {
    this.#running = this.#run();
    await this.#attempted.promise;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#session.abort();
    this.#attempted.resolve();
    await this.#running;
  }

  /** Connects anew, so that everything is asked for again. */
  restart(): void {
    this.#session.abort();
  }

  /** What one of us cannot read must not end the process. */
  protected pass(event: Event): void {
    try {
      this.emit('event', event);
    } catch (err) {
      this.#log.warn({ err }, `an event of ${this.#names.server} was not understood`);
    }
  }

  async #run(): Promise<void> {
    const { firstPauseMs, longestPauseMs } = this.timers;
    let pauseMs = firstPauseMs;
    while (!this.#stop.signal.aborted) {
      const wasReady = await this.#attempt();
      pauseMs = wasReady ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      // Many of us do not come back in one moment.
      const ms = pauseMs * (0.5 + this.#random() / 2);
      await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  /** One connection, from its beginning to its end; resolves whether it was ready meanwhile. */
  async #attempt(): Promise<boolean> {
    const session = new AbortController();
    this.#session = session;
    const opened = await this.connect(session.signal);
    if ('code' in opened || session.signal.aborted) {
      session.abort();
      this.#fail('code' in opened ? opened : this.#names.unreachable);
      return false;
    }
    this.#isReady = true;
    this.#problem = undefined;
    this.#attempted.resolve();
    this.#log.info({ address: this.#names.address }, `connected to ${this.#names.server}`);
    this.emit('ready');
    await opened.lost;
    session.abort();
    this.#isReady = false;
    this.#fail(this.#names.unreachable);
    // Who stops knows; nobody else shall take it for news.
    if (!this.#stop.signal.aborted) this.emit('lost');
    return true;
  }

  #fail(problem: LinkProblem): void {
    if (this.#stop.signal.aborted) return;
    const { server, address } = this.#names;
    if (problem.code !== this.#problem?.code)
      this.#log.warn({ address, ...problem }, `no connection to ${server}`);
    this.#problem = problem;
    this.#attempted.resolve();
  }
}

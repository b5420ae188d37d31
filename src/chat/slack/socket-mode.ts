import { SocketModeClient } from '@slack/socket-mode';
import type { Time } from '../patience.ts';
import type { Log } from '../ports.ts';
import { loggerOf } from './slack-client.ts';

export interface SocketModeOptions {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly time: Time;
  /** Handles what one envelope brings; what it resolves with goes back. Where it rejects, Slack sends it again. */
  readonly handle: (type: string, body: Readonly<Record<string, unknown>>) => Promise<object | undefined>;
  /** Counts and logs what was refused, by a stable code. */
  readonly refused: (reason: string, facts?: object) => void;
}

/** As many as at HTTP. More is not acknowledged, and Slack sends it again. */
const MAX_UNDER_WAY = 250;

const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** How long turns under way may take while stopping. */
const STOP_LIMIT_MS = 2_000;

/**
 * Events over a WebSocket that we open, where Slack cannot reach us. Comes back by itself: the client's own way of doing so
 * leaves a rejection to nobody when the network is gone, which would end the process.
 */
export class SocketMode {
  readonly #options: SocketModeOptions;
  readonly #client: SocketModeClient;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = Promise.withResolvers<void>();
  #isStopped = false;
  #isConnected = false;
  #running: Promise<void> | undefined;

  constructor(options: SocketModeOptions) {
    const { appToken, apiUrl, log, refused } = options;
    this.#options = options;
    this.#client = new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: loggerOf(log),
      clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
    });
    this.#client.on('slack_event', (envelope: Envelope) => {
      if (this.#underWay.size >= MAX_UNDER_WAY) return refused('overloaded', { type: envelope.type });
      const work = this.#take(envelope).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    });
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** What is under way is finished and acknowledged, if it takes no longer than a moment. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopping.resolve();
    await Promise.race([Promise.all(this.#underWay), this.#options.time.sleep(STOP_LIMIT_MS)]);
    await this.#client.disconnect();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { log, time } = this.#options;
    for (let failures = 0; !this.#isStopped; failures += 1) {
      try {
        await this.#client.start();
        log.info({}, 'Slack is connected by Socket Mode');
        failures = 0;
        this.#isConnected = true;
        const gone = new Promise<void>((resolve) => this.#client.once('disconnected', () => resolve()));
        // Stopped while it connected: nobody would close this one.
        if (this.#isStopped) await this.#client.disconnect();
        await gone;
      } catch (err) {
        log.warn({ err }, 'Slack could not be reached by Socket Mode; trying again');
      }
      this.#isConnected = false;
      if (this.#isStopped) return;
      const pause = Math.min(PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
      await Promise.race([time.sleep(pause), this.#stopping.promise]);
    }
  }

  async #take({ type, body, ack }: Envelope): Promise<void> {
    if (this.#isStopped) return;
    try {
      await ack(await this.#options.handle(type, body));
    } catch (err) {
      this.#options.log.error({ err, type }, 'What came by Socket Mode could not be worked on');
    }
  }
}

interface Envelope {
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ack: (response?: object) => Promise<void>;
}

/**
 * The connection to FreeSWITCH: its Event Socket (mod_event_socket), which we call.
 *
 *   connecting ──auth/request──► password ──+OK──► mod_conference is there ──► filters, events: ready
 *        └── refused by address ─────┴── refused ───────────┴── refused
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Link, type LinkOptions, type LinkProblem } from '../link.ts';
import {
  CONNECTING,
  NO_CONFERENCES,
  NOT_LISTED,
  PASSWORD,
  REFUSED,
  STRANGE,
  UNREACHABLE,
} from './esl-problem.ts';
import { EventSocket } from './event-socket.ts';
import { type Facts, readFacts } from './facts.ts';

export interface EslClientOptions extends LinkOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

const HAS_CONFERENCES = 'api module_exists mod_conference';

/** First what is let through, then the events: a busy server would send hundreds of others. One filter that fits is enough. */
const SUBSCRIPTION = [
  'filter Unique-ID /^usher-/',
  'filter Action add-member',
  'filter Action del-member',
  'event json CHANNEL_CREATE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER CHANNEL_HANGUP_COMPLETE CUSTOM conference::maintenance',
] as const;

export class EslClient extends Link<Facts> {
  readonly #host: string;
  readonly #port: number;
  readonly #password: string;
  #socket: EventSocket | undefined;

  constructor({ host, port, password, ...options }: EslClientOptions) {
    const address = `${host}:${port}`;
    super({ server: 'FreeSWITCH', address, connecting: CONNECTING, unreachable: UNREACHABLE }, options);
    this.#host = host;
    this.#port = port;
    this.#password = password;
  }

  /** The answer to an API command, without its last line break. Undefined: nobody answered. Throws where it is not one line. */
  async api(command: string): Promise<string | undefined> {
    return this.#socket && (await this.#ask(this.#socket, `api ${command}`));
  }

  protected async connect(signal: AbortSignal): Promise<LinkProblem | { readonly lost: Promise<void> }> {
    const socket = new EventSocket(this.#host, this.#port, (json) => {
      const event = readFacts(json);
      if (event) this.pass(event);
    });
    signal.addEventListener('abort', () => socket.close(), { once: true });
    const problem = await this.#setUp(socket);
    if (problem) return problem;
    this.#socket = socket;
    const heartbeat = setInterval(() => void this.#beat(socket), this.timers.heartbeatMs);
    return {
      lost: socket.closed.then(() => {
        clearInterval(heartbeat);
        this.#socket = undefined;
      }),
    };
  }

  async #setUp(socket: EventSocket): Promise<LinkProblem | undefined> {
    const late = sleep(this.timers.requestMs, 'strange' as const, { ref: false });
    const greeting = await Promise.race([socket.greeting, late]);
    if (greeting !== 'auth') return { acl: NOT_LISTED, strange: STRANGE, nobody: UNREACHABLE }[greeting];
    const accepted = await this.#ask(socket, `auth ${this.#password}`);
    if (accepted === undefined) return UNREACHABLE;
    if (!isOk(accepted)) return PASSWORD;
    const hasConferences = await this.#ask(socket, HAS_CONFERENCES);
    if (hasConferences !== 'true') return hasConferences === 'false' ? NO_CONFERENCES : REFUSED;
    for (const line of SUBSCRIPTION) {
      const reply = await this.#ask(socket, line);
      if (reply === undefined || !isOk(reply)) return REFUSED;
    }
    return undefined;
  }

  /** Who does not answer any more is left; so is who has lost its conferences. */
  async #beat(socket: EventSocket): Promise<void> {
    if ((await this.#ask(socket, HAS_CONFERENCES)) !== 'true') socket.close();
  }

  async #ask(socket: EventSocket, line: string): Promise<string | undefined> {
    // Answers come in the order of the commands: after one that is missing none could be told from another.
    const late = setTimeout(() => socket.close(), this.timers.requestMs);
    const reply = await socket.command(line).finally(() => clearTimeout(late));
    return reply?.trimEnd();
  }
}

function isOk(reply: string): boolean {
  return reply.startsWith('+OK');
}

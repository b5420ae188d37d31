/**
 * Keeps our Contact known to the registrar (RFC 3261 10), for servers that serve only who is registered. Calls do not wait for it.
 *
 *   waiting ──connection ready──► registering ──200──► registered ──most of Expires is over──► registering …
 *                                   │  ▲ └─423, 439: at once, as the registrar wants it
 *                                   │  └─backoff─┐
 *                                   └──refused───┴──► failed, with its code
 *   any ──connection lost──► waiting          any ──stop──► unregistered, if that is quick
 *
 * The registrar keeps one binding per flow (RFC 5626: `reg-id`, `+sip.instance`); one that knows no flows is told to forget
 * those of lost connections.
 */
import { createHash } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type IncomingResponseMessage, URI } from 'sip.js/lib/core/index.js';
import { newCallId, newTag } from './identifiers.ts';
import { afterTimeout, type Later } from './later.ts';
import { grantedSeconds, LONGEST_SECONDS, secondsIn } from './register-response.ts';
import { codeOf } from './responses.ts';
import type { SipUserAgent } from './user-agent.ts';

export interface RegistrationOptions {
  readonly userAgent: SipUserAgent;
  /** Names this installation over restarts, among others of the same address: such as host and port. */
  readonly instance: string;
  readonly log: Logger;
  readonly timers?: Partial<RegistrationTimers>;
  /** 0 to 1; Math.random unless given. */
  readonly random?: () => number;
  /** setTimeout unless given. */
  readonly later?: Later;
}

export interface RegistrationTimers {
  /** How long a registration shall last unless the registrar wants it otherwise; 600,000. */
  readonly expiresMs: number;
  /** Pause after the first refusal, doubled each time; 5,000. */
  readonly retryMinMs: number;
  /** Longest pause, and the one after a refusal that asking again does not change; 300,000. */
  readonly retryMaxMs: number;
  /** How long stopping may take; 1,000. */
  readonly stopMs: number;
}

const TIMERS: RegistrationTimers = {
  expiresMs: 600_000,
  retryMinMs: 5_000,
  retryMaxMs: 300_000,
  stopMs: 1_000,
};

/** A wrong password or name does not become right by being tried often, and servers lock out who does. */
const UNCHANGING = new Set([401, 403, 404, 407]);
const LONGEST_RETRY_AFTER_SECONDS = 3_600;
/** Lost connections whose bindings are not yet removed; more are left to expire. */
const MAX_OLD_CONTACTS = 4;

export type RegistrationState =
  | { readonly kind: 'waiting' | 'registering' | 'registered' }
  /** `code` of the response; 408 and 503 also where none came. */
  | { readonly kind: 'failed'; readonly code: number };

export class Registration {
  readonly #userAgent: SipUserAgent;
  readonly #log: Logger;
  readonly #timers: RegistrationTimers;
  readonly #random: () => number;
  readonly #later: Later;
  readonly #instance: string;
  /** One Call-ID for all (RFC 3261 10.2). */
  readonly #ids = { callId: newCallId(), fromTag: newTag() };
  #cseq = 0;
  #state: RegistrationState = { kind: 'waiting' };
  #expiresSeconds: number;
  #usesFlows = true;
  #failures = 0;
  #forgetTimer = (): void => {};
  /** Contacts that the registrar has, or may have. */
  #contacts: readonly string[] = [];
  /** The REGISTER under way; there is one at a time. */
  #underWay: Promise<unknown> = Promise.resolve();
  /** Another one after each connection: what began on an old one counts no more. */
  #flow: object = {};
  readonly #firstAttempt = Promise.withResolvers<void>();

  constructor(options: RegistrationOptions) {
    const { userAgent, instance, log, timers, random = Math.random, later = afterTimeout } = options;
    this.#userAgent = userAgent;
    this.#log = log;
    this.#timers = { ...TIMERS, ...timers };
    this.#random = random;
    this.#later = later;
    this.#instance = uuidOf(`${userAgent.uri} ${instance}`);
    this.#expiresSeconds = this.#timers.expiresMs / 1_000;
  }

  get state(): RegistrationState {
    return this.#state;
  }

  /**
   * Registers now, or as soon as there is a connection, and after each later one. Resolves when the first attempt is
   * over, however it ended; at once where there is no connection.
   */
  async start(): Promise<void> {
    this.#userAgent.on('ready', this.#onReady);
    this.#userAgent.on('disconnected', this.#onDisconnected);
    if (!this.#userAgent.ready) return;
    this.#onReady();
    await this.#firstAttempt.promise;
  }

  /** Before the user agent stops. Takes our Contact back where the registrar answers in time; never rejects. */
  async stop(): Promise<void> {
    this.#userAgent.off('ready', this.#onReady);
    this.#userAgent.off('disconnected', this.#onDisconnected);
    this.#onDisconnected();
    const contacts = this.#contacts;
    this.#contacts = [];
    if (!this.#userAgent.ready || contacts.length === 0) return;
    const unregistered = this.#underWay.then(() => this.#send(contacts.map(expired)));
    await Promise.race([unregistered, after(this.#timers.stopMs, undefined, { ref: false })]);
  }

  readonly #onReady = (): void => {
    this.#flow = {};
    this.#failures = 0;
    this.#state = { kind: 'registering' };
    this.#register(this.#flow);
  };

  readonly #onDisconnected = (): void => {
    this.#firstAttempt.resolve();
    this.#forgetTimer();
    this.#flow = {};
    this.#state = { kind: 'waiting' };
  };

  #register(flow: object, isRepeated = false): void {
    const { contact } = this.#userAgent;
    const old = this.#contacts.filter((other) => other !== contact).slice(-MAX_OLD_CONTACTS);
    this.#contacts = [...old, contact];
    const flowParameters = this.#usesFlows ? ';reg-id=1' : '';
    const binding = `${contact};+sip.instance="<urn:uuid:${this.#instance}>"${flowParameters};expires=${this.#expiresSeconds}`;
    this.#underWay = this.#send([binding, ...old.map(expired)]).then((message) => {
      // Race: connected again, or stopped, while the registrar was thinking.
      if (flow !== this.#flow) return;
      if (!isRepeated && this.#adapts(message)) this.#register(flow, true);
      else this.#onResponse(message, contact, flow);
    });
  }

  /** Whether the registrar wants something that we can do. */
  #adapts(message: IncomingResponseMessage): boolean {
    const code = codeOf(message);
    const minimum = secondsIn(message, 'min-expires') ?? 0;
    if (code === 423 && minimum > this.#expiresSeconds && minimum <= LONGEST_SECONDS) {
      this.#expiresSeconds = minimum;
      return true;
    }
    // First Hop Lacks Outbound Support (RFC 5626 11.6).
    const isFlowRefused = code === 439 && this.#usesFlows;
    if (isFlowRefused) this.#usesFlows = false;
    return isFlowRefused;
  }

  #onResponse(message: IncomingResponseMessage, contact: string, flow: object): void {
    const code = codeOf(message);
    if (code < 300) {
      this.#contacts = [contact];
      this.#onRegistered(grantedSeconds(message, contact) ?? this.#expiresSeconds, flow);
    } else {
      this.#onRefused(code, message, flow);
    }
  }

  #onRegistered(seconds: number, flow: object): void {
    if (this.#state.kind !== 'registered') this.#log.info({ seconds }, 'sip registered');
    this.#state = { kind: 'registered' };
    this.#failures = 0;
    this.#again(seconds * 1_000 * (0.7 + 0.15 * this.#random()), flow);
  }

  #onRefused(code: number, message: IncomingResponseMessage, flow: object): void {
    const { retryMinMs, retryMaxMs } = this.#timers;
    const wanted = Math.min(secondsIn(message, 'retry-after') ?? 0, LONGEST_RETRY_AFTER_SECONDS) * 1_000;
    const pause = UNCHANGING.has(code) ? retryMaxMs : Math.min(retryMinMs * 2 ** this.#failures, retryMaxMs);
    const delayMs = Math.round(Math.max(wanted, pause * (0.75 + 0.25 * this.#random())));
    this.#failures += 1;
    this.#state = { kind: 'failed', code };
    this.#log.warn({ code, reason: message.reasonPhrase, delayMs }, 'sip registration refused');
    this.#again(delayMs, flow);
  }

  #again(delayMs: number, flow: object): void {
    this.#firstAttempt.resolve();
    this.#forgetTimer();
    this.#forgetTimer = this.#later(delayMs, () => this.#register(flow));
  }

  /** Resolves with the final response, whoever made it. */
  #send(contacts: readonly string[]): Promise<IncomingResponseMessage> {
    const { core, uri } = this.#userAgent;
    const registrar = new URI(uri.scheme, '', uri.host, uri.port);
    const message = core.makeOutgoingRequestMessage(
      'REGISTER',
      registrar,
      uri,
      uri,
      {
        ...this.#ids,
        cseq: this.#cseq + 1,
        optionTags: this.#usesFlows ? ['path', 'outbound'] : ['path'],
      },
      [...contacts.map((contact) => `Contact: ${contact}`), `Allow: ${this.#userAgent.allow}`],
    );
    return new Promise((resolve) => {
      const done = ({ message: response }: { message: IncomingResponseMessage }) => {
        this.#cseq = message.cseq; // with credentials it has become higher
        resolve(response);
      };
      core.request(message, { onAccept: done, onRedirect: done, onReject: done });
    });
  }
}

function expired(contact: string): string {
  return `${contact};expires=0`;
}

/** The same for the same name (RFC 5626 4.1), in the form of a version 8 UUID (RFC 9562 5.8). */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

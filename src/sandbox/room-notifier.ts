/**
 * Tells subscribers who is in a room (RFC 4575, RFC 6665): everybody at first and after each refresh, then what has changed.
 *
 *   SUBSCRIBE ──another event──► 489      ──Expires: 0──► told once
 *     └──► told ──a change──► told …      ──expired, Expires: 0, a NOTIFY that is refused──► forgotten
 */
import { Dialog, type IncomingRequestMessage, type IncomingSubscribeRequest } from 'sip.js/lib/core/index.js';
import { CONFERENCE_INFO } from '../sip/roster/conference-document.ts';
import { newTag } from '../sip/user-agent/identifiers.ts';
import type { Line } from './line.ts';
import { type RosterParts, type RosterUser, rosterDocument, rosterParts } from './roster-document.ts';

export interface RoomNotifierOptions {
  readonly line: Line;
  users(): readonly RosterUser[];
  later(delayMs: number, act: () => void): void;
}

const LONGEST_SECONDS = 3_600;
/** Many who come at once are told at once. */
const GATHER_MS = 20;

export class RoomNotifier {
  readonly #options: RoomNotifierOptions;
  readonly #subscribers = new Set<Subscriber>();
  #isToTell = false;

  constructor(options: RoomNotifierOptions) {
    this.#options = options;
  }

  /** How many are told. */
  get size(): number {
    return this.#subscribers.size;
  }

  receive(request: IncomingSubscribeRequest): void {
    const { message } = request;
    const { line } = this.#options;
    if (!isConference(message)) {
      request.reject({ statusCode: 489, extraHeaders: ['Allow-Events: conference'] });
      return;
    }
    if (!message.hasHeader('contact')) {
      request.reject({ statusCode: 400 });
      return;
    }
    const toTag = newTag();
    const seconds = secondsOf(message);
    request.accept({ statusCode: 200, toTag, extraHeaders: granted(line, seconds) });
    const subscriber = new Subscriber(this.#options, message, toTag, () =>
      this.#subscribers.delete(subscriber),
    );
    this.#subscribers.add(subscriber);
    subscriber.subscribed(seconds);
  }

  /** Somebody has come or gone, or rings no more. */
  changed(): void {
    if (this.#isToTell || this.#subscribers.size === 0) return;
    this.#isToTell = true;
    this.#options.later(GATHER_MS, () => {
      this.#isToTell = false;
      const parts = rosterParts(this.#options.users());
      for (const subscriber of this.#subscribers) subscriber.tell(parts);
    });
  }
}

/** Its place among sip.js' dialogs brings it what comes later: a refresh, or the end. */
class Subscriber extends Dialog {
  readonly #options: RoomNotifierOptions;
  readonly #forget: () => void;
  #version = 0;
  #told: RosterParts | undefined;
  #expiresAt = 0;

  constructor(
    options: RoomNotifierOptions,
    request: IncomingRequestMessage,
    tag: string,
    forget: () => void,
  ) {
    super(options.line.core, Dialog.initialDialogStateForUserAgentServer(request, tag));
    this.#options = options;
    this.#forget = forget;
  }

  /** For so long from now on, and told everything: RFC 6665 4.2.1.2. */
  subscribed(seconds: number): void {
    this.#told = undefined;
    const expiresAt = performance.now() + seconds * 1_000;
    this.#expiresAt = expiresAt;
    if (seconds > 0) {
      this.#options.later(seconds * 1_000, () => {
        // Unless it was refreshed meanwhile.
        if (this.#expiresAt === expiresAt) this.dispose();
      });
    }
    this.tell(rosterParts(this.#options.users()));
  }

  tell(parts: RosterParts): void {
    const entity = `${this.#options.line.uri}`;
    const content = rosterDocument(entity, this.#version, parts, this.#told);
    if (content === undefined) return;
    this.#told = parts;
    this.#version += 1;
    const seconds = Math.round((this.#expiresAt - performance.now()) / 1_000);
    this.#notify(seconds > 0 ? `active;expires=${seconds}` : 'terminated;reason=timeout', content);
  }

  override receiveRequest(message: IncomingRequestMessage): void {
    if (!this.sequenceGuard(message)) return;
    super.receiveRequest(message);
    const { line } = this.#options;
    const isRefresh = message.method === 'SUBSCRIBE' && isConference(message);
    const seconds = secondsOf(message);
    const extraHeaders = isRefresh ? granted(line, seconds) : [line.allowHeader];
    this.core.replyStateless(message, { statusCode: isRefresh ? 200 : 405, extraHeaders });
    if (isRefresh) this.subscribed(seconds);
  }

  override dispose(): void {
    super.dispose();
    this.#forget();
  }

  #notify(state: string, content: string): void {
    const { line } = this.#options;
    const isLast = state.startsWith('terminated');
    const extraHeaders = [line.contactHeader, 'Event: conference', `Subscription-State: ${state}`];
    const body = { contentDisposition: 'render', contentType: CONFERENCE_INFO, content };
    // Nobody listens there any more (4.2.2).
    const refused = () => this.dispose();
    const message = this.createOutgoingRequestMessage('NOTIFY', { extraHeaders, body });
    this.core.request(message, { onReject: refused, onRedirect: refused });
    if (isLast) this.dispose();
  }
}

function isConference(message: IncomingRequestMessage): boolean {
  return /^\s*conference\s*(?:;|$)/i.test(message.getHeader('event') ?? '');
}

function secondsOf(message: IncomingRequestMessage): number {
  const digits = /^\s*(\d{1,9})\s*$/.exec(message.getHeader('expires') ?? '')?.[1];
  return Math.min(digits === undefined ? LONGEST_SECONDS : Number(digits), LONGEST_SECONDS);
}

function granted(line: Line, seconds: number): string[] {
  return [line.contactHeader, line.allowHeader, `Expires: ${seconds}`];
}

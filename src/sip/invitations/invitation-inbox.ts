/**
 * Invitations to a conference that our SIP server passes on to us: Lync's App-INVITE, and a REFER to a conference
 * (RFC 4579 5.6). Nobody else is heard: what comes in on SIP_LISTEN is a stranger's, whoever it says it is.
 *
 *   INVITE ──100──► who takes it? ──180──► people are asked ──► 200, ACK, BYE   or 603   or 487 after a CANCEL
 *   REFER ────────► who takes it? ──202, NOTIFY 100──► people are asked ──► NOTIFY 200 or 603
 *                        ├── nobody ──► 480                  └── nobody answers ──► 480, NOTIFY 408
 *                        └── asked enough ──► 486
 */
import type { Logger } from 'pino';
import type {
  IncomingInviteRequest,
  IncomingReferRequest,
  IncomingRequestMessage,
} from 'sip.js/lib/core/index.js';
import { formatAddress, IncomingInvitation, type InvitationReply, parseAddress } from '../../core/index.ts';
import { assertedName } from '../user-agent/asserted-identity.ts';
import { callerOf } from '../user-agent/call-back.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { CONF_INVITE_TYPE, type ConferenceTarget, readConfInvite } from './conf-invite-body.ts';
import { InviteReply } from './invite-reply.ts';
import { ReferReply } from './refer-reply.ts';
import { readReferTo } from './refer-target.ts';
import { readToast } from './toast-header.ts';

/** `asked`: people have been asked, and the invitation will be answered; `nobody`: there is nobody to ask; `busy`: not now. */
export type TakeInvitation = (invitation: IncomingInvitation) => Promise<'asked' | 'nobody' | 'busy'>;

export interface InvitationInboxOptions {
  readonly userAgent: SipUserAgent;
  /** The gate: whether this conference may be called. */
  readonly mayCall: (uri: string) => boolean;
  readonly log: Logger;
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly now?: () => number;
  readonly timers?: Partial<InboxTimers>;
}

export interface InboxTimers {
  /** How long people may be asked, where the inviter does not say less in Expires; 60,000. */
  readonly askMs: number;
  /** How long the question who takes it may take; 2,000. */
  readonly takeMs: number;
  /** How long to wait for the ACK, and then for the BYE, and how long a repeated REFER is known; 32,000 (64*T1). */
  readonly confirmMs: number;
}

const TIMERS: InboxTimers = { askMs: 60_000, takeMs: 2_000, confirmMs: 32_000 };
/** A slow database, or a peer that invites without end, must not collect more than this. */
const MAX_OPEN = 50;

const MALFORMED = 400;
const NOT_ALLOWED = 403;
const UNAVAILABLE = 480;
const BUSY = 486;
const WITHDRAWN = 487;

/** One request, and how its sender is answered. */
interface Asking {
  readonly message: IncomingRequestMessage;
  readonly conference: ConferenceTarget | undefined;
  readonly reply: InvitationReply;
  refuse(code: number): void;
  /** People are being asked, for so many seconds at most. */
  asked(seconds: number): void;
  /** Nobody has answered. */
  expire(): void;
}

export class InvitationInbox {
  readonly #options: InvitationInboxOptions;
  readonly #timers: InboxTimers;
  #take: TakeInvitation | undefined;
  #open = 0;
  /** Those that stand, and those that ended lately. */
  readonly #referred = new Map<string, ReferReply>();

  constructor(options: InvitationInboxOptions) {
    this.#options = options;
    this.#timers = { ...TIMERS, ...options.timers };
  }

  /** From now on invitations are handed to `take`; before, whoever sends one is a stranger. */
  open(take: TakeInvitation): void {
    this.#take = take;
    this.#options.userAgent.invitations = this;
  }

  /**
   * Whether this request, which our own server has passed on, is an invitation. One that wants to take over or join another
   * call is none (RFC 3891, 3911).
   */
  takes(request: IncomingRequestMessage): boolean {
    if (request.hasHeader('replaces') || request.hasHeader('join')) return false;
    if (request.method === 'INVITE') return isConfInvite(request);
    return request.method === 'REFER' && readReferTo(request.getHeaders('refer-to')) !== undefined;
  }

  invite(call: IncomingInviteRequest): void {
    const { message } = call;
    call.trying();
    const invitation = this.#receive({
      message,
      conference: readConfInvite(message.body),
      reply: new InviteReply(call, this.#timers.confirmMs),
      refuse: (statusCode) => call.reject({ statusCode }),
      asked: () => call.progress({ statusCode: 180 }),
      expire: () => call.reject({ statusCode: UNAVAILABLE }),
    });
    call.delegate = {
      onCancel: () => {
        // Race: a CANCEL that comes after our answer has no effect (RFC 3261 9.2).
        if (invitation?.state !== 'Incoming') return;
        call.reject({ statusCode: WITHDRAWN });
        invitation.end('withdrawn');
      },
    };
  }

  refer(refer: IncomingReferRequest): void {
    const { message } = refer;
    // sip.js forgets a REFER over TCP as soon as it is answered.
    const key = `${message.callId} ${message.fromTag} ${message.cseq}`;
    const before = this.#referred.get(key);
    if (before) {
      before.repeat(refer);
      return;
    }
    const reply = new ReferReply(this.#options.userAgent, refer);
    const invitation = this.#receive({
      message,
      conference: readReferTo(message.getHeaders('refer-to')),
      reply,
      refuse: (statusCode) => refer.reject({ statusCode }),
      asked: (seconds) => {
        this.#referred.set(key, reply);
        reply.take(seconds);
      },
      expire: () => reply.expire(),
    });
    invitation?.onStateChanged(({ state }) => {
      if (state !== 'Terminated') return;
      setTimeout(() => this.#referred.delete(key), this.#timers.confirmMs).unref();
    });
  }

  /** Undefined: refused at once. */
  #receive(asking: Asking): IncomingInvitation | undefined {
    const { message, conference, reply, refuse } = asking;
    const { userAgent, mayCall, log, now = Date.now } = this.#options;
    const askMs = Math.min(this.#timers.askMs, expiresMs(message));
    const inviter = addressOf(callerOf(message, userAgent.uri.host));
    if (!conference) refuse(MALFORMED);
    else if (!mayCall(conference.conferenceUri)) refuse(NOT_ALLOWED);
    else if (inviter === undefined || askMs === 0 || this.#open >= MAX_OPEN) refuse(UNAVAILABLE);
    else {
      const invitation = new IncomingInvitation({
        ...conference,
        inviter: { address: inviter, name: assertedName(message) || message.from.displayName },
        toast: readToast([...message.getHeaders('ms-text-format'), ...message.getHeaders('ms-im-format')]),
        expiresAt: new Date(now() + askMs),
        reply,
      });
      this.#ask(invitation, asking, askMs).catch((err) =>
        log.warn({ err }, 'an invitation was not answered'),
      );
      return invitation;
    }
    return undefined;
  }

  async #ask(invitation: IncomingInvitation, { asked, expire }: Asking, askMs: number): Promise<void> {
    let expiry: NodeJS.Timeout | undefined;
    this.#open += 1;
    invitation.onStateChanged(({ state }) => {
      if (state !== 'Terminated') return;
      this.#open -= 1;
      clearTimeout(expiry);
    });
    const answer = await this.#whoTakes(invitation);
    const { inviter, conferenceUri } = invitation;
    this.#options.log.info({ inviter: inviter.address, conferenceUri, answer }, 'an invitation came in');
    // Race: withdrawn, or answered, while it was looked up who takes it.
    if (invitation.state !== 'Incoming') return;
    if (answer !== 'asked') return invitation.decline({ code: answer === 'busy' ? BUSY : UNAVAILABLE });
    asked(Math.ceil(askMs / 1_000));
    expiry = setTimeout(() => {
      if (invitation.state !== 'Incoming') return;
      expire();
      invitation.end('expired');
    }, askMs);
    expiry.unref();
  }

  async #whoTakes(invitation: IncomingInvitation): ReturnType<TakeInvitation> {
    let timeout: NodeJS.Timeout | undefined;
    const late = new Promise<'nobody'>((resolve) => {
      timeout = setTimeout(resolve, this.#timers.takeMs, 'nobody');
    });
    try {
      return (await Promise.race([this.#take?.(invitation), late])) ?? 'nobody';
    } catch (err) {
      this.#options.log.warn({ err }, 'nobody could say who takes an invitation');
      return 'nobody';
    } finally {
      clearTimeout(timeout);
    }
  }
}

function isConfInvite(request: IncomingRequestMessage): boolean {
  return request.getHeader('content-type')?.split(';')[0]?.trim().toLowerCase() === CONF_INVITE_TYPE;
}

/** RFC 3261 20.19, RFC 3515: how long the request is worth an answer; missing: for ever. */
function expiresMs(message: IncomingRequestMessage): number {
  const expires = message.getHeader('expires')?.trim() ?? '';
  return /^\d{1,9}$/.test(expires) ? Number(expires) * 1_000 : Number.POSITIVE_INFINITY;
}

/** Without parameters; undefined: it is no address, as of who stays anonymous. */
function addressOf(uri: string): string | undefined {
  try {
    return formatAddress({ ...parseAddress(uri), parameters: '' });
  } catch {
    return undefined;
  }
}

/**
 * Where each message goes that arrives, from whomever.
 *
 *   broken ──► refused where it can be, and counted
 *   response ──► sip.js, by its branch
 *   request ──► a stranger's: refused      OPTIONS: answered here      NOTIFY of a subscription of ours: its listener
 *               all others: sip.js, by their dialog or for the delegate
 */
import type { Logger } from 'pino';
import {
  type IncomingRequestMessage,
  IncomingResponseMessage,
  type URI,
  type UserAgentCore,
  type UserAgentCoreDelegate,
} from 'sip.js/lib/core/index.js';
import type { Connection } from '../transport/connection.ts';
import type { SipTransport } from '../transport/sip-transport.ts';
import type { CallBack } from './call-back.ts';
import type { Challenge } from './digest/challenges.ts';
import { offerChallenges } from './digest/digest-credentials.ts';
import type { Drops } from './drops.ts';
import { readInbound } from './read-inbound.ts';
import { refusalOfStranger } from './strangers.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Invitations } from './user-agent-options.ts';

export interface InboundDispatchOptions {
  readonly core: UserAgentCore;
  readonly transport: SipTransport;
  readonly subscriptions: Subscriptions;
  readonly drops: Drops;
  readonly log: Logger;
  /** Who takes requests outside a dialog. */
  readonly delegate: UserAgentCoreDelegate;
  readonly callBack: CallBack | undefined;
  /** Who takes invitations to conferences, if anybody. */
  invitations(): Invitations | undefined;
  /** For whom sip.js takes requests. */
  readonly aor: URI;
  /** `Contact: …`, `Allow: …`; the Contact may change. */
  headers(): { readonly contact: string; readonly allow: string };
}

export class InboundDispatch {
  readonly #options: InboundDispatchOptions;

  constructor(options: InboundDispatchOptions) {
    this.#options = options;
  }

  /** Never throws, whatever it is. */
  receive(text: string, connection: Connection): void {
    const { core, transport, log } = this.#options;
    try {
      const inbound = readInbound(text, connection.remote, core.loggerFactory.getLogger('sip.parser'));
      if (inbound.kind === 'fault') {
        this.#refused(inbound.fault.reason, connection);
        if (inbound.refusal !== undefined) transport.answer(inbound.refusal, connection);
      } else if (inbound.message instanceof IncomingResponseMessage) {
        this.#receiveResponse(inbound.message, inbound.challenges, connection);
      } else {
        this.#receiveRequest(inbound.message, connection);
      }
    } catch (error) {
      this.#refused('not-handled', connection);
      log.warn({ err: error, from: connection.remote }, 'sip message that could not be handled');
    }
  }

  #receiveResponse(
    message: IncomingResponseMessage,
    challenges: readonly Challenge[],
    connection: Connection,
  ): void {
    const { core } = this.#options;
    const isAwaited = core.userAgentClients.has(`${message.viaBranch}${message.method}`);
    if (!isAwaited) this.#refused('response-unexpected', connection);
    // sip.js would make an early dialog of each 18x, drop those without a Contact, and later keep the 18x's target for the
    // whole call. For its transaction any 1xx is as good as 100; `codeOf` still finds the real code.
    const { statusCode } = message;
    if (message.method === 'INVITE' && statusCode && statusCode < 200) message.statusCode = 100;
    if (statusCode === 401 || statusCode === 407) offerChallenges(message, challenges);
    core.receiveIncomingResponseFromTransport(message);
  }

  #receiveRequest(request: IncomingRequestMessage, connection: Connection): void {
    const { core, transport, subscriptions, delegate, aor } = this.#options;
    const { contact, allow } = this.#options.headers();
    const { method } = request;
    const refusal = refusalOfStranger(request, delegate);
    const listener = method === 'NOTIFY' ? subscriptions.listenerOf(request) : undefined;
    if (refusal !== undefined && !this.#isHeard(request, connection)) {
      this.#refused('stranger', connection);
      core.replyStateless(request, { statusCode: refusal, extraHeaders: [allow] });
    } else if (method === 'OPTIONS' && (!request.toTag || this.#hasDialog(request))) {
      const extraHeaders = [contact, allow, 'Accept: application/sdp, message/sipfrag'];
      core.replyStateless(request, { statusCode: 200, extraHeaders });
      if (!request.toTag) transport.blame(connection);
    } else if (listener) {
      core.replyStateless(request, listener(request) ?? { statusCode: 200 });
    } else {
      if (!this.#isExpected(request)) this.#refused('no-dialog', connection);
      // sip.js compares the user of the Request-URI with ours; a proxy may write another one, and the sandbox has many.
      aor.user = request.ruri?.user;
      core.receiveIncomingRequestFromTransport(request);
    }
  }

  /** Who sends too much of it is not read for a while. */
  #refused(reason: string, connection: Connection): void {
    const { drops, transport } = this.#options;
    drops.count(reason, connection);
    transport.blame(connection);
  }

  /**
   * Who calls back or invites, as our own server passes it on: what others say on SIP_LISTEN about who they are is worth
   * nothing.
   */
  #isHeard(request: IncomingRequestMessage, connection: Connection): boolean {
    const { callBack, invitations, transport } = this.#options;
    if (connection !== transport.serverConnection) return false;
    if (invitations()?.takes(request)) return true;
    return request.method === 'INVITE' && (callBack?.takes(request) ?? false);
  }

  #isExpected(request: IncomingRequestMessage): boolean {
    if (request.method === 'CANCEL') return this.#options.core.userAgentServers.has(request.viaBranch);
    return !request.toTag || this.#hasDialog(request);
  }

  #hasDialog({ callId, toTag, fromTag }: IncomingRequestMessage): boolean {
    return this.#options.core.dialogs.has(callId + toTag + fromTag);
  }
}

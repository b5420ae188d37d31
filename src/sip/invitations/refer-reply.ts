import { type IncomingReferRequest, NameAddrHeader, type URI } from 'sip.js/lib/core/index.js';
import type { Header, InvitationReply, Refusal, SipResponse } from '../../core/index.ts';
import { newTag } from '../user-agent/identifiers.ts';
import { isMadeHere } from '../user-agent/responses.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { linesOf } from './invite-reply.ts';

/**
 * Answers a REFER to a conference: 202 as soon as people have been asked (RFC 7647 would take 200, older peers know 202
 * only), and NOTIFYs about what they say (RFC 3515 2.4.4). They make a dialog of their own, which sip.js does not have.
 */
export class ReferReply implements InvitationReply {
  readonly #userAgent: SipUserAgent;
  readonly #refer: IncomingReferRequest;
  readonly #tag = newTag();
  /** RFC 4488: who sent it wants to hear nothing. */
  readonly #isSilent: boolean;
  #isTaken = false;
  #cseq = 0;

  constructor(userAgent: SipUserAgent, refer: IncomingReferRequest) {
    this.#userAgent = userAgent;
    this.#refer = refer;
    this.#isSilent = /^\s*false/i.test(refer.message.getHeader('refer-sub') ?? '');
  }

  /** People are being asked, for so many seconds at most. */
  take(seconds: number): void {
    this.#isTaken = true;
    this.repeat(this.#refer);
    void this.#notify({ code: 100, reasonPhrase: 'Trying' }, `active;expires=${seconds}`);
  }

  /** The same REFER, on another way or after a lost connection, gets the same answer, and nothing new begins. */
  repeat(refer: IncomingReferRequest): void {
    refer.accept({
      statusCode: 202,
      toTag: this.#tag,
      extraHeaders: [
        ...refer.message.getHeaders('record-route').map((route) => `Record-Route: ${route}`),
        `Contact: ${this.#userAgent.contact}`,
        ...(this.#isSilent ? ['Refer-Sub: false'] : []),
      ],
    });
  }

  accept(headers: readonly Header[]): Promise<boolean> {
    // Race: accepted before its sender could be told that people are being asked.
    if (!this.#isTaken) this.take(0);
    return this.#notify({ code: 200, reasonPhrase: 'OK' }, ENDED, headers);
  }

  decline({ code, reasonPhrase, headers }: Refusal): void {
    if (this.#isTaken) void this.#notify({ code, reasonPhrase: reasonPhrase || 'Declined' }, ENDED, headers);
    else this.#refer.reject({ statusCode: code, reasonPhrase, extraHeaders: linesOf(headers) });
  }

  /** Nobody has answered. */
  expire(): void {
    void this.#notify({ code: 408, reasonPhrase: 'Request Timeout' }, ENDED);
  }

  /** Resolves with whether anything came back; a 481 has arrived too, it only says that nobody waits for it any more. */
  async #notify(
    { code, reasonPhrase }: SipResponse,
    state: string,
    headers: readonly Header[] = [],
  ): Promise<boolean> {
    if (this.#isSilent) return true;
    const { core } = this.#userAgent;
    const { message } = this.#refer;
    this.#cseq += 1;
    const identity = {
      callId: message.callId,
      fromTag: this.#tag,
      toTag: message.fromTag,
      cseq: this.#cseq,
      routeSet: message.getHeaders('record-route'),
    };
    const lines = [
      `Contact: ${this.#userAgent.contact}`,
      'Event: refer',
      `Subscription-State: ${state}`,
      ...linesOf(headers),
    ];
    const notify = core.makeOutgoingRequestMessage(
      'NOTIFY',
      remoteTarget(this.#refer),
      message.to.uri,
      message.from.uri,
      identity,
      lines,
      {
        contentDisposition: 'render',
        contentType: 'message/sipfrag;version=2.0',
        content: `SIP/2.0 ${code} ${reasonPhrase}\r\n`,
      },
    );
    return new Promise((resolve) => {
      core.request(notify, {
        onAccept: () => resolve(true),
        onReject: ({ message: refusal }) => resolve(!isMadeHere(refusal)),
      });
    });
  }
}

const ENDED = 'terminated;reason=noresource';

function remoteTarget({ message }: IncomingReferRequest): URI {
  const contact = message.parseHeader('contact');
  return contact instanceof NameAddrHeader ? contact.uri : message.from.uri;
}

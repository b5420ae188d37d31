import {
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  NameAddrHeader,
  type URI,
} from 'sip.js/lib/core/index.js';
import { newCallId, newTag } from '../user-agent/identifiers.ts';
import { parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';

/** The dialog of a subscription (RFC 6665 4.4.1): the first NOTIFY makes it, so its tag and its route set count. */
export class SubscriptionDialog {
  readonly callId = newCallId();
  readonly localTag = newTag();
  readonly #userAgent: SipUserAgent;
  readonly #uri: URI;
  #target: URI;
  #remoteTag: string | undefined;
  #remoteCSeq = 0;
  #routeSet: readonly string[] = [];
  #cseq = 0;

  /** Throws TypeError for a `uri` that is none. */
  constructor(userAgent: SipUserAgent, uri: string) {
    this.#userAgent = userAgent;
    this.#uri = parseUri(uri);
    this.#target = this.#uri;
  }

  /** A NOTIFY has come: in-dialog requests have somebody to go to. */
  get isMade(): boolean {
    return this.#remoteTag !== undefined;
  }

  /** Takes it into the dialog; returns the code that refuses one that does not belong there. */
  admit(notify: IncomingRequestMessage): 481 | 500 | undefined {
    // Another branch of a forked SUBSCRIBE: this package allows one (RFC 4575 3.8).
    if (this.#remoteTag !== undefined && notify.fromTag !== this.#remoteTag) return 481;
    // Out of order (RFC 3261 12.2.2); one that is repeated is as good as the first.
    if (notify.cseq < this.#remoteCSeq) return 500;
    if (this.#remoteTag === undefined) {
      this.#remoteTag = notify.fromTag;
      this.#routeSet = notify.getHeaders('record-route');
    }
    this.#remoteCSeq = notify.cseq;
    const contact = notify.parseHeader('contact');
    if (contact instanceof NameAddrHeader) this.#target = contact.uri;
    return undefined;
  }

  /** SUBSCRIBE, inside the dialog once there is one. `onAnswer` gets the final response, whoever made it. */
  subscribe(headers: readonly string[], onAnswer: (message: IncomingResponseMessage) => void): void {
    const { core, uri } = this.#userAgent;
    const ids = {
      callId: this.callId,
      fromTag: this.localTag,
      ...(this.#remoteTag === undefined ? {} : { toTag: this.#remoteTag }),
      cseq: this.#cseq + 1,
      routeSet: [...this.#routeSet],
    };
    const allHeaders = [...this.#userAgent.headersTo(this.#target), ...headers];
    const message = core.makeOutgoingRequestMessage(
      'SUBSCRIBE',
      this.#target,
      uri,
      this.#uri,
      ids,
      allHeaders,
    );
    this.#cseq = message.cseq;
    const answered = ({ message: response }: { message: IncomingResponseMessage }) => {
      this.#cseq = Math.max(this.#cseq, message.cseq); // with credentials it has become higher
      onAnswer(response);
    };
    core.request(message, { onAccept: answered, onRedirect: answered, onReject: answered });
  }
}

import { type IncomingInviteRequest, NameAddrHeader, type URI } from 'sip.js/lib/core/index.js';
import { parseUri } from '../sip/index.ts';
import { Call, type CallEvents } from './call.ts';
import { addressOf, type Line, sdpBody } from './line.ts';

/** A call that came in. It does nothing by itself: whoever made it rings, answers or refuses. */
export class IncomingCall extends Call {
  readonly direction = 'in';
  readonly callId: string;
  readonly #request: IncomingInviteRequest;

  constructor(line: Line, request: IncomingInviteRequest, events: CallEvents) {
    const { from } = request.message;
    const remote = { name: from.displayName, uri: addressOf(from.uri) };
    super(line, remote, request.message.getHeader('subject') ?? '', events);
    this.#request = request;
    this.callId = request.message.callId;
    // Without any response the caller may not send a CANCEL (RFC 3261 9.1).
    request.trying();
    request.delegate = {
      onCancel: () => {
        request.reject({ statusCode: 487 });
        this.ended();
      },
    };
  }

  /** The caller is a conference (RFC 4579 5.2). */
  get isFromFocus(): boolean {
    return /;\s*isfocus\b/i.test(this.#request.message.getHeader('contact') ?? '');
  }

  /** Where the caller can be reached (RFC 3261 8.1.1.8). */
  get contact(): URI {
    const contact = this.#request.message.parseHeader('contact');
    return contact instanceof NameAddrHeader ? contact.uri : this.#request.message.from.uri;
  }

  /** 180 Ringing. */
  ring(): void {
    this.line.responding(() =>
      this.#request.progress({ statusCode: 180, extraHeaders: [this.line.allowHeader] }),
    );
  }

  /** 200 with an answer, or with an offer to an INVITE without one; 488 where the offer has no audio we know. */
  answer(): void {
    if (this.state !== 'ringing') return;
    const offer = this.#request.message.body;
    const { media, allowHeader } = this.line;
    const description = offer === '' ? media.offer() : media.answer(offer);
    if (description === undefined) {
      this.refuse(488);
      return;
    }
    const { session } = this.line.responding(() =>
      this.#request.accept({ statusCode: 200, extraHeaders: [allowHeader], body: sdpBody(description) }),
    );
    this.answered(session);
    this.described(offer);
  }

  /** Refuses with a code, or sends the caller to another address (302). */
  turnAway(how: number | string): void {
    if (this.state !== 'ringing') return;
    if (typeof how === 'number') {
      this.refuse(how);
    } else {
      this.#request.redirect([parseUri(how)]);
      this.ended();
    }
  }

  refuse(statusCode: number): void {
    if (this.state !== 'ringing') return;
    this.#request.reject({ statusCode, extraHeaders: [this.line.allowHeader] });
    this.ended();
  }

  protected override abandon(): void {
    this.#request.reject({ statusCode: 603 });
  }
}

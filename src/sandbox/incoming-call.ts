import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js';
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

  refuse(statusCode: number): void {
    if (this.state !== 'ringing') return;
    this.#request.reject({ statusCode, extraHeaders: [this.line.allowHeader] });
    this.ended();
  }

  protected override abandon(): void {
    this.#request.reject({ statusCode: 603 });
  }
}

import type { IncomingResponse, OutgoingInviteRequest, URI } from 'sip.js/lib/core/index.js';
import type { SipResponse } from '../core/index.ts';
import { codeOf } from '../sip/index.ts';
import { Call, type CallEvents } from './call.ts';
import { addressOf, type Line, sdpBody } from './line.ts';

export interface OutgoingCallOptions {
  /** Display names in To and From; the line's own name in From unless given. */
  readonly toName?: string;
  readonly fromName?: string;
  readonly subject?: string;
  /** Called for each 18x. */
  onProgress?(response: SipResponse): void;
}

/** A call that the line makes; it rings as soon as it exists. */
export class OutgoingCall extends Call {
  readonly direction = 'out';
  readonly callId: string;
  /** The answer that ended the ringing; never rejects. */
  readonly final: Promise<SipResponse>;
  readonly #request: OutgoingInviteRequest;

  constructor(line: Line, target: URI, options: OutgoingCallOptions, events: CallEvents) {
    const subject = options.subject ?? '';
    super(line, { name: options.toName ?? '', uri: addressOf(target) }, subject, events);
    const { promise, resolve } = Promise.withResolvers<SipResponse>();
    this.final = promise;
    const refused = ({ message }: IncomingResponse) => {
      resolve(responseOf(message));
      this.ended();
    };
    const headers = subject === '' ? [] : [`Subject: ${subject}`];
    const body = sdpBody(line.media.offer());
    this.#request = line.invite(
      target,
      { ...options, headers, body },
      {
        onTrying: ({ message }) => {
          if (codeOf(message) > 100 && this.state === 'ringing') options.onProgress?.(responseOf(message));
        },
        onAccept: (response) => {
          resolve(responseOf(response.message));
          response.ack();
          // Race: the answer crossed our CANCEL (RFC 3261 9.1).
          if (this.state === 'ended') {
            response.session.bye();
            return;
          }
          this.answered(response.session);
          this.described(response.message.body);
        },
        onReject: refused,
        onRedirect: refused,
      },
    );
    this.callId = this.#request.message.callId;
  }

  protected override abandon(): void {
    this.#request.cancel();
  }
}

function responseOf(message: IncomingResponse['message']): SipResponse {
  return { code: codeOf(message), reasonPhrase: message.reasonPhrase ?? '' };
}

import {
  ByeUserAgentClient,
  type IncomingInviteRequest,
  type Session,
  SessionDialog,
} from 'sip.js/lib/core/index.js';
import type { Header, InvitationReply, Refusal } from '../../core/index.ts';
import { headerLine } from '../calls/header-text.ts';
import { CONF_INVITE_TYPE } from './conf-invite-body.ts';

/** Who took the words of the toast says so, and they are not sent again as a message. */
const SUPPORTED = ['ms-conf-invite', 'ms-text-format'];

/**
 * Answers an INVITE that invites to a conference. There is no media in its call: the inviter acknowledges, and hangs up at
 * once. Where she does not hang up, we do.
 */
export class InviteReply implements InvitationReply {
  readonly #call: IncomingInviteRequest;
  readonly #confirmMs: number;

  /** `confirmMs`: how long to wait for the ACK, and then for the BYE. */
  constructor(call: IncomingInviteRequest, confirmMs: number) {
    this.#call = call;
    this.#confirmMs = confirmMs;
  }

  accept(headers: readonly Header[]): Promise<boolean> {
    const { session } = this.#call.accept({
      statusCode: 200,
      extraHeaders: linesOf(headers),
      supported: SUPPORTED,
      // sip.js takes no 200 without a body for an answer; an empty one leaves no trace on the wire.
      body: { contentDisposition: 'render', contentType: CONF_INVITE_TYPE, content: '' },
    });
    return new Promise((resolve) => {
      let hangUp = setTimeout(() => {
        resolve(false);
        bye(session);
      }, this.#confirmMs).unref();
      session.delegate = {
        onAck: () => {
          clearTimeout(hangUp);
          hangUp = setTimeout(() => bye(session), this.#confirmMs).unref();
          resolve(true);
        },
        // One that overtakes the ACK confirms as much.
        onBye: (request) => {
          clearTimeout(hangUp);
          request.accept();
          resolve(true);
        },
      };
    });
  }

  decline({ code, reasonPhrase, headers }: Refusal): void {
    this.#call.reject({ statusCode: code, reasonPhrase, extraHeaders: linesOf(headers) });
  }
}

/** Also without an ACK, which sip.js would insist on: it never came. */
function bye(session: Session): void {
  if (session instanceof SessionDialog) new ByeUserAgentClient(session);
}

export function linesOf(headers: readonly Header[]): string[] {
  return headers.map(({ name, value }) => headerLine(name, value));
}

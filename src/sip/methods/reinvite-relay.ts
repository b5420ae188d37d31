/**
 * Passes re-INVITEs of one leg on to the other: hold, codec change, session refresh (a PBX hangs up whom it cannot refresh).
 *
 *   with a body:     INVITE O ─► INVITE O,  200 A ─► ACK,    ◄─ 200 A,  ACK
 *   without a body:  INVITE ──► INVITE,     200 O ─► wait,   ◄─ 200 O,  ACK A ─► ACK A
 *
 * Glare is answered by sip.js with 491 on the leg where it happens, and here where it happens across the two.
 */
import type { Body, IncomingInviteRequest, IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { bodyOf } from '../calls/body.ts';
import type { Call } from '../calls/call.ts';
import { codeOf } from '../user-agent/responses.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';

export function relayReinvites(userAgent: SipUserAgent, from: Call, to: Call): void {
  from.onReinvite = (request) => relay(userAgent, from, to, request);
}

function relay(userAgent: SipUserAgent, from: Call, to: Call, request: IncomingInviteRequest): void {
  const offer = bodyOf(request.message);
  const reject = (statusCode: number) => void request.reject({ statusCode });
  const onAccept = (message: IncomingResponseMessage, ack: (body?: Body) => void) => {
    const body = bodyOf(message);
    if (from.isOver) {
      // Race: her re-INVITE × a BYE. The dialog that would take the ACK to a 200 is gone, and sip.js would send that for ever (15.1.2).
      ack();
      reject(487);
      return;
    }
    if (offer) {
      ack();
    } else {
      from.onAck = (answer) => {
        from.onAck = undefined;
        ack(answer);
      };
    }
    request.accept({ statusCode: 200, extraHeaders: userAgent.contactHeaders, ...(body ? { body } : {}) });
  };
  const onRefused = (message: IncomingResponseMessage) => reject(relayedCode(codeOf(message)));
  try {
    to.reinvite(offer, {
      onAccept: ({ message, ack }) => onAccept(message, (body) => void ack(body && { body })),
      onReject: ({ message }) => onRefused(message),
    });
  } catch (error) {
    // sip.js throws where a re-INVITE is under way on the other leg.
    userAgent.log.debug({ err: error }, 're-INVITE against a re-INVITE');
    reject(491);
  }
}

/** A refusal that means the same to the other side; redirections and challenges are for us alone. */
function relayedCode(code: number): number {
  return code < 400 || code === 401 || code === 407 ? 488 : code;
}

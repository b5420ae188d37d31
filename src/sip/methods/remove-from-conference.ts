import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import type { Removal } from '../../core/index.ts';
import { codeOf, isMadeHere } from '../user-agent/responses.ts';
import { parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';

/** The conference, or the person in it, is unknown there: then she is not in. */
const NOT_IN = new Set([404, 410, 481, 604]);

/**
 * REFER with method=BYE to the conference (RFC 4579 5.11); both are SIP URIs. Resolves with what the conference answered.
 * After a dial-out it stops a phone that still rings, too.
 */
export function removeFromConference(
  userAgent: SipUserAgent,
  conference: string,
  person: string,
): Promise<Removal> {
  const target = parseUri(conference);
  const headers = [
    `Contact: ${userAgent.contactTo(target)}`,
    `Refer-To: <${person};method=BYE>`,
    `Referred-By: <${userAgent.uri.toString()}>`,
    'Refer-Sub: false',
  ];
  return new Promise((resolve) => {
    const refused = ({ message }: { message: IncomingResponseMessage }) => {
      const code = isMadeHere(message) ? 0 : codeOf(message);
      resolve(NOT_IN.has(code) ? { kind: 'not-in' } : { kind: 'refused', code });
    };
    userAgent.request('REFER', target, headers, {
      onAccept: () => resolve({ kind: 'removed' }),
      onReject: refused,
      onRedirect: refused,
    });
  });
}

import type { OutgoingInviteRequest } from 'sip.js/lib/core/index.js';
import type { SipUserAgent } from '../user-agent/user-agent.ts';

/**
 * Destroys, some time from now, the transaction of a cancelled INVITE that has no final response by then (RFC 3261 9.1): sip.js
 * has no Timer C and would keep it for ever. What is answered still later is dropped, and her phone gives up by itself.
 */
export function forgetInvite({ core }: SipUserAgent, request: OutgoingInviteRequest, afterMs: number): void {
  const forget = () => {
    const { branch, method } = request.message;
    // Not there any more: it has ended by itself.
    if (core.userAgentClients.delete(`${branch}${method}`)) request.dispose();
  };
  setTimeout(forget, afterMs).unref();
}

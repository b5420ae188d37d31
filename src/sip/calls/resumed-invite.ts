/**
 * An INVITE that this process did not send, or sent on a connection that is gone: it lives again in sip.js, without being
 * sent, so that its CANCEL matches (RFC 3261 9.1) and every later answer is handled as usual.
 */

import { retriedBranch } from '../user-agent/identifiers.ts';
import { codeOf, isMadeHere } from '../user-agent/responses.ts';
import { parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import type { LegRecord } from './call-journal.ts';

/**
 * `cancelled`: somebody took the CANCEL, or answered late and was hung up. `gone`: nobody knows the INVITE any more.
 * `unknown`: nobody answered.
 */
export type CancelResult = 'cancelled' | 'gone' | 'unknown';

/** Stops what rings because of this record. Never rejects. */
export function cancelInvite(userAgent: SipUserAgent, record: LegRecord): Promise<CancelResult> {
  // Sent again with credentials, it has the next CSeq and the derived branch: whether that happened was never written.
  const retried = { ...record, branch: retriedBranch(record.branch), cseq: record.cseq + 1 };
  const results = [record, retried].map((candidate) => cancelOne(userAgent, candidate));
  return new Promise((resolve) => {
    // Kamailio drops a CANCEL that matches nothing: when the other one was taken, all is known.
    for (const result of results) void result.then((kind) => kind === 'cancelled' && resolve(kind));
    void Promise.all(results).then((kinds) => resolve(kinds.includes('unknown') ? 'unknown' : 'gone'));
  });
}

function cancelOne(userAgent: SipUserAgent, record: LegRecord): Promise<CancelResult> {
  resume(userAgent, record);
  return new Promise((resolve) => {
    const message = identify(userAgent, 'CANCEL', record);
    const onRefusal = ({ message }: { message: Parameters<typeof codeOf>[0] }) => {
      resolve(!isMadeHere(message) && codeOf(message) === 481 ? 'gone' : 'unknown');
    };
    userAgent.core.request(message, {
      onAccept: () => resolve('cancelled'),
      onReject: onRefusal,
      onRedirect: onRefusal,
    });
  });
}

/**
 * The INVITE as it was, until sip.js gives it up (Timer B): a 2xx that still comes gets ACK and BYE. Also after a 481: she may
 * have answered just before the CANCEL, and her phone sends the 2xx again until somebody acknowledges it.
 */
function resume(userAgent: SipUserAgent, record: LegRecord): void {
  const message = identify(userAgent, 'INVITE', record);
  userAgent.withoutSending(() =>
    userAgent.core.invite(message, {
      onAccept: ({ session, ack }) => {
        ack();
        session.bye();
      },
    }),
  );
}

function identify(userAgent: SipUserAgent, method: string, record: LegRecord) {
  const uri = parseUri(record.requestUri);
  const message = userAgent.core.makeOutgoingRequestMessage(
    method,
    uri,
    parseUri(record.from.uri),
    parseUri(record.to.uri),
    {
      callId: record.callId,
      cseq: record.cseq,
      fromTag: record.from.tag,
      fromDisplayName: record.from.displayName,
      viaHost: record.sentBy,
    },
    method === 'INVITE' ? [`Contact: ${record.contact}`] : [],
  );
  message.branch = record.branch;
  return message;
}

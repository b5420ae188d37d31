/**
 * An INVITE that this process did not send, or sent on a connection that is gone: it lives again in sip.js, without being
 * sent, so that its CANCEL matches (RFC 3261 9.1) and every later answer is handled as usual.
 */

import { MAX_ROUNDS } from '../user-agent/digest/digest-credentials.ts';
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
  const results = maybeSent(record).map((candidate) => cancelOne(userAgent, candidate));
  return new Promise((resolve) => {
    // Kamailio drops a CANCEL that matches nothing: when another one was taken, all is known.
    for (const result of results) void result.then((kind) => kind === 'cancelled' && resolve(kind));
    void Promise.all(results).then((kinds) => resolve(kinds.includes('unknown') ? 'unknown' : 'gone'));
  });
}

/** As it was first, and each time it may have been sent again with credentials: whether that happened was never written. */
function maybeSent(record: LegRecord): LegRecord[] {
  const sent = [record];
  for (let last = record; sent.length <= MAX_ROUNDS; sent.push(last)) {
    last = { ...last, branch: retriedBranch(last.branch), cseq: last.cseq + 1 };
  }
  return sent;
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

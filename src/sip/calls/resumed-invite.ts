/**
 * An INVITE that this process did not send, or sent on a connection that is gone: it lives again in sip.js, without being
 * sent, so that its CANCEL matches (RFC 3261 9.1) and every later answer is handled as usual.
 */

import type { IncomingResponseMessage, OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import { MAX_ROUNDS } from '../user-agent/digest/digest-credentials.ts';
import { newBranch, retriedBranch } from '../user-agent/identifiers.ts';
import { codeOf, isMadeHere } from '../user-agent/responses.ts';
import { parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import type { EarlyDialog, LegRecord } from './call-journal.ts';
import { CALL_TIMERS } from './call-timers.ts';
import { forgetInvite } from './forget-invite.ts';

/** How far the CSeq of a dead process may have got: gaps are legal, going back is not (RFC 3261 12.2.1.1). */
const CSEQ_GAP = 1_000;

/**
 * `cancelled`: somebody took the CANCEL, or answered late and was hung up. `gone`: nobody knows the INVITE any more.
 * `unknown`: nobody answered.
 */
export type CancelResult = 'cancelled' | 'gone' | 'unknown';

/** Stops what rings because of this record. Never rejects. */
export function cancelInvite(userAgent: SipUserAgent, record: LegRecord): Promise<CancelResult> {
  const results = maybeSent(record).map((candidate) => cancelOne(userAgent, candidate));
  if (record.earlyDialogs?.length) results.push(hangUpEarly(userAgent, record, record.earlyDialogs));
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
  return resultOf(userAgent, identify(userAgent, 'CANCEL', record));
}

/**
 * A proxy that was restarted meanwhile does not know the INVITE, and drops its CANCEL: what it routes is a request inside a
 * dialog. The caller may send a BYE to each phone that rings (RFC 3261 15).
 */
async function hangUpEarly(
  userAgent: SipUserAgent,
  record: LegRecord,
  dialogs: readonly EarlyDialog[],
): Promise<CancelResult> {
  const { callId, from, to } = record;
  const results = await Promise.all(
    dialogs.map(({ toTag, routeSet, remoteTarget }) => {
      const ids = { callId, cseq: record.cseq + CSEQ_GAP, fromTag: from.tag, toTag, routeSet: [...routeSet] };
      const [target, ours, theirs] = [parseUri(remoteTarget), parseUri(from.uri), parseUri(to.uri)];
      const bye = userAgent.core.makeOutgoingRequestMessage('BYE', target, ours, theirs, ids);
      bye.branch = newBranch();
      return resultOf(userAgent, bye);
    }),
  );
  // One phone that does not obey is one that rings.
  return results.includes('unknown') ? 'unknown' : results.includes('gone') ? 'gone' : 'cancelled';
}

function resultOf(userAgent: SipUserAgent, message: OutgoingRequestMessage): Promise<CancelResult> {
  return new Promise((resolve) => {
    const onRefusal = ({ message }: { message: IncomingResponseMessage }) => {
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
 * The INVITE as it was, until sip.js gives it up (Timer B), or we do: a 2xx that still comes gets ACK and BYE. Also after a 481: she may
 * have answered just before the CANCEL, and her phone sends the 2xx again until somebody acknowledges it.
 */
function resume(userAgent: SipUserAgent, record: LegRecord): void {
  const message = identify(userAgent, 'INVITE', record);
  const request = userAgent.withoutSending(() =>
    userAgent.core.invite(message, {
      onAccept: ({ session, ack }) => {
        ack();
        session.bye();
      },
    }),
  );
  forgetInvite(userAgent, request, CALL_TIMERS.lateAnswerMs);
}

function identify(userAgent: SipUserAgent, method: string, record: LegRecord): OutgoingRequestMessage {
  const message = userAgent.core.makeOutgoingRequestMessage(
    method,
    parseUri(record.requestUri),
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

import { InviteClientTransaction, SessionDialog } from 'sip.js/lib/core/index.js';
import { parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { Call } from './call.ts';
import type { LegEntry } from './leg-entry.ts';

/**
 * How far the CSeq of a dead process may have got beyond what is written: re-INVITEs and REFERs are not. Gaps are legal,
 * going back is not (RFC 3261 12.2.1.1).
 */
const CSEQ_GAP = 1_000;

export interface AdoptedCall {
  readonly call: Call;
  /** ACKs its 2xx, where the dead process may not have come to it. */
  acknowledge(): void;
}

/** A dialog of a dead process, alive again in this one. The record is `confirmed`. Throws TypeError for a bad record. */
export function adoptCall(userAgent: SipUserAgent, entry: LegEntry): AdoptedCall {
  const { record } = entry;
  const { callId, from, to, routeSet } = record;
  if (!to.tag || !record.remoteTarget)
    throw new TypeError('a confirmed leg has a To tag and a remote target');
  const { core } = userAgent;
  const cseq = record.cseq + CSEQ_GAP;
  const state = {
    id: callId + from.tag + to.tag,
    early: false,
    callId,
    localTag: from.tag,
    remoteTag: to.tag,
    localSequenceNumber: cseq,
    remoteSequenceNumber: undefined,
    localURI: parseUri(from.uri),
    remoteURI: parseUri(to.uri),
    remoteTarget: parseUri(record.remoteTarget),
    routeSet: [...routeSet],
    secure: false,
  };
  // sip.js wants the INVITE that made the dialog: it is over, and must not be sent again.
  const invite = core.makeOutgoingRequestMessage(
    'INVITE',
    state.remoteTarget,
    state.localURI,
    state.remoteURI,
    {
      callId,
      cseq: record.cseq,
      fromTag: from.tag,
      toTag: to.tag,
    },
  );
  const transaction = userAgent.withoutSending(
    () => new InviteClientTransaction(invite, core.transport, { loggerFactory: core.loggerFactory }),
  );
  transaction.dispose();
  void entry.change({ cseq });
  const session = new SessionDialog(transaction, core, state);
  return { call: new Call(userAgent, session, entry), acknowledge: () => void session.ack() };
}

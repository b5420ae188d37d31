import type { OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import type { CallJournal, LegRecord } from './call-journal.ts';
import { detached } from './detached.ts';

type Identity = Pick<LegRecord, 'invitationId' | 'leg' | 'method' | 'form' | 'referTo'>;

/** One record and its changes, written one after the other. */
export class LegEntry {
  readonly #userAgent: SipUserAgent;
  readonly #journal: CallJournal;
  #record: LegRecord;
  #written: Promise<void> = Promise.resolve();

  constructor(userAgent: SipUserAgent, journal: CallJournal, record: LegRecord) {
    this.#userAgent = userAgent;
    this.#journal = journal;
    this.#record = record;
    userAgent.calls.change(callsOf(record));
  }

  /** The entry of a request that has not left yet; its branch is set. */
  static of(
    userAgent: SipUserAgent,
    journal: CallJournal,
    identity: Identity,
    request: OutgoingRequestMessage,
  ): LegEntry {
    return new LegEntry(userAgent, journal, {
      ...identity,
      state: 'inviting',
      requestUri: detached(request.ruri.toString()),
      callId: request.callId,
      from: {
        uri: detached(request.from.uri.toString()),
        displayName: request.from.displayName,
        tag: request.fromTag,
      },
      to: { uri: detached(request.to.uri.toString()) },
      cseq: request.cseq,
      branch: request.branch ?? '',
      sentBy: userAgent.sentBy,
      routeSet: [],
      contact: userAgent.contactTo(request.ruri),
    });
  }

  get record(): LegRecord {
    return this.#record;
  }

  /** Before the request leaves: resolves whether it may. */
  async open(): Promise<boolean> {
    try {
      await this.#journal.save(this.#record);
      this.#userAgent.log.info(this.#identity, 'a call begins');
      return true;
    } catch (error) {
      this.#warn(error, 'leg not opened: nothing is sent');
      this.#become({ ...this.#record, state: 'ended' });
      return false;
    }
  }

  /** Later changes: the call goes on even if they cannot be written. Never rejects. */
  change(part: Partial<LegRecord>): Promise<void> {
    const record = { ...this.#record, ...part };
    this.#become(record);
    this.#written = this.#written
      .then(() => this.#journal.save(record))
      .catch((error) => this.#warn(error, 'leg not written'));
    return this.#written;
  }

  #become(record: LegRecord): void {
    this.#userAgent.calls.change(callsOf(record) - callsOf(this.#record));
    this.#record = record;
  }

  #warn(err: unknown, what: string): void {
    this.#userAgent.log.warn({ err, ...this.#identity }, what);
  }

  /** Joins the invitation to what the SIP server and the phones log. */
  get #identity() {
    const { invitationId: id, method, leg, callId } = this.#record;
    return { ...(method === 'factory' ? { conference: id } : { invitation: id }), method, leg, callId };
  }
}

/**
 * How many calls of ours are behind a record (SIP_MAX_CALLS). Both of a bridge count with hers, from before her phone rings: the
 * second one must find room when she has answered.
 */
function callsOf({ state, leg, method, form }: LegRecord): number {
  const isAskedFor = form === 'refer' || (form === 'c3p' && leg === 'person');
  if (state === 'ended' || isAskedFor) return 0;
  if (method !== 'bridge') return 1;
  return leg === 'person' ? 2 : 0;
}

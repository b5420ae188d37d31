import type { Participant, ParticipantEnd } from '../../core/index.ts';
import type { LegRecord } from '../calls/call-journal.ts';
import type { LegEntry } from '../calls/leg-entry.ts';
import { parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';

/** Somebody who is in because of a REFER of ours: her call is between her and the conference, and we hear nothing of it. */
export class Independent implements Participant {
  readonly presence = 'independent';
  /** Resolves only when we take her out: nobody tells us when she leaves. */
  readonly ended: Promise<ParticipantEnd>;
  readonly #userAgent: SipUserAgent;
  readonly #entry: LegEntry;
  readonly #end = Promise.withResolvers<ParticipantEnd>();

  constructor(userAgent: SipUserAgent, entry: LegEntry) {
    this.#userAgent = userAgent;
    this.#entry = entry;
    this.ended = this.#end.promise;
  }

  async hangUp(): Promise<void> {
    await removeFromConference(this.#userAgent, this.#entry.record);
    await this.#entry.change({ state: 'ended' });
    this.#end.resolve({ how: 'hung-up' });
  }
}

/**
 * REFER with method=BYE to the conference (RFC 4579 5.11): resolves whether the conference took it. After a dial-out it stops
 * a phone that still rings, too.
 */
export function removeFromConference(userAgent: SipUserAgent, record: LegRecord): Promise<boolean> {
  const { requestUri, referTo = '' } = record;
  // A dial-out asks the conference to call her, `refer` asks her to call the conference.
  const [conference, person] = record.method === 'refer' ? [referTo, requestUri] : [requestUri, referTo];
  return new Promise((resolve) => {
    const headers = [
      `Contact: ${userAgent.contact}`,
      `Refer-To: <${person};method=BYE>`,
      `Referred-By: <${userAgent.uri.toString()}>`,
      'Refer-Sub: false',
    ];
    const refused = () => resolve(false);
    userAgent.request('REFER', parseUri(conference), headers, {
      onAccept: () => resolve(true),
      onReject: refused,
      onRedirect: refused,
    });
  });
}

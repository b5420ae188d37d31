import type { Participant, ParticipantEnd } from '../../core/index.ts';
import type { LegRecord } from '../calls/call-journal.ts';
import type { LegEntry } from '../calls/leg-entry.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { removeFromConference } from './remove-from-conference.ts';

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
    await takeOut(this.#userAgent, this.#entry.record);
    await this.#entry.change({ state: 'ended' });
    this.#end.resolve({ how: 'hung-up' });
  }
}

/** Takes back what a REFER of ours asked for; resolves whether the conference did it. */
export async function takeOut(userAgent: SipUserAgent, record: LegRecord): Promise<boolean> {
  const { requestUri, referTo = '' } = record;
  // A dial-out asks the conference to call her, `refer` asks her to call the conference.
  const [conference, person] = record.method === 'refer' ? [referTo, requestUri] : [requestUri, referTo];
  const { kind } = await removeFromConference(userAgent, conference, person);
  return kind === 'removed';
}

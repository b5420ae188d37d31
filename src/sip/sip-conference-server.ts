import {
  type ConferenceServer,
  parseAddress,
  type Removal,
  type Roster,
  type RosterTarget,
  toSipUri,
} from '../core/index.ts';
import { DialOut } from './methods/dial-out.ts';
import type { SipMethodOptions } from './methods/method-options.ts';
import { removeFromConference } from './methods/remove-from-conference.ts';
import { personOfKey } from './roster/roster-key.ts';
import { Rosters, type RostersOptions } from './roster/rosters.ts';
import type { SipUserAgent } from './user-agent/user-agent.ts';

/** Any focus that speaks SIP: it is asked by REFER (RFC 4579), and tells who is in by its conference event package (RFC 4575). */
export class SipConferenceServer implements ConferenceServer {
  readonly dialOut: DialOut;
  readonly #userAgent: SipUserAgent;
  readonly #rosters: Rosters;

  constructor(options: SipMethodOptions, rosters: Omit<RostersOptions, 'userAgent'> = {}) {
    this.#userAgent = options.userAgent;
    this.#rosters = new Rosters({ userAgent: options.userAgent, ...rosters });
    this.dialOut = new DialOut(options);
  }

  followRoster(conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void> {
    return this.#rosters.follow(conferenceUri, listener);
  }

  async remove(conferenceUri: string, { address, key }: RosterTarget): Promise<Removal> {
    try {
      // The server knows her best by the name that it has told itself.
      const known = key === undefined ? undefined : personOfKey(key);
      const person = known ?? toSipUri(parseAddress(address), this.#userAgent.uri.host);
      return await removeFromConference(this.#userAgent, conferenceUri, person);
    } catch (err) {
      // The core takes some addresses that the grammar of SIP URIs does not.
      this.#userAgent.log.warn({ err }, 'nobody to take out');
      return { kind: 'refused', code: 0 };
    }
  }
}

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
import type { SipUserAgent } from './user-agent/user-agent.ts';

/** Any focus that speaks SIP: it is asked by REFER (RFC 4579), and tells who is in by its conference event package (RFC 4575). */
export class SipConferenceServer implements ConferenceServer {
  readonly dialOut: DialOut;
  readonly #userAgent: SipUserAgent;

  constructor(options: SipMethodOptions) {
    this.#userAgent = options.userAgent;
    this.dialOut = new DialOut(options);
  }

  followRoster(_conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void> {
    listener({ kind: 'none', code: 489 });
    return async () => {};
  }

  async remove(conferenceUri: string, { address }: RosterTarget): Promise<Removal> {
    try {
      const person = toSipUri(parseAddress(address), this.#userAgent.uri.host);
      return await removeFromConference(this.#userAgent, conferenceUri, person);
    } catch (err) {
      // The core takes some addresses that the grammar of SIP URIs does not.
      this.#userAgent.log.warn({ err }, 'nobody to take out');
      return { kind: 'refused', code: 0 };
    }
  }
}

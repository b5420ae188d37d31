/**
 * The conference server of Lync and Skype for Business, experimental: its focus is given commands by C3P, and tells who is in by
 * the conference event package (RFC 4575), as any other focus does. Conferences have focus URIs,
 * `sip:organizer@contoso.com;gruu;opaque=app:conf:focus:id:…`.
 */
import {
  type ConferenceServer,
  formatAddress,
  parseAddress,
  type Removal,
  type Roster,
  type RosterTarget,
  toSipUri,
} from '../../core/index.ts';
import { CALL_TIMERS, type CallTimers } from '../calls/call-timers.ts';
import type { SipMethodOptions } from '../methods/method-options.ts';
import { codeOf, isMadeHere } from '../user-agent/responses.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { deleteUserRequest } from './c3p.ts';
import type { CommandEnd } from './focus.ts';
import { isNotIn } from './focus-outcome.ts';
import { Focuses, type NotGiven } from './focuses.ts';
import { followAsParticipant } from './follow-as-participant.ts';
import { LyncDialOut } from './lync-dial-out.ts';

export interface LyncConferenceServerOptions extends SipMethodOptions {
  /** Follows the roster by its event package. */
  readonly roster: Pick<ConferenceServer, 'followRoster'>;
}

/** A failure that came in a body, as the code that the focus has for the same thing ([MS-CONFBAS] INFO response codes). */
const COMMAND_FAILED = 603;

export class LyncConferenceServer implements ConferenceServer {
  readonly dialOut: LyncDialOut;
  readonly #userAgent: SipUserAgent;
  readonly #timers: CallTimers;
  readonly #roster: LyncConferenceServerOptions['roster'];
  readonly #focuses: Focuses;

  constructor(options: LyncConferenceServerOptions) {
    this.#userAgent = options.userAgent;
    this.#timers = { ...CALL_TIMERS, ...options.timers };
    this.#roster = options.roster;
    this.#focuses = new Focuses(options.userAgent, this.#timers);
    this.dialOut = new LyncDialOut({
      ...options,
      focuses: this.#focuses,
      remove: (conferenceUri, who) => this.remove(conferenceUri, who),
    });
  }

  /** That we are in ourselves is no news. */
  followRoster(conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void> {
    return followAsParticipant({
      userAgent: this.#userAgent,
      focuses: this.#focuses,
      roster: this.#roster,
      conferenceUri,
      rejoinMs: this.#timers.rejoinMs,
      listener: (roster) => listener(this.#withoutUs(roster)),
    });
  }

  async remove(conferenceUri: string, { address }: RosterTarget): Promise<Removal> {
    try {
      const person = toSipUri(parseAddress(address), this.#userAgent.uri.host);
      const command = this.#focuses.command(
        conferenceUri,
        (envelope) => deleteUserRequest(envelope, person),
        {
          patienceMs: this.#timers.cancelMs,
        },
      );
      return removalOf(await command.end);
    } catch (err) {
      // The core takes some addresses that the grammar of SIP URIs does not.
      this.#userAgent.log.warn({ err }, 'nobody to take out');
      return { kind: 'refused', code: 0 };
    }
  }

  /** Leaves the focuses that it has joined; those who were called stay. */
  async stop(): Promise<void> {
    await this.#focuses.stop();
  }

  #withoutUs(roster: Roster): Roster {
    if (roster.kind !== 'known') return roster;
    const us = formatAddress(parseAddress(this.#userAgent.uri.toString()));
    return { ...roster, entries: roster.entries.filter(({ address }) => address !== us) };
  }
}

function removalOf(end: CommandEnd | NotGiven): Removal {
  switch (end.kind) {
    case 'success':
      return { kind: 'removed' };
    case 'failure':
      return isNotIn(end.reason) ? { kind: 'not-in' } : { kind: 'refused', code: COMMAND_FAILED };
    case 'refused':
      return { kind: 'refused', code: isMadeHere(end.message) ? 0 : codeOf(end.message) };
    case 'not-given':
      return { kind: 'refused', code: end.outcome.answer?.code ?? 0 };
    default:
      return { kind: 'refused', code: 0 };
  }
}

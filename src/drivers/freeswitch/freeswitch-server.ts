/**
 * A FreeSWITCH whose mod_conference mixes, spoken to through its Event Socket: it dials people, tells who is in, and takes
 * people out. A conference is the one that is named as the user part of its URI; what the dialplan needs for it is in
 * docs/connect-freeswitch.md.
 */
import { parseAddress } from '../../core/index.ts';
import { DrivenServer, type Driver } from '../driven-server.ts';
import type { LinkTimers } from '../link.ts';
import type { DialOutSurroundings, DialOutTimers } from '../server-dial-out.ts';
import { bgdial } from './bgdial.ts';
import { Conferences } from './conferences.ts';
import { dialString, roomOf } from './dial-string.ts';
import { DialledCall } from './dialled-call.ts';
import { EslClient } from './esl-client.ts';
import type { Facts } from './facts.ts';

export interface FreeswitchOptions extends DialOutSurroundings {
  /** ESL_ADDRESS, ESL_PASSWORD. */
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** SIP_URI: its user part is the number that phones show. */
  readonly uri: string;
  /** ESL_ENDPOINT. */
  readonly endpoint: string;
  /** ESL_PROFILE. */
  readonly profile: string;
  readonly timers?: Partial<FreeswitchTimers>;
}

export interface FreeswitchTimers extends LinkTimers, DialOutTimers {
  /** How long FreeSWITCH may take from its OK to the first event of a call. */
  readonly beginMs: number;
}

const BEGIN_MS = 2_000;
const COMINGS_AND_GOINGS = new Set(['add-member', 'del-member']);

export class FreeswitchServer extends DrivenServer<Facts, DialledCall> {
  constructor(options: FreeswitchOptions) {
    super(driverOf(new EslClient(options), options), options, options.timers);
  }
}

function driverOf(client: EslClient, options: FreeswitchOptions): Driver<Facts, DialledCall> {
  const { uri, endpoint, profile, timers } = options;
  const { user: callerNumber, host: domain } = parseAddress(uri);
  const conferences = new Conferences(client);
  return {
    driver: 'freeswitch',
    link: client,
    roomOf,
    dialString: (address) => dialString(endpoint, address, domain),
    callOf: (callId, room) => new DialledCall(client, callId, room),
    dial: (call, asked) =>
      call.dial(bgdial({ ...asked, callId: call.id, profile, callerNumber }), timers?.beginMs ?? BEGIN_MS),
    changedRoom: (event) =>
      COMINGS_AND_GOINGS.has(event.Action ?? '') ? event['Conference-Name'] : undefined,
    entries: (room, known) => conferences.entries(room, known),
    takeOut: (room, key) => conferences.takeOut(room, key),
  };
}

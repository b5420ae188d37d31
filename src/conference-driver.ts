/** The conference server that CONFERENCE_DRIVER names: a part of `wire.ts`, which knows the way to it. */
import type { Logger } from 'pino';
import type { ConferenceConfig } from './config.ts';
import type { ConferenceServer } from './core/index.ts';
import { AsteriskServer } from './drivers/asterisk/index.ts';
import type { ServerCallJournal, ServerCallRecord } from './drivers/call-record.ts';
import type { DrivenServer } from './drivers/driven-server.ts';
import { FreeswitchServer } from './drivers/freeswitch/index.ts';
import type { ServerCall } from './drivers/server-call.ts';
import {
  LyncConferenceServer,
  type RecoveryResult,
  SipConferenceServer,
  type SipMethodOptions,
} from './sip/index.ts';

export interface ConferenceDriver {
  readonly server: ConferenceServer;
  /** Why it is not reached; always undefined where it is reached through the SIP server. */
  problem(): { readonly code: string; readonly message: string } | undefined;
  /** What becomes of a call of this server whose process has died. */
  recover(record: ServerCallRecord): Promise<RecoveryResult>;
}

export interface DriverOptions extends SipMethodOptions {
  readonly conference: ConferenceConfig;
  readonly journal: SipMethodOptions['journal'] & ServerCallJournal;
  /** SIP_URI. */
  readonly uri: string;
  /** With SIP_REGISTER: resolves when the first attempt is over, however it ended. */
  readonly registered: Promise<void> | undefined;
  readonly log: Logger;
  readonly stops: (() => Promise<unknown>)[];
}

/** Resolves when the first attempt to reach it is over, however it ended. */
export async function openConferenceServer(options: DriverOptions): Promise<ConferenceDriver> {
  const { conference, registered, stops, uri, mayCall, pacer, journal, log } = options;
  const surroundings = { uri, mayCall, pacer, journal, log };
  switch (conference.driver) {
    case 'sip':
      return {
        ...SPEAKS_SIP,
        server: new SipConferenceServer(options, { registered }),
      };
    case 'lync': {
      const roster = new SipConferenceServer(options, { registered });
      const server = new LyncConferenceServer({ ...options, roster });
      stops.push(() => server.stop());
      return { ...SPEAKS_SIP, server };
    }
    case 'asterisk':
      return await start(new AsteriskServer({ ...surroundings, ...conference }), options);
    case 'freeswitch':
      return await start(new FreeswitchServer({ ...surroundings, ...conference }), options);
  }
}

async function start<Event, Call extends ServerCall<Event>>(
  server: DrivenServer<Event, Call>,
  { conference, stops }: DriverOptions,
): Promise<ConferenceDriver> {
  stops.push(() => server.stop());
  await server.start();
  return {
    server,
    problem: () => server.problem,
    recover: async (record) => (record.driver === conference.driver ? await server.recover(record) : UNKNOWN),
  };
}

/** Another driver was configured when it was begun: nobody can ask its server now. */
const UNKNOWN: RecoveryResult = { kind: 'unknown' };

const SPEAKS_SIP: Pick<ConferenceDriver, 'problem' | 'recover'> = {
  problem: () => undefined,
  recover: async () => UNKNOWN,
};

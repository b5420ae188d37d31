/** The conference server that CONFERENCE_DRIVER names: a part of `wire.ts`, which knows the way to it. */
import type { Logger } from 'pino';
import type { ConferenceConfig } from './config.ts';
import type { ConferenceServer } from './core/index.ts';
import { AsteriskServer } from './drivers/asterisk/index.ts';
import type { ServerCallJournal, ServerCallRecord } from './drivers/call-record.ts';
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
  const { conference, registered, stops } = options;
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
    case 'asterisk': {
      const { uri, mayCall, pacer, journal, log } = options;
      const server = new AsteriskServer({ ...conference, uri, mayCall, pacer, journal, log });
      stops.push(() => server.stop());
      await server.start();
      return {
        server,
        problem: () => server.problem,
        recover: async (record) => (record.driver === 'asterisk' ? await server.recover(record) : UNKNOWN),
      };
    }
  }
}

/** Another driver was configured when the call was begun: nobody can ask its server now. */
const UNKNOWN = { kind: 'unknown' } as const;

const SPEAKS_SIP: Pick<ConferenceDriver, 'problem' | 'recover'> = {
  problem: () => undefined,
  recover: async () => UNKNOWN,
};

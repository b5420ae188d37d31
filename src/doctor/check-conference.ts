import type { Logger } from 'pino';
import { openConferenceServer } from '../conference-driver.ts';
import type { Config, SipConfig } from '../config.ts';
import { Pacer, SipUserAgent } from '../sip/index.ts';
import { type Check, fail, ok } from './check.ts';

/** By the codes of the drivers. */
const TODO: Readonly<Record<string, string>> = {
  'ari.unreachable': 'correct ARI_URL, or enable http.conf of Asterisk there',
  'ari.credentials': 'correct ARI_USERNAME and ARI_PASSWORD after ari.conf',
  'ari.read-only': 'set read_only=no for that user in ari.conf',
  'ari.events': 'load res_http_websocket and res_stasis in modules.conf',
  'ari.not-found': 'correct ARI_URL: it ends in /ari, or in /ari below the prefix of http.conf',
  'esl.unreachable': 'correct ESL_ADDRESS, or enable mod_event_socket there',
  'esl.password': 'correct ESL_PASSWORD after event_socket.conf.xml',
  'esl.acl': 'add our address to apply-inbound-acl of event_socket.conf.xml',
  'esl.no-conference': 'load mod_conference in modules.conf.xml',
};

/** The conference server, where it is spoken to in a language of its own. */
export function checkConference(
  { conference }: Pick<Config, 'conference'>,
  sip: SipConfig,
  log: Logger,
): Check {
  return {
    name: 'conference server',
    async *run() {
      const stops: (() => Promise<unknown>)[] = [];
      try {
        const { problem } = await openConferenceServer({
          ...{ conference, log, stops, uri: sip.uri, registered: undefined },
          // Never started, never asked: nobody is called.
          userAgent: new SipUserAgent({ uri: sip.uri, log }),
          journal: { save: async () => {} },
          pacer: new Pacer(1),
          mayCall: () => false,
          stepOut: 'never',
        });
        const found = problem();
        if (found) yield fail(`${found.message} (${found.code})`, TODO[found.code] ?? 'look at its log');
        else yield ok(`${conference.driver} lets us in`);
      } finally {
        for (const stop of stops) await stop();
      }
    },
  };
}

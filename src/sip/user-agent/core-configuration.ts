import type { Logger } from 'pino';
import type { Contact, Dialog, Transport, URI, UserAgentCoreConfiguration } from 'sip.js/lib/core/index.js';
import type { Account } from './digest/credentials-value.ts';
import { DigestCredentials } from './digest/digest-credentials.ts';
import { NonceCounts } from './digest/nonce-counts.ts';
import { sipLog } from './sip-log.ts';

export interface CoreIdentity {
  readonly uri: URI;
  readonly contact: Contact;
  /** Answers challenges; undefined: they are refusals. */
  readonly account: Account | undefined;
  readonly log: Logger;
  dialogOf(id: string): Dialog | undefined;
  /** Asked for each request and response. */
  transport(): Transport;
}

/** What sip.js is told about us. It reads `viaHost` and `aor` anew each time: they change while it runs. */
export function coreConfiguration({
  uri,
  contact,
  account,
  log,
  dialogOf,
  transport,
}: CoreIdentity): UserAgentCoreConfiguration {
  const loggerFactory = sipLog(log);
  const nonceCounts = new NonceCounts();
  return {
    aor: uri.clone(),
    contact,
    displayName: '',
    loggerFactory,
    hackViaTcp: false,
    routeSet: [],
    sipjsId: '',
    supportedOptionTags: [],
    supportedOptionTagsResponse: [],
    userAgentHeaderFieldValue: 'Usher',
    viaForceRport: true,
    viaHost: '127.0.0.1',
    authenticationFactory: () =>
      account && new DigestCredentials(loggerFactory, account, nonceCounts, dialogOf),
    transportAccessor: transport,
  };
}

import { isIP } from 'node:net';
import { parseAddress, toSipUri } from '../core/index.ts';
import { type Environment, present } from './environment.ts';
import type { Variable } from './options.ts';

export interface SipConfig {
  /** `sip:host:port;transport=tcp`, `sip:host;transport=tls`, `sips:host`, `ws://host/path` or `wss://host/path`. */
  readonly server: string;
  readonly tls?: TlsPaths;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly register: boolean;
  /** SIP_CALLER_ID as a SIP URI. */
  readonly callerId?: string;
  readonly listen?: string;
  /** Who may connect there; undefined: the SIP server. */
  readonly allowedPeers?: readonly string[];
  /** CONFERENCE_URI; with `isFactory` CONFERENCE_FACTORY. */
  readonly conferenceUri: string;
  readonly isFactory?: boolean;
  readonly domains: readonly string[];
}

interface TlsPaths {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

type TransportName = 'tcp' | 'tls' | 'ws' | 'wss';

/** What makes no sense without SIP_SERVER. */
const NEEDS_SERVER = [
  'SIP_URI',
  'SIP_USERNAME',
  'SIP_CALLER_ID',
  'SIP_TLS_CA',
  'SIP_TLS_CERT',
  'SIP_LISTEN',
  'SIP_ALLOWED_PEERS',
  'CONFERENCE_URI',
  'CONFERENCE_FACTORY',
] as const;

/** Undefined: no SIP server, so the sandbox stands in. */
export function readSip(environment: Environment): SipConfig | undefined {
  const server = environment.optional('SIP_SERVER');
  const register = environment.yesNo('SIP_REGISTER');
  if (!server) {
    for (const variable of NEEDS_SERVER) {
      if (environment.isSet(variable))
        environment.fault('SIP_SERVER', `is missing, though ${variable} is set`);
    }
    if (register) environment.fault('SIP_SERVER', 'is missing, though SIP_REGISTER is yes');
    return undefined;
  }
  const transport = readTransport(environment, server);
  const uri = environment.sipUri('SIP_URI', 'sip:usher@contoso.com');
  return {
    server,
    uri,
    register,
    tls: readTls(environment, transport),
    ...readConferences(environment),
    domains: readDomains(environment, uri),
    ...present({
      username: environment.optional('SIP_USERNAME'),
      password: environment.optional('SIP_PASSWORD'),
      callerId: readCallerId(environment, uri),
      listen: readListen(environment, transport),
      allowedPeers: readPeers(environment),
    }),
  };
}

/** Either they are somewhere, or somebody makes them. */
function readConferences(environment: Environment): Pick<SipConfig, 'conferenceUri' | 'isFactory'> {
  if (environment.isSet('CONFERENCE_FACTORY')) {
    if (environment.isSet('CONFERENCE_URI')) {
      environment.fault('CONFERENCE_FACTORY', 'makes conferences, so that CONFERENCE_URI has to be empty');
    }
    const factory = environment.sipUri('CONFERENCE_FACTORY', 'sip:conferences@contoso.com');
    return { conferenceUri: factory, isFactory: true };
  }
  const conferenceUri = environment.text('CONFERENCE_URI');
  const example = conferenceUri.replace('{id}', 'a').replace('{number}', '1');
  environment.sipUri('CONFERENCE_URI', 'sip:{id}@conf.contoso.com, or CONFERENCE_FACTORY', example);
  return { conferenceUri };
}

/** Undefined: not one of ours, and said so. */
function readTransport(environment: Environment, server: string): TransportName | undefined {
  try {
    if (/^wss?:/i.test(server)) {
      const { protocol, username, password, hash } = new URL(server);
      if (!username && !password && !hash) return protocol === 'wss:' ? 'wss' : 'ws';
      // Not repeated: it may hold a password.
      const problem =
        'a URL with a user, a password or a fragment; SIP_USERNAME and SIP_PASSWORD are for that';
      environment.fault('SIP_SERVER', problem);
      return undefined;
    }
    const { scheme, parameters } = parseAddress(server);
    const transport = /(?:^|;)transport=([^;]*)/i.exec(parameters)?.[1]?.toLowerCase();
    if (scheme === 'sips' && /^(tcp|tls)?$/.test(transport ?? '')) return 'tls';
    if (scheme === 'sip' && (transport === 'tcp' || transport === 'tls')) return transport;
  } catch {
    // Said below, with all that is expected.
  }
  const forms = 'sip:host:port;transport=tcp (or tls), sips:host, ws://… or wss://…';
  environment.fault('SIP_SERVER', `${JSON.stringify(server)} is not of the form ${forms}`);
  return undefined;
}

function readTls(environment: Environment, transport: TransportName | undefined): TlsPaths {
  const ca = environment.optional('SIP_TLS_CA');
  const cert = environment.optional('SIP_TLS_CERT');
  const key = environment.optional('SIP_TLS_KEY');
  if (cert && !key) environment.fault('SIP_TLS_KEY', 'is missing for SIP_TLS_CERT');
  if (key && !cert) environment.fault('SIP_TLS_CERT', 'is missing for SIP_TLS_KEY');
  if (transport === 'tcp' || transport === 'ws') {
    for (const variable of ['SIP_TLS_CA', 'SIP_TLS_CERT'] satisfies Variable[]) {
      if (environment.isSet(variable)) {
        environment.fault(variable, 'is for TLS; SIP_SERVER has to be sips:host or wss://…');
      }
    }
  }
  return present({ ca, cert, key });
}

function readListen(environment: Environment, transport: TransportName | undefined): string | undefined {
  const listen = environment.matching('SIP_LISTEN', /^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, 'host:port');
  if (listen && transport !== undefined && transport !== 'tcp') {
    const problem = 'takes TCP connections, which goes together only with SIP_SERVER over TCP';
    environment.fault('SIP_LISTEN', problem);
  }
  return listen;
}

function readPeers(environment: Environment): readonly string[] | undefined {
  const peers = environment.list('SIP_ALLOWED_PEERS');
  if (peers.length === 0) return undefined;
  if (!environment.isSet('SIP_LISTEN'))
    environment.fault('SIP_LISTEN', 'is missing, though SIP_ALLOWED_PEERS is set');
  for (const peer of peers) {
    const [address = '', length = '0', ...rest] = peer.split('/');
    const bits = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
    if (rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > bits) {
      environment.fault(
        'SIP_ALLOWED_PEERS',
        `${JSON.stringify(peer)} is no address or network, as 10.0.0.0/24`,
      );
    }
  }
  return peers;
}

/** A number is one of our own domain, as the numbers that we call are. */
function readCallerId(environment: Environment, uri: string): string | undefined {
  const typed = environment.optional('SIP_CALLER_ID');
  if (typed === undefined) return undefined;
  try {
    return toSipUri(parseAddress(typed.startsWith('+') ? `tel:${typed}` : typed), hostOf(uri));
  } catch {
    const problem = `${JSON.stringify(typed)} is no number as +493012345, and no SIP address`;
    environment.fault('SIP_CALLER_ID', problem);
    return undefined;
  }
}

/** Only the own domain, unless others are named. */
function readDomains(environment: Environment, uri: string): string[] {
  const domains = environment.list('ALLOWED_SIP_DOMAINS').map((domain) => domain.toLowerCase());
  for (const domain of domains) {
    if (!/^(\*\.)?([a-z0-9.-]+|\[[\da-f:]+\])$/.test(domain)) {
      environment.fault('ALLOWED_SIP_DOMAINS', `${domain} is no domain`);
    }
  }
  return domains.length > 0 ? domains : [hostOf(uri)];
}

function hostOf(uri: string): string {
  try {
    return parseAddress(uri).host;
  } catch {
    return '';
  }
}

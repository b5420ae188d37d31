/**
 * The environment → one frozen, typed object. Every variable says its meaning, unit, bounds and default here, once;
 * `.env.example` is written from it. All faults are named at once, each with its variable and what to do.
 */
import { formatAddress, parseAddress } from './core/index.ts';

interface Option {
  readonly about: string;
  /** Used where nothing is set; an empty one means: not set. */
  readonly fallback: string;
}

export const OPTIONS = {
  PORT: { about: 'TCP port of the HTTP server, 0 to 65535 (0: the system chooses)', fallback: '3978' },
  HOST: {
    about: 'Address that the HTTP server listens on; beyond loopback only with a channel',
    fallback: '127.0.0.1',
  },
  MicrosoftAppId: {
    about: 'Teams: the application id of the Azure Bot; empty: no Teams channel',
    fallback: '',
  },
  MicrosoftAppPassword: { about: 'Teams: the client secret of that application', fallback: '' },
  MicrosoftAppType: {
    about: 'Teams: SingleTenant, MultiTenant or UserAssignedMSI',
    fallback: 'SingleTenant',
  },
  MicrosoftAppTenantId: { about: 'Teams: the tenant of a SingleTenant or UserAssignedMSI bot', fallback: '' },
  SIP_SERVER: {
    about:
      'The SIP server that all calls go through: sip:host:port;transport=tcp (or tls), sips:host, ws://… or wss://…; without a port its SRV records are asked; empty: the built-in sandbox',
    fallback: '',
  },
  SIP_URI: { about: "Usher's own SIP address, sip:usher@contoso.com; needed with SIP_SERVER", fallback: '' },
  SIP_USERNAME: { about: 'Digest user name, where the SIP server asks for one', fallback: '' },
  SIP_PASSWORD: { about: 'Digest password', fallback: '' },
  SIP_REGISTER: {
    about: 'yes: register SIP_URI at the SIP server, for servers that serve only who is registered; no',
    fallback: 'no',
  },
  SIP_TLS_CA: {
    about:
      'PEM file of the authorities that may have signed the certificate of the SIP server; empty: those that Node trusts',
    fallback: '',
  },
  SIP_TLS_CERT: {
    about: 'PEM file of our own certificate, where the SIP server wants one (mutual TLS); empty: none',
    fallback: '',
  },
  SIP_TLS_KEY: { about: 'PEM file of the private key of SIP_TLS_CERT, not encrypted', fallback: '' },
  SIP_LISTEN: {
    about:
      'host:port where Usher also takes SIP connections over TCP, for servers that open their own; empty: it takes none',
    fallback: '',
  },
  SIP_CALLS_PER_SECOND: {
    about: 'How many calls may start per second, 0.1 to 1000; the rest queue',
    fallback: '5',
  },
  SIP_TRACE: {
    about:
      'File that gets every SIP message, without credentials, up to 20 MB with the one before it; empty: none',
    fallback: '',
  },
  CONFERENCE_URI: {
    about:
      'Where conferences are: {id} is 10 of a-z0-9, {number} 8 digits, neither is one fixed room; needed with SIP_SERVER',
    fallback: '',
  },
  CONFERENCE_JOIN_URL: {
    about:
      'Link of the Join button, https://…; {id} is the user part of the conference, {uri} all of it; empty: no button',
    fallback: '',
  },
  INVITE_METHODS: {
    about:
      'Tried in this order for each person: bridge, dial-out, refer (asks the phone to join by itself; most refuse)',
    fallback: 'bridge,dial-out',
  },
  STEP_OUT: {
    about: 'auto: a phone that can joins by itself, and its call needs us no more; never',
    fallback: 'auto',
  },
  RING_SECONDS: { about: 'How long a phone rings, 5 to 180 seconds (15 in the sandbox)', fallback: '20' },
  FROM_NAME: {
    about: 'The caller that phones show, with {inviter} and {subject}',
    fallback: '{inviter}: {subject}',
  },
  PEOPLE_FILE: {
    about: 'CSV file of people: name,sip,tel,email,aliases,groups,timezone,teams,slack; empty: none',
    fallback: '',
  },
  ALLOWED_SIP_DOMAINS: {
    about:
      'Domains whose SIP addresses may be rung, comma-separated, *.contoso.com for subdomains; empty: that of SIP_URI',
    fallback: '',
  },
  ALLOWED_TEL_PREFIXES: {
    about: 'Beginnings of numbers that may be rung, as +49,+1212; empty: no numbers (calls cost money)',
    fallback: '',
  },
  DATABASE_URL: { about: 'postgres://… of a PostgreSQL 13 or newer; empty: the embedded one', fallback: '' },
  DATA_DIR: {
    about: 'Folder of the embedded database; empty: data, or /var/lib/usher for root',
    fallback: '',
  },
  PLAYGROUND_PORT: { about: 'TCP port of the chat page of the sandbox, on 127.0.0.1', fallback: '56150' },
  LOG_LEVEL: { about: 'trace, debug, info, warn, error or silent (warn in the sandbox)', fallback: 'info' },
} as const satisfies Record<string, Option>;

export type Variable = keyof typeof OPTIONS;

const METHOD_NAMES = ['bridge', 'dial-out', 'refer'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

export interface Config {
  readonly http: { readonly host: string; readonly port: number };
  /** Undefined: no Teams channel; then there is a chat route on loopback only. */
  readonly teams: TeamsConfig | undefined;
  /** Undefined: the sandbox stands in for it. */
  readonly sip: SipConfig | undefined;
  readonly callsPerSecond: number;
  /** Path of the SIP trace. */
  readonly sipTrace: string | undefined;
  readonly joinUrl: string | undefined;
  readonly methods: readonly MethodName[];
  readonly stepOut: 'auto' | 'never';
  readonly ringSeconds: number;
  readonly fromName: string;
  readonly peopleFile: string | undefined;
  readonly telPrefixes: readonly string[];
  readonly databaseUrl: string | undefined;
  readonly dataDir: string | undefined;
  readonly playgroundPort: number;
  readonly logLevel: string;
}

/** Named as botbuilder names them. */
export interface TeamsConfig {
  readonly MicrosoftAppId: string;
  readonly MicrosoftAppPassword: string;
  readonly MicrosoftAppType: string;
  readonly MicrosoftAppTenantId: string;
}

export interface SipConfig {
  /** `sip:host:port;transport=tcp`, `sip:host;transport=tls`, `sips:host`, `ws://host/path` or `wss://host/path`. */
  readonly server: string;
  /** Paths. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly register: boolean;
  readonly listen?: string;
  readonly conferenceUri: string;
  readonly domains: readonly string[];
}

export interface Fault {
  readonly variable: Variable;
  readonly problem: string;
}

/** All that is wrong with the environment. */
export class ConfigError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const lines = faults.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    super(`The configuration does not work yet:\n${lines.join('\n')}\nSee .env.example for every variable.`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const SANDBOX_RING_SECONDS = 15;
/** Whoever tries the sandbox reads the page, not the log. */
const SANDBOX_LOG_LEVEL = 'warn';
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** Reads and checks the environment. Throws ConfigError with every fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: Fault[] = [];
  const fault = (variable: Variable, problem: string) => faults.push({ variable, problem });
  const text = (variable: Variable): string => (env[variable]?.trim() || OPTIONS[variable].fallback).trim();
  const optional = (variable: Variable): string | undefined => text(variable) || undefined;
  const list = (variable: Variable): string[] =>
    text(variable)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const number = (variable: Variable, min: number, max: number, isWhole = true): number => {
    const value = Number(text(variable));
    if (!(value >= min && value <= max) || (isWhole && !Number.isInteger(value))) {
      fault(
        variable,
        `${JSON.stringify(text(variable))} is no ${isWhole ? 'whole ' : ''}number from ${min} to ${max}`,
      );
    }
    return value;
  };
  const oneOf = <T extends string>(variable: Variable, choices: readonly T[], value = text(variable)): T => {
    if (!choices.includes(value as T)) {
      fault(variable, `${JSON.stringify(value)} is none of ${choices.join(', ')}`);
    }
    return value as T;
  };

  const teams = readTeams();
  const sip = readSip();
  const host = text('HOST');
  if (!teams && !LOOPBACK.has(host)) {
    fault(
      'HOST',
      'without a chat channel only 127.0.0.1 is possible, or anybody could use the bot; set MicrosoftAppId',
    );
  }
  if (env.NODE_ENV === 'production') {
    if (!teams)
      fault('MicrosoftAppId', 'production needs a chat channel; set the credentials of the Azure Bot');
    if (!sip)
      fault('SIP_SERVER', 'production needs a SIP server; set it, as sip:sip.contoso.com:5060;transport=tcp');
  } else if (teams && !sip) {
    fault('SIP_SERVER', 'a bot that people can reach needs a SIP server: the sandbox is for loopback only');
  }
  const config: Config = {
    http: { host, port: number('PORT', 0, 65535) },
    teams,
    sip,
    callsPerSecond: number('SIP_CALLS_PER_SECOND', 0.1, 1000, false),
    sipTrace: optional('SIP_TRACE'),
    joinUrl: readJoinUrl(),
    methods: list('INVITE_METHODS').map((method) => oneOf('INVITE_METHODS', METHOD_NAMES, method)),
    stepOut: oneOf('STEP_OUT', ['auto', 'never']),
    ringSeconds: env.RING_SECONDS || sip ? number('RING_SECONDS', 5, 180) : SANDBOX_RING_SECONDS,
    fromName: text('FROM_NAME'),
    peopleFile: optional('PEOPLE_FILE'),
    telPrefixes: readPrefixes(),
    databaseUrl: readDatabaseUrl(),
    dataDir: optional('DATA_DIR'),
    playgroundPort: number('PLAYGROUND_PORT', 0, 65535),
    logLevel: env.LOG_LEVEL || sip ? oneOf('LOG_LEVEL', LOG_LEVELS) : SANDBOX_LOG_LEVEL,
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return deepFreeze(config);

  function readTeams(): TeamsConfig | undefined {
    const MicrosoftAppId = text('MicrosoftAppId');
    const MicrosoftAppPassword = text('MicrosoftAppPassword');
    const MicrosoftAppTenantId = text('MicrosoftAppTenantId');
    if (!MicrosoftAppId) {
      if (MicrosoftAppPassword) fault('MicrosoftAppId', 'is missing, though MicrosoftAppPassword is set');
      return undefined;
    }
    const MicrosoftAppType = oneOf('MicrosoftAppType', ['SingleTenant', 'MultiTenant', 'UserAssignedMSI']);
    if (!MicrosoftAppPassword && MicrosoftAppType !== 'UserAssignedMSI') {
      fault('MicrosoftAppPassword', 'is missing for MicrosoftAppId');
    }
    if (!MicrosoftAppTenantId && MicrosoftAppType !== 'MultiTenant') {
      fault('MicrosoftAppTenantId', `is missing for a ${MicrosoftAppType} bot`);
    }
    return { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId };
  }

  function readSip(): SipConfig | undefined {
    const server = optional('SIP_SERVER');
    if (!server) {
      for (const variable of [
        'SIP_URI',
        'SIP_USERNAME',
        'SIP_TLS_CA',
        'SIP_TLS_CERT',
        'SIP_LISTEN',
        'CONFERENCE_URI',
      ] as const) {
        if (optional(variable)) fault('SIP_SERVER', `is missing, though ${variable} is set`);
      }
      if (readYesNo('SIP_REGISTER')) fault('SIP_SERVER', 'is missing, though SIP_REGISTER is yes');
      return undefined;
    }
    const transport = readTransport(server);
    const tls = readTls(transport);
    const uri = sipUri('SIP_URI', 'sip:usher@contoso.com');
    const conferenceUri = text('CONFERENCE_URI');
    sipUri(
      'CONFERENCE_URI',
      'sip:{id}@conf.contoso.com',
      conferenceUri.replace('{id}', 'a').replace('{number}', '1'),
    );
    const listen = optional('SIP_LISTEN');
    if (listen && !/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i.test(listen))
      fault('SIP_LISTEN', 'expected host:port');
    if (listen && transport !== undefined && transport !== 'tcp')
      fault('SIP_LISTEN', 'takes TCP connections, which goes together only with SIP_SERVER over TCP');
    const domains = list('ALLOWED_SIP_DOMAINS').map((domain) => domain.toLowerCase());
    for (const domain of domains) {
      if (!/^(\*\.)?([a-z0-9.-]+|\[[\da-f:]+\])$/.test(domain))
        fault('ALLOWED_SIP_DOMAINS', `${domain} is no domain`);
    }
    const [username, password] = [optional('SIP_USERNAME'), optional('SIP_PASSWORD')];
    return {
      server,
      uri,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      register: readYesNo('SIP_REGISTER'),
      ...(listen === undefined ? {} : { listen }),
      tls,
      conferenceUri,
      domains: domains.length > 0 ? domains : [hostOf(uri)],
    };
  }

  /** Undefined: not one of ours, and said so. */
  function readTransport(server: string): 'tcp' | 'tls' | 'ws' | 'wss' | undefined {
    try {
      if (/^wss?:/i.test(server)) {
        const { protocol, username, password, hash } = new URL(server);
        if (!username && !password && !hash) return protocol === 'wss:' ? 'wss' : 'ws';
        // Not repeated: it may hold a password.
        fault(
          'SIP_SERVER',
          'a URL with a user, a password or a fragment; SIP_USERNAME and SIP_PASSWORD are for that',
        );
        return undefined;
      } else {
        const { scheme, parameters } = parseAddress(server);
        const transport = /(?:^|;)transport=([^;]*)/i.exec(parameters)?.[1]?.toLowerCase();
        if (scheme === 'sips' && /^(tcp|tls)?$/.test(transport ?? '')) return 'tls';
        if (scheme === 'sip' && (transport === 'tcp' || transport === 'tls')) return transport;
      }
    } catch {
      // Said below, with all that is expected.
    }
    const forms = 'sip:host:port;transport=tcp (or tls), sips:host, ws://… or wss://…';
    fault('SIP_SERVER', `${JSON.stringify(server)} is not of the form ${forms}`);
    return undefined;
  }

  function readTls(transport: string | undefined): NonNullable<SipConfig['tls']> {
    const [ca, cert, key] = [optional('SIP_TLS_CA'), optional('SIP_TLS_CERT'), optional('SIP_TLS_KEY')];
    if (cert && !key) fault('SIP_TLS_KEY', 'is missing for SIP_TLS_CERT');
    if (key && !cert) fault('SIP_TLS_CERT', 'is missing for SIP_TLS_KEY');
    if (transport === 'tcp' || transport === 'ws') {
      for (const [variable, value] of Object.entries({ SIP_TLS_CA: ca, SIP_TLS_CERT: cert })) {
        if (value) fault(variable as Variable, 'is for TLS; SIP_SERVER has to be sips:host or wss://…');
      }
    }
    return {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    };
  }

  function sipUri(variable: Variable, example: string, value = text(variable)): string {
    try {
      const address = parseAddress(value);
      if (address.scheme !== 'tel') return formatAddress(address);
    } catch {
      // Said below.
    }
    const problem = value ? `${JSON.stringify(value)} is no SIP address` : 'is missing';
    fault(variable, `${problem}; with SIP_SERVER it is needed, as ${example}`);
    return value;
  }

  function readYesNo(variable: Variable): boolean {
    return oneOf(variable, ['yes', 'no']) === 'yes';
  }

  function readJoinUrl(): string | undefined {
    const url = optional('CONFERENCE_JOIN_URL');
    if (url && !/^https?:\/\/[^\s<>"]+$/i.test(url)) fault('CONFERENCE_JOIN_URL', 'expected https://…');
    return url;
  }

  function readPrefixes(): string[] {
    const prefixes = list('ALLOWED_TEL_PREFIXES');
    for (const prefix of prefixes) {
      if (!/^\+[1-9]\d{0,14}$/.test(prefix))
        fault('ALLOWED_TEL_PREFIXES', `${prefix} is not of the form +49`);
    }
    return prefixes;
  }

  function readDatabaseUrl(): string | undefined {
    const url = optional('DATABASE_URL');
    // The value may hold a password, so it is not repeated.
    if (url && !/^postgres(ql)?:\/\/\S+$/.test(url))
      fault('DATABASE_URL', 'expected postgres://user:password@host/database');
    return url;
  }
}

/** `.env.example`: each variable with its meaning and its default. */
export function envExample(): string {
  const blocks = Object.entries(OPTIONS).map(
    ([name, { about, fallback }]) => `# ${about}\n# ${name}=${fallback}\n`,
  );
  return `# Copy to .env and uncomment what differs. Nothing set at all runs the sandbox.\n\n${blocks.join('\n')}`;
}

function hostOf(uri: string): string {
  try {
    return parseAddress(uri).host;
  } catch {
    return '';
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

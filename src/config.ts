/**
 * The environment → one frozen, typed object. All faults are named at once, each with its variable and what to do. The
 * variables stand in config/options.ts.
 */
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { type ConferenceConfig, readConference } from './config/conference-config.ts';
import { Environment, type Fault } from './config/environment.ts';
import { type LdapConfig, readLdap } from './config/ldap-config.ts';
import { type PolicyConfig, readPolicy } from './config/policy-config.ts';
import { readSip, type SipConfig } from './config/sip-config.ts';
import { readSlack, type SlackConfig } from './config/slack-config.ts';
import { readTeams, type TeamsConfig } from './config/teams-config.ts';

export { envExample } from './config/options.ts';
export type { ConferenceConfig, LdapConfig, SipConfig, SlackConfig, TeamsConfig };

const METHOD_NAMES = ['bridge', 'dial-out', 'refer', 'conf-invite'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

export interface Config {
  readonly http: { readonly host: string; readonly port: number };
  /** Undefined: no Teams channel; where there is no other either, its route is open on loopback. */
  readonly teams: TeamsConfig | undefined;
  /** Undefined: no Slack channel. */
  readonly slack: SlackConfig | undefined;
  /** Undefined: the sandbox stands in for it. */
  readonly sip: SipConfig | undefined;
  readonly callsPerSecond: number;
  readonly maxCalls: number;
  /** Path of the SIP trace. */
  readonly sipTrace: string | undefined;
  readonly conference: ConferenceConfig;
  readonly joinUrl: string | undefined;
  readonly methods: readonly MethodName[];
  readonly stepOut: 'auto' | 'never';
  readonly ringSeconds: number;
  readonly fromName: string;
  readonly peopleFile: string | undefined;
  /** Undefined: no directory beside the people file. */
  readonly ldap: LdapConfig | undefined;
  /** DEFAULT_COUNTRY: where numbers without + are at home. */
  readonly country: CountryCode | undefined;
  readonly telPrefixes: readonly string[];
  readonly policy: PolicyConfig;
  readonly databaseUrl: string | undefined;
  /** PUBLIC_URL without a slash behind. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string | undefined;
  /** RETENTION_DAYS: what has ended is deleted then. */
  readonly retentionDays: number;
  readonly auditDays: number;
  /** METRICS_TOKEN: with it /metrics answers others than this machine. */
  readonly metricsToken: string | undefined;
  /** Of the chat page that plays Teams; undefined: there is none. */
  readonly playgroundPort: number | undefined;
  readonly logLevel: string;
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
  const environment = new Environment(env);
  const teams = readTeams(environment);
  const slack = readSlack(environment);
  const sip = readSip(environment);
  const hasChannel = teams !== undefined || slack !== undefined;
  const host = environment.text('HOST');
  if (!hasChannel && !LOOPBACK.has(host)) {
    const problem = 'without a chat channel only 127.0.0.1 is possible, or anybody could use the bot';
    environment.fault('HOST', `${problem}; set MicrosoftAppId or SLACK_BOT_TOKEN`);
  }
  checkTogether(environment, env.NODE_ENV === 'production', { hasChannel, sip });
  const config: Config = {
    http: { host, port: environment.number('PORT', 0, 65535) },
    teams,
    slack,
    sip,
    callsPerSecond: environment.number('SIP_CALLS_PER_SECOND', 0.1, 1000, false),
    maxCalls: environment.number('SIP_MAX_CALLS', 2, 100_000),
    sipTrace: environment.optional('SIP_TRACE'),
    conference: readConference(environment, sip !== undefined),
    joinUrl: environment.matching('CONFERENCE_JOIN_URL', /^https?:\/\/[^\s<>"]+$/i, 'https://…'),
    methods: environment
      .list('INVITE_METHODS')
      .map((method) => environment.oneOf('INVITE_METHODS', METHOD_NAMES, method)),
    stepOut: environment.oneOf('STEP_OUT', ['auto', 'never']),
    ringSeconds:
      environment.isSet('RING_SECONDS') || sip
        ? environment.number('RING_SECONDS', 5, 180)
        : SANDBOX_RING_SECONDS,
    fromName: environment.text('FROM_NAME'),
    peopleFile: environment.optional('PEOPLE_FILE'),
    ldap: readLdap(environment),
    country: readCountry(environment),
    telPrefixes: readPrefixes(environment),
    policy: readPolicy(environment),
    databaseUrl: environment.matching(
      'DATABASE_URL',
      /^postgres(ql)?:\/\/\S+$/,
      'postgres://user:password@host/database',
    ),
    publicUrl: environment
      .matching('PUBLIC_URL', /^https:\/\/[^\s/?#@]+\/?$/i, 'https://usher.contoso.com')
      ?.replace(/\/$/, ''),
    dataDir: environment.optional('DATA_DIR'),
    retentionDays: environment.number('RETENTION_DAYS', 1, 3650),
    auditDays: environment.number('AUDIT_DAYS', 1, 3650),
    metricsToken: environment.matching(
      'METRICS_TOKEN',
      /^[\x21-\x7e]{16,}$/,
      'at least 16 letters, digits and signs, as of openssl rand -hex 24',
    ),
    playgroundPort: readPlaygroundPort(environment, { hasChannel, sip }),
    logLevel:
      environment.isSet('LOG_LEVEL') || sip ? environment.oneOf('LOG_LEVEL', LOG_LEVELS) : SANDBOX_LOG_LEVEL,
  };
  if (environment.faults.length > 0) throw new ConfigError(environment.faults);
  return deepFreeze(config);
}

function checkTogether(
  environment: Environment,
  isProduction: boolean,
  { hasChannel, sip }: { readonly hasChannel: boolean; readonly sip: Config['sip'] },
): void {
  if (isProduction) {
    if (!hasChannel) {
      environment.fault(
        'MicrosoftAppId',
        'production needs a chat channel; set the credentials of the Azure Bot, or SLACK_BOT_TOKEN',
      );
    }
    if (!sip) {
      const problem = 'production needs a SIP server; set it, as sip:sip.contoso.com:5060;transport=tcp';
      environment.fault('SIP_SERVER', problem);
    }
  } else if (hasChannel && !sip) {
    const problem = 'a bot that people can reach needs a SIP server: the sandbox is for loopback only';
    environment.fault('SIP_SERVER', problem);
  }
}

/** With a SIP server of one's own the page is there where it is asked for: then phones ring that are somebody's. */
function readPlaygroundPort(
  environment: Environment,
  { hasChannel, sip }: { readonly hasChannel: boolean; readonly sip: Config['sip'] },
): number | undefined {
  const isAsked = environment.isSet('PLAYGROUND_PORT');
  if (hasChannel && isAsked) {
    environment.fault('PLAYGROUND_PORT', 'is for trying Usher without a chat channel; take it out');
  }
  return hasChannel || (sip && !isAsked) ? undefined : environment.number('PLAYGROUND_PORT', 0, 65535);
}

function readCountry(environment: Environment): CountryCode | undefined {
  const code = environment.optional('DEFAULT_COUNTRY');
  if (code === undefined || isSupportedCountry(code)) return code;
  environment.fault('DEFAULT_COUNTRY', `${code} is no country code of two capitals, as DE or US (ISO 3166)`);
  return undefined;
}

function readPrefixes(environment: Environment): string[] {
  const prefixes = environment.list('ALLOWED_TEL_PREFIXES');
  for (const prefix of prefixes) {
    if (!/^\+[1-9]\d{0,14}$/.test(prefix)) {
      environment.fault('ALLOWED_TEL_PREFIXES', `${prefix} is not of the form +49`);
    }
  }
  return prefixes;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

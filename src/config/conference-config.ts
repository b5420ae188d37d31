import { type Environment, present } from './environment.ts';
import type { Variable } from './options.ts';

/** How the conference server is spoken to: plain SIP, or in its own language. */
export type ConferenceConfig = SipConferenceConfig | AsteriskConfig | FreeswitchConfig | LyncConfig;

export interface SipConferenceConfig {
  readonly driver: 'sip';
}

/** Lync and Skype for Business: C3P, in SIP. */
export interface LyncConfig {
  readonly driver: 'lync';
}

/** Asterisk's REST interface (ARI). */
export interface AsteriskConfig {
  readonly driver: 'asterisk';
  /** `http://host:8088/ari`, without a slash at the end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Dial string with `{user}`, `{host}` and `{uri}`, as `PJSIP/trunk/{uri}`. */
  readonly endpoint: string;
  /** Dialplan context in which the user part of a conference URI leads into its ConfBridge. */
  readonly context: string;
  /** What is played to who answers, as ARI media; she is in when she presses 1. Undefined: nobody is asked. */
  readonly confirmPrompt?: string;
}

/** FreeSWITCH's Event Socket (mod_event_socket). */
export interface FreeswitchConfig {
  readonly driver: 'freeswitch';
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** Dial string with `{user}`, `{host}` and `{uri}`, as `sofia/gateway/trunk/{user}`. */
  readonly endpoint: string;
  /** Profile of conference.conf.xml for a conference that begins with somebody who was called. */
  readonly profile: string;
}

/** Whoever reads the variables of a driver knows what is wrong with them; what belongs to another driver is a fault. */
const DRIVERS = {
  sip: { read: (): SipConferenceConfig => ({ driver: 'sip' }), variables: [] },
  lync: { read: readLync, variables: [] },
  asterisk: {
    read: readAsterisk,
    variables: ['ARI_URL', 'ARI_USERNAME', 'ARI_PASSWORD', 'ARI_ENDPOINT', 'ARI_CONTEXT', 'CONFIRM_PROMPT'],
  },
  freeswitch: {
    read: readFreeswitch,
    variables: ['ESL_ADDRESS', 'ESL_PASSWORD', 'ESL_ENDPOINT', 'ESL_PROFILE'],
  },
} satisfies Record<
  ConferenceConfig['driver'],
  { read: (environment: Environment) => ConferenceConfig; variables: readonly Variable[] }
>;
type DriverName = keyof typeof DRIVERS;
const DRIVER_NAMES = Object.keys(DRIVERS) as DriverName[];

/** Those that can play something to who answers. */
const CAN_CONFIRM: readonly DriverName[] = ['asterisk'];

export function readConference(environment: Environment, hasSipServer: boolean): ConferenceConfig {
  const name = environment.oneOf('CONFERENCE_DRIVER', DRIVER_NAMES);
  if (!DRIVER_NAMES.includes(name)) return { driver: 'sip' };
  if (name !== 'sip' && !hasSipServer) {
    const problem = `is missing for CONFERENCE_DRIVER=${name}: the conference of the sandbox speaks SIP`;
    environment.fault('SIP_SERVER', problem);
  }
  if (name !== 'sip' && environment.isSet('CONFERENCE_FACTORY')) {
    environment.fault('CONFERENCE_FACTORY', 'is for CONFERENCE_DRIVER=sip');
  }
  if (!CAN_CONFIRM.includes(name) && environment.yesNo('CONFIRM')) {
    environment.fault('CONFIRM', `needs CONFERENCE_DRIVER=${CAN_CONFIRM.join(' or ')}`);
  } else if (environment.yesNo('CONFIRM') && !environment.list('INVITE_METHODS').includes('dial-out')) {
    environment.fault('CONFIRM', 'asks only whom the conference calls; INVITE_METHODS needs dial-out');
  }
  for (const other of DRIVER_NAMES) {
    for (const variable of DRIVERS[other].variables) {
      if (other !== name && environment.isSet(variable))
        environment.fault(variable, `is for CONFERENCE_DRIVER=${other}`);
    }
  }
  return DRIVERS[name].read(environment);
}

/** Meetings are scheduled by people: there is none at an address that we make up. */
function readLync(environment: Environment): LyncConfig {
  if (!/;opaque=app:conf:focus:id:\w+$/i.test(environment.text('CONFERENCE_URI'))) {
    const example = 'sip:bert@contoso.com;gruu;opaque=app:conf:focus:id:JL3GPNYP';
    environment.fault('CONFERENCE_URI', `expected the focus URI of a meeting, as ${example}`);
  }
  return { driver: 'lync' };
}

function readAsterisk(environment: Environment): AsteriskConfig {
  const endpoint = environment.text('ARI_ENDPOINT');
  if (!/^\w+\/\S*\{(user|uri)\}\S*$/.test(endpoint)) {
    environment.fault('ARI_ENDPOINT', 'expected a dial string with {user} or {uri}, as PJSIP/trunk/{uri}');
  }
  const prompt = environment.yesNo('CONFIRM') ? environment.text('CONFIRM_PROMPT') : undefined;
  if (prompt !== undefined && !/^(sound|recording|number|digits|characters|tone):\S/.test(prompt)) {
    environment.fault('CONFIRM_PROMPT', 'expected ARI media, as sound:followme/options');
  }
  return {
    driver: 'asterisk',
    url: readUrl(environment),
    username: needed(environment, 'asterisk', 'ARI_USERNAME', 'the section of ari.conf with type=user'),
    password: needed(environment, 'asterisk', 'ARI_PASSWORD', 'its password'),
    endpoint,
    context:
      environment.matching('ARI_CONTEXT', /^[\w-]+$/, 'the name of a context of extensions.conf') ?? '',
    ...present({ confirmPrompt: prompt }),
  };
}

function readUrl(environment: Environment): string {
  const text = needed(environment, 'asterisk', 'ARI_URL', 'http://host:8088/ari');
  const url = URL.parse(text);
  if (text && (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash)) {
    environment.fault('ARI_URL', 'expected http://host:8088/ari or https://…');
  } else if (url?.username || url?.password) {
    environment.fault('ARI_URL', 'holds a user or a password; ARI_USERNAME and ARI_PASSWORD are for that');
  }
  return text.replace(/\/+$/, '');
}

function readFreeswitch(environment: Environment): FreeswitchConfig {
  const address = needed(environment, 'freeswitch', 'ESL_ADDRESS', 'host:8021');
  const [, host = '', port = '8021'] = ESL_ADDRESS.exec(address) ?? [];
  if (address && (!host || Number(port) < 1 || Number(port) > 65_535)) {
    environment.fault('ESL_ADDRESS', 'expected host:8021');
  }
  const endpoint = environment.text('ESL_ENDPOINT');
  if (!ESL_ENDPOINT.test(endpoint)) {
    const example = 'sofia/gateway/trunk/{user}';
    environment.fault('ESL_ENDPOINT', `expected a dial string with {user} or {uri}, as ${example}`);
  }
  const password = needed(environment, 'freeswitch', 'ESL_PASSWORD', 'that of event_socket.conf.xml');
  if (/\p{Cc}/u.test(password)) environment.fault('ESL_PASSWORD', 'is more than one line');
  return {
    driver: 'freeswitch',
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
    password,
    endpoint,
    profile:
      environment.matching('ESL_PROFILE', /^[\w-]+$/, 'the name of a profile of conference.conf.xml') ?? '',
  };
}

const ESL_ADDRESS = /^(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/;
/** Without anything that calls others too, sets variables or ends the command. */
const ESL_ENDPOINT = /^\w+\/(?=\S*\{(?:user|uri)\})(?:[\w.+~*:;=@/-]|\{(?:user|host|uri)\})+$/;

function needed(environment: Environment, driver: DriverName, variable: Variable, what: string): string {
  if (!environment.isSet(variable))
    environment.fault(variable, `is missing for CONFERENCE_DRIVER=${driver}: ${what}`);
  return environment.text(variable);
}

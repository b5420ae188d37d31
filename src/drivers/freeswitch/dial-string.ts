import { type Address, parseAddress } from '../../core/index.ts';
import { fillDialString } from '../dial-string.ts';

/**
 * Only what cannot mean anything else inside a dial string, where `,` and `|` call others too, `^` and `@` lead elsewhere,
 * and brackets set variables; the grammar of SIP URIs knows many more characters.
 */
const PLAIN_USER = /^[\w.+*-]+$/;
/** No IPv6 addresses: they stand in brackets. */
const PLAIN_HOST = /^[a-z0-9.-]*$/;
/** Others steer mod_sofia, as `fs_path` past the gate. */
const PLAIN_PARAMETERS = /^(user=phone|transport=(udp|tcp|tls)|;)*$/i;

/** Where there is no conference, these words are commands. */
const COMMANDS = new Set(['list', 'xml_list', 'json_list', 'help', 'commands', 'count']);

/** What FreeSWITCH dials for a person, by ESL_ENDPOINT. Undefined: an address that could mean something else there. */
export function dialString(template: string, destination: string, domain: string): string | undefined {
  const address = parseAddress(destination);
  return isPlain(address) ? fillDialString(template, address, domain) : undefined;
}

function isPlain({ user, host, parameters }: Address): boolean {
  return PLAIN_USER.test(user) && PLAIN_HOST.test(host) && PLAIN_PARAMETERS.test(parameters);
}

/** The room of a conference: the user part of its URI, which is its name. A `+` would begin its PIN. */
export function roomOf(conferenceUri: string): string | undefined {
  const { user } = parseAddress(conferenceUri);
  return /^[\w.-]+$/.test(user) && !COMMANDS.has(user.toLowerCase()) ? user : undefined;
}

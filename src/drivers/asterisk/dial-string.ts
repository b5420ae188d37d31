import { type Address, parseAddress } from '../../core/index.ts';
import { fillDialString } from '../dial-string.ts';

/**
 * Only what cannot mean anything else inside a dial string, where `/`, `@`, `&` and others lead to another endpoint; the
 * grammar of SIP URIs knows many more characters.
 */
const PLAIN_USER = /^[\w.+~*-]+$/;
const PLAIN_PARAMETERS = /^[\w.;=+-]*$/;

/** What Asterisk dials for a person, by ARI_ENDPOINT. Undefined: an address that could mean something else there. */
export function dialString(template: string, destination: string, domain: string): string | undefined {
  const address = parseAddress(destination);
  return isPlain(address) ? fillDialString(template, address, domain) : undefined;
}

function isPlain({ user, parameters }: Address): boolean {
  return PLAIN_USER.test(user) && PLAIN_PARAMETERS.test(parameters);
}

/** The room of a conference: the user part of its URI, which is its extension and the name of its ConfBridge. */
export function roomOf(conferenceUri: string): string | undefined {
  const { user } = parseAddress(conferenceUri);
  return PLAIN_USER.test(user) ? user : undefined;
}

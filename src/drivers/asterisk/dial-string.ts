import { type Address, parseAddress, toSipUri } from '../../core/index.ts';

/**
 * Only what cannot mean anything else inside a dial string, where `/`, `@`, `&` and others lead to another endpoint; the
 * grammar of SIP URIs knows many more characters.
 */
const PLAIN_USER = /^[\w.+~*-]+$/;
const PLAIN_PARAMETERS = /^[\w.;=+-]*$/;

/**
 * What Asterisk dials for a person: ARI_ENDPOINT with `{user}`, `{host}` and `{uri}` filled in. `domain` stands behind numbers.
 * Undefined: an address that could mean something else there.
 */
export function dialString(template: string, destination: string, domain: string): string | undefined {
  const address = parseAddress(destination);
  if (!isPlain(address)) return undefined;
  const values: Readonly<Record<string, string>> = {
    user: address.user,
    host: address.host || domain,
    uri: toSipUri(address, domain),
  };
  return template.replaceAll(/\{(user|host|uri)\}/g, (_, name: string) => values[name] ?? '');
}

function isPlain({ user, parameters }: Address): boolean {
  return PLAIN_USER.test(user) && PLAIN_PARAMETERS.test(parameters);
}

/** The room of a conference: the user part of its URI, which is its extension and the name of its ConfBridge. */
export function roomOf(conferenceUri: string): string | undefined {
  const { user } = parseAddress(conferenceUri);
  return PLAIN_USER.test(user) ? user : undefined;
}

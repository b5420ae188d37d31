/**
 * SIP and tel addresses as people and files write them, checked before anything is sent to them (RFC 3261 19.1, RFC 3966).
 * Deliberately narrower than the grammar: no embedded headers (`?Replaces=…` would let a name make us send a header),
 * no password, no control characters, at most 256 characters.
 */
import { ArgumentError } from './errors.ts';

export interface Address {
  readonly scheme: 'sip' | 'sips' | 'tel';
  /** User part as written (still percent-encoded), or the E.164 number with its plus for `tel`. Empty: a host alone. */
  readonly user: string;
  /** Lower case; empty for `tel`. IPv6 hosts keep their brackets. */
  readonly host: string;
  readonly port: number | undefined;
  /** URI parameters without the first semicolon, as written; empty where there are none. */
  readonly parameters: string;
}

export const MAX_ADDRESS_LENGTH = 256;

const SIP =
  /^(sips?):(?:([A-Za-z0-9\-_.!~*'()&=+$,;/%]{1,128})@)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?((?:;[A-Za-z0-9\-_.!~*'()[\]/:&+$%]+(?:=[A-Za-z0-9\-_.!~*'()[\]/:&+$%]+)?)*)$/i;
const TEL = /^tel:(\+\d(?:[\d\-.()]*\d)?)$/i;

/** Reads one address, with or without angle brackets. Throws ArgumentError `address.invalid`. */
export function parseAddress(text: string): Address {
  const trimmed = text.trim().replace(/^<(.*)>$/, '$1');
  const invalid = (why: string) =>
    new ArgumentError('address.invalid', `Not an address: ${why}`, { address: trimmed.slice(0, 80) });
  if (trimmed.length > MAX_ADDRESS_LENGTH) throw invalid('longer than 256 characters');
  const tel = TEL.exec(trimmed);
  if (tel?.[1]) {
    const number = `+${tel[1].replace(/\D/g, '')}`;
    if (number.length > 16) throw invalid('an E.164 number has at most 15 digits');
    return { scheme: 'tel', user: number, host: '', port: undefined, parameters: '' };
  }
  const sip = SIP.exec(trimmed);
  if (!sip?.[1] || !sip[3]) throw invalid('expected sip:user@host or tel:+number');
  const user = sip[2] ?? '';
  if (/%(?![0-9A-Fa-f]{2})|%[01]|%7f/i.test(trimmed)) throw invalid('a percent escape that is not allowed');
  const port = sip[4] === undefined ? undefined : Number(sip[4]);
  if (port !== undefined && (port < 1 || port > 65535)) throw invalid('a port is 1 to 65535');
  return {
    scheme: sip[1].toLowerCase() === 'sips' ? 'sips' : 'sip',
    user,
    host: sip[3].toLowerCase(),
    port,
    parameters: (sip[5] ?? '').slice(1),
  };
}

/** The address as one canonical string: what is stored, compared and sent. */
export function formatAddress(address: Address): string {
  if (address.scheme === 'tel') return `tel:${address.user}`;
  const user = address.user === '' ? '' : `${address.user}@`;
  const port = address.port === undefined ? '' : `:${address.port}`;
  const parameters = address.parameters === '' ? '' : `;${address.parameters}`;
  return `${address.scheme}:${user}${address.host}${port}${parameters}`;
}

/**
 * What is put on the wire for an address: `tel:` becomes `sip:+E164@domain;user=phone` (RFC 3261 19.1.6), because SIP
 * servers route SIP URIs. `domain` is the domain of our own SIP URI.
 */
export function toSipUri(address: Address, domain: string): string {
  return address.scheme === 'tel' ? `sip:${address.user}@${domain};user=phone` : formatAddress(address);
}

import { formatAddress, parseAddress } from '../core/index.ts';
import type { Invitee } from './records.ts';

const GLOBAL_NUMBER = /^\+\d{3,15}$/;

/**
 * What two ways to write the address of one person have in common: no parameters, no case, `sips:` as `sip:`, the port only
 * where it is none that goes without saying, and a telephone number alone, whichever server stands behind it (RFC 3261
 * 19.1.6). To find her in a roster by; nobody is rung by it. Undefined: no address.
 */
export function addressKey(text: string): string | undefined {
  try {
    const { scheme, user, host, port } = parseAddress(text);
    const name = decodeURIComponent(user).toLowerCase();
    const number = name.replace(/;.*$/, '').replace(/[-.()]/g, '');
    if (GLOBAL_NUMBER.test(number)) return `tel:${number}`;
    const usualPort = scheme === 'sips' ? 5061 : 5060;
    const shownPort = port === usualPort ? undefined : port;
    return formatAddress({ scheme: 'sip', user: name, host, port: shownPort, parameters: '' });
  } catch {
    return undefined;
  }
}

/** Of every address that is known to be hers. */
export function addressKeysOf({ key, address, also = [] }: Invitee): string[] {
  const keys = [address, key, ...also].map(addressKey).filter((one) => one !== undefined);
  return [...new Set(keys)];
}

/** As people read it; empty where it is withheld. */
export function shownAddress(address: string): string {
  return address.replace(/^(sips?|tel):/, '');
}

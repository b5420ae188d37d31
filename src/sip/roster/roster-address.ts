import { formatAddress, parseAddress } from '../../core/index.ts';

/**
 * The canonical address of somebody in a conference, by the URI that the server has for her; empty where it withholds it or
 * has none that could be called. Parameters say how she is reached, not who she is. A number is a `tel:` again, in the form
 * that we have given it ourselves (RFC 3261 19.1.6).
 */
export function rosterAddress(entity: string, ownDomain: string): string {
  let address: ReturnType<typeof parseAddress>;
  try {
    address = parseAddress(entity);
  } catch {
    return '';
  }
  const { scheme, user, host, parameters } = address;
  if (scheme === 'tel') return formatAddress(address);
  // RFC 3323 4.1.1.3, RFC 4575 5.6
  if (host.endsWith('.invalid')) return '';
  const isPhone = /(?:^|;)user=phone(?:;|$)/i.test(parameters) || host === ownDomain.toLowerCase();
  const number = /^\+\d[\d\-.()]{0,30}$/.test(user) ? user.replace(/[^+\d]/g, '') : '';
  if (isPhone && number.length > 1 && number.length <= 16) return `tel:${number}`;
  return formatAddress({ ...address, parameters: '' });
}

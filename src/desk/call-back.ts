import { formatAddress, parseAddress } from '../core/index.ts';
import type { Store } from './ports.ts';

const HOUR_MS = 3_600_000;

/**
 * Where somebody belongs who calls back: the active conference that this address was invited to within the last hour and is
 * still wanted in; the latest, where there are several. Undefined: she was not invited, or `fromUri` is no address.
 */
export async function callBackTarget(
  store: Pick<Store, 'lastWanted'>,
  fromUri: string,
  now: Date,
): Promise<string | undefined> {
  const addresses = comparable(fromUri);
  if (addresses.length === 0) return undefined;
  return (await store.lastWanted(addresses, new Date(now.getTime() - HOUR_MS)))?.uri;
}

/** The address without parameters, for sip and sips alike. */
function comparable(fromUri: string): string[] {
  try {
    const address = { ...parseAddress(fromUri), parameters: '' };
    if (address.scheme === 'tel') return [formatAddress(address)];
    return (['sip', 'sips'] as const).map((scheme) => formatAddress({ ...address, scheme }));
  } catch {
    return [];
  }
}

import { parseAddress, type RosterEntry, type RosterTarget } from '../core/index.ts';

/** Whether this entry is whom somebody wants to take out. */
export function isTarget(entry: RosterEntry, { address, key }: RosterTarget): boolean {
  return key === undefined ? isSamePerson(entry.address, address) : entry.key === key;
}

/** Ports and parameters aside; a number is the same one in whichever domain. */
function isSamePerson(one: string, other: string): boolean {
  try {
    const [a, b] = [parseAddress(one), parseAddress(other)];
    const isNumber = a.scheme === 'tel' || b.scheme === 'tel';
    return a.user !== '' && a.user === b.user && (isNumber || a.host === b.host);
  } catch {
    return false;
  }
}

/** Addresses as they stand in lists of people: with or without their scheme, numbers with signs between. */
import { canonicalAddress } from './person.ts';
import { type Country, readNumber } from './read-number.ts';

/** Canonical `sip:` or `sips:`; undefined: it is none. */
export function readSip(value: string): string | undefined {
  const address = canonicalAddress(/^sips?:/i.test(value) ? value : `sip:${value}`);
  return address?.startsWith('tel:') ? undefined : address;
}

/** Canonical `tel:` of "+49 (0)170 / 123", or of a number as `country` writes it; undefined: it is none. */
export function readTel(value: string, country: Country | undefined): string | undefined {
  const digits = value.replace(/^tel:/i, '').replace(/\(0\)|[\s/]/g, '');
  return canonicalAddress(`tel:${digits}`) ?? readNumber(value, country);
}

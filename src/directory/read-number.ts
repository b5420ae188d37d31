import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/max';
import { canonicalAddress } from './person.ts';

/** Shorter ones are extensions, emergency and service numbers, which have no address in the world. */
const FEWEST_DIGITS = 7;
const MOST_CHARACTERS = 40;

/** Two capitals (ISO 3166), of a country whose numbering plan is known. */
export type Country = CountryCode;

/**
 * A telephone number as people of a country write it ("030/123456", "(415) 555-2671", "0044 20 …"), as a canonical `tel:` address in
 * E.164. Undefined: it is none, or none that the numbering plan has: half a number would ring somebody else.
 */
export function readNumber(written: string, country: Country | undefined): string | undefined {
  const text = written
    .slice(0, MOST_CHARACTERS + 1)
    .normalize('NFKC')
    .replace(/[‐-―−]/g, '-')
    .trim();
  if (text.length > MOST_CHARACTERS || !/^[+(]*\d[\d\s()./-]*$/.test(text)) return undefined;
  if (text.replace(/\D/g, '').length < FEWEST_DIGITS) return undefined;
  const number = parsePhoneNumber(text.replace(/(?<=^\+.*)\(0\)/, ''), country);
  return number?.isValid() && !number.ext ? canonicalAddress(`tel:${number.number}`) : undefined;
}

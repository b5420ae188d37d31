import { ArgumentError } from '../core/index.ts';

/** More digits than this at its beginning make a number of anything, whatever stands behind: dial plans often look no further. */
const LONGEST_NAMED = 6;

/** They send the call elsewhere than its digits say (RFC 4694, RFC 4904), or dial on (RFC 2806). */
const ROUTING = /^(rn|rn-context|cic|cic-context|npdi|tgrp|trunk-context|postd)$/i;

/**
 * The number that the user part of an address dials, in digits, with a plus where it is a number in the world; it may hold `*`
 * and `#`. Undefined: it is a name. Read as the most lenient dial plan would: without anything in it that is no digit, and
 * with the number that a `phone-context` makes of it (RFC 3966 5.1.5). Throws ArgumentError `address.invalid` for what nobody
 * writes who means what it seems to say: escapes inside of escapes, another address, digits of other scripts, routing.
 */
export function dialledNumber(user: string, parameters: string): string | undefined {
  const [written = '', ...more] = decodeURIComponent(user).normalize('NFKC').split(';');
  if (/%[\da-f]{2}|@|(?![0-9])\p{Nd}/iu.test(written)) throw unclear(written);
  const fields = [...more, ...decodeURIComponent(parameters).split(';')].map((field) => field.split('='));
  const all = (wanted: string) =>
    fields.flatMap(([name, value = '']) => (name?.toLowerCase() === wanted ? [value.toLowerCase()] : []));
  const number = leadingNumber(written);
  if (number === undefined) {
    if (all('user').includes('phone')) throw unclear(written);
    return undefined;
  }
  if (fields.some(([name = '']) => ROUTING.test(name))) throw unclear(written);
  const context = all('phone-context').find((one) => one.startsWith('+'));
  if (number.startsWith('+') || context === undefined) return inTheWorld(number);
  return `+${context.replace(/\D/g, '')}${number}`;
}

function leadingNumber(written: string): string | undefined {
  const compact = written.replace(/[^\p{L}\d+*#]/gu, '');
  const [digits = ''] = /^[\d+*#]*/.exec(compact) ?? [];
  const rest = compact.slice(digits.length);
  if (digits === '') return undefined;
  // `112p1` waits and dials on.
  const isDialledOn = /^[pwx]+[\d+*#pwx]*$/i.test(rest);
  const isNamed = rest !== '' && !isDialledOn && !digits.startsWith('+') && digits.length <= LONGEST_NAMED;
  return isNamed ? undefined : digits.replace(/(?!^)\+/g, '');
}

/** International prefixes as a plus. */
function inTheWorld(number: string): string {
  return number.replace(/^(00|011)(?=[1-9]\d{5})/, '+');
}

function unclear(written: string): ArgumentError {
  return new ArgumentError('address.invalid', 'Not an address: it is not clear what it dials', {
    address: written.slice(0, 80),
  });
}

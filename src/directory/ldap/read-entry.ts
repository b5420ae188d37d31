import { cleanName, MAX_NAME_CHARACTERS } from '../clean-name.ts';
import { fold } from '../fold.ts';
import { canonicalAddress, keyOf, type Person } from '../person.ts';
import { readSip, readTel } from '../read-address.ts';
import type { Country } from '../read-number.ts';
import { keyOfDn } from './dn.ts';
import type { LdapEntry } from './ldap-session.ts';

/** What is asked for of a person; servers leave out what they do not know. */
export const PERSON_ATTRIBUTES = [
  ...['objectClass', 'cn', 'displayName', 'givenName', 'sn', 'uid', 'memberOf'],
  ...['mail', 'userPrincipalName', 'msRTCSIP-PrimaryUserAddress', 'proxyAddresses'],
  ...['telephoneNumber', 'mobile', 'ipPhone', 'userAccountControl', 'nsAccountLock'],
  'msDS-ExternalDirectoryObjectId',
] as const;

export interface EntryOptions {
  /** DEFAULT_COUNTRY. */
  readonly country: Country | undefined;
  /** ALLOWED_TEL_PREFIXES. */
  readonly telPrefixes: readonly string[];
}

/** Why an entry is not somebody who can be called. */
export type LeftOut = 'disabled' | 'computer' | 'no-name' | 'no-contact' | 'duplicate';

/** ACCOUNTDISABLE of Active Directory's userAccountControl. */
const DISABLED = 2;
/** What is longer holds something else. */
const MAX_VALUE_CHARACTERS = 1_000;
const MAX_MAIL_CHARACTERS = 254;

/** An entry as a person, without her groups; or why it is none. What it says is data of somebody else's. */
export function readEntry(entry: LdapEntry, { country, telPrefixes }: EntryOptions): Person | LeftOut {
  const values = (attribute: (typeof PERSON_ATTRIBUTES)[number]): readonly string[] =>
    (entry.attributes.get(attribute.toLowerCase()) ?? [])
      .map((value) => value.trim())
      .filter((value) => value !== '' && value.length <= MAX_VALUE_CHARACTERS);
  const first = (attribute: (typeof PERSON_ATTRIBUTES)[number]) => values(attribute)[0] ?? '';

  if (values('objectClass').some((name) => name.toLowerCase() === 'computer')) return 'computer';
  const isDisabled = (Number(first('userAccountControl')) & DISABLED) !== 0;
  if (isDisabled || first('nsAccountLock').toLowerCase() === 'true') return 'disabled';

  const names = [first('displayName'), ...values('cn'), `${first('givenName')} ${first('sn')}`]
    .filter((name) => name.length <= MAX_NAME_CHARACTERS)
    .map(cleanName)
    .filter((name) => name !== '');
  const [name] = names;
  if (name === undefined) return 'no-name';

  const email = values('mail').map(readMail).find(Boolean);
  const sip = [
    ...values('msRTCSIP-PrimaryUserAddress'),
    ...values('proxyAddresses').filter((address) => /^sips?:/i.test(address)),
    ...values('ipPhone').filter((address) => address.includes('@')),
  ];
  const numbers = [...values('telephoneNumber'), ...values('mobile'), ...values('ipPhone')];
  const tel = numbers.map((number) => readTel(number, country)).find(Boolean);
  const ways = {
    sip: sip.map(readSip).find(Boolean),
    // A number that may not be called anyway would only stand before an address that may work.
    allowed: telPrefixes.some((prefix) => tel?.startsWith(`tel:${prefix}`)) ? tel : undefined,
    guess: email === undefined ? undefined : canonicalAddress(`sip:${email}`),
    tel,
  };
  const address = ways.sip ?? ways.allowed ?? ways.guess ?? ways.tel;
  const principal = values('userPrincipalName').map(readMail).find(Boolean) ?? '';
  const ids = [principal, cloudId(first('msDS-ExternalDirectoryObjectId'))].filter((id) => id !== '');
  if (address === undefined && ids.length === 0) return 'no-contact';
  return {
    key: address === undefined ? ownKey(entry) : keyOf(address),
    name,
    address,
    guessed: address !== undefined && address === ways.guess && ways.sip !== address,
    ...(email !== undefined && { email }),
    source: 'directory',
    ...(tel !== undefined && { tel }),
    aliases: otherNames(names),
    ids,
  };
}

/** For somebody whose address is not hers alone. */
export function ownKey({ dn }: LdapEntry): string {
  return `id:${keyOfDn(dn)}`;
}

/** Full names that differ in more than the way to write them: "Jones, Mary" and "Mary Jones" do not. */
function otherNames([name = '', ...others]: readonly string[]): readonly string[] {
  const known = new Set(fold(name).map(({ joined }) => joined));
  return others.filter((other) => {
    const readings = fold(other).map(({ joined }) => joined);
    const isNew = readings.every((reading) => !known.has(reading));
    for (const reading of readings) known.add(reading);
    return isNew;
  });
}

function readMail(value: string): string | undefined {
  const isMail = /^[^\s@]+@[^\s@]+$/.test(value) && value.length <= MAX_MAIL_CHARACTERS;
  return isMail ? value.toLowerCase() : undefined;
}

/** "User_1f0e…": the id by which Entra, and with it Teams, knows her. */
function cloudId(value: string): string {
  return /^User_([0-9a-f-]{36})$/i.exec(value)?.[1]?.toLowerCase() ?? '';
}

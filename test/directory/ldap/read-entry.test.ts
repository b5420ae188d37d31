import assert from 'node:assert/strict';
import type { LdapEntry } from '../../../src/directory/ldap/ldap-session.ts';
import { readEntry } from '../../../src/directory/ldap/read-entry.ts';

type Values = Readonly<Record<string, string | readonly string[]>>;

const entryOf = (values: Values): LdapEntry => ({
  dn: 'cn=Mary,ou=people,dc=contoso,dc=com',
  attributes: new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), [value].flat()])),
});
const read = (values: Values, telPrefixes: readonly string[] = ['+49']) =>
  readEntry(entryOf(values), { country: 'DE', telPrefixes });
const personOf = (values: Values, telPrefixes?: readonly string[]) => {
  const person = read(values, telPrefixes);
  if (typeof person === 'string') assert.fail(`left out: ${person}`);
  return person;
};

describe('an entry of a directory', () => {
  it('is a person', () => {
    assert.deepEqual(
      read({
        cn: 'Mary Jones',
        displayName: 'Jones, Mary (Sales)',
        givenName: 'Molly',
        sn: 'Jones',
        mail: 'Mary.Jones@Contoso.com',
        userPrincipalName: 'MJones@corp.contoso.com',
        'msRTCSIP-PrimaryUserAddress': 'sip:mary@voice.contoso.com',
        'msDS-ExternalDirectoryObjectId': 'User_1F0E5A3C-0000-4000-8000-000000000001',
        telephoneNumber: '030 / 1234567',
      }),
      {
        key: 'sip:mary@voice.contoso.com',
        name: 'Jones, Mary (Sales)',
        address: 'sip:mary@voice.contoso.com',
        guessed: false,
        email: 'mary.jones@contoso.com',
        source: 'directory',
        tel: 'tel:+49301234567',
        aliases: ['Molly Jones'],
        ids: ['mjones@corp.contoso.com', '1f0e5a3c-0000-4000-8000-000000000001'],
      },
    );
  });

  const MAIL = { cn: 'Mary', mail: 'mary@contoso.com' };
  for (const [what, values, address] of [
    [
      'a SIP address among the proxy addresses',
      { proxyAddresses: ['smtp:m@x.y', 'SIP:m@voice.x'] },
      'sip:m@voice.x',
    ],
    ['a SIP address as IP telephone', { ipPhone: 'm@voice.x' }, 'sip:m@voice.x'],
    ['a number that may be called', { telephoneNumber: '+49 (0)30 1234567' }, 'tel:+49301234567'],
    [
      'the mobile of who has no other',
      { telephoneNumber: '4711', mobile: '0170 1234567' },
      'tel:+491701234567',
    ],
    ['no number that may not be called', { telephoneNumber: '+1 212 555 0100' }, 'sip:mary@contoso.com'],
    ['no extension', { telephoneNumber: '4711' }, 'sip:mary@contoso.com'],
    ['no broken SIP address', { 'msRTCSIP-PrimaryUserAddress': 'sip:a@b\r\nX: 1' }, 'sip:mary@contoso.com'],
    [
      'no SIP address with headers',
      { 'msRTCSIP-PrimaryUserAddress': 'sip:a@b?Replaces=x' },
      'sip:mary@contoso.com',
    ],
    [
      'nothing of a value without end',
      { 'msRTCSIP-PrimaryUserAddress': `sip:${'a'.repeat(5_000)}@b` },
      'sip:mary@contoso.com',
    ],
  ] as const) {
    it(`is reached by ${what}`, () => assert.equal(personOf({ ...MAIL, ...values }).address, address));
  }

  it('keeps a number that may not be called, where there is nothing else', () => {
    const person = personOf({ cn: 'Mary', telephoneNumber: '+1 212 555 0100' });
    assert.deepEqual([person.address, person.guessed], ['tel:+12125550100', false]);
  });

  it('says that an address is only the mail address', () => {
    assert.deepEqual(
      [personOf(MAIL).guessed, personOf({ ...MAIL, ipPhone: 'mary@contoso.com' }).guessed],
      [true, false],
    );
  });

  it('is known by what Teams knows her by, where she has no address', () => {
    const person = personOf({ cn: 'Mary', userPrincipalName: 'mary@corp.contoso.com' });
    assert.deepEqual([person.address, person.key], [undefined, 'id:cn=mary,ou=people,dc=contoso,dc=com']);
  });

  for (const [why, values] of [
    ['computer', { ...MAIL, objectClass: ['top', 'person', 'Computer'] }],
    ['disabled', { ...MAIL, userAccountControl: '514' }],
    ['disabled', { ...MAIL, nsAccountLock: 'TRUE' }],
    ['no-name', { mail: 'mary@contoso.com', cn: '\u202E\u0000 ' }],
    ['no-name', { mail: 'mary@contoso.com', cn: 'x'.repeat(201) }],
    ['no-contact', { cn: 'Mary', mail: 'not a mail', telephoneNumber: '0', userPrincipalName: '29:mary' }],
  ] as const) {
    it(`is left out: ${why} ${JSON.stringify(values).slice(0, 60)}`, () => assert.equal(read(values), why));
  }

  it('is not left out for an account that lives', () => {
    assert.equal(personOf({ ...MAIL, userAccountControl: '512' }).name, 'Mary');
  });

  it('has a name without control characters, and markup as data', () => {
    assert.equal(personOf({ ...MAIL, cn: '<b>Mary</b>\r\nVia: x\u202E' }).name, '<b>Mary</b> Via: x');
  });
});

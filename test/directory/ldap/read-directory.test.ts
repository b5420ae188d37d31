import assert from 'node:assert/strict';
import { GROUP_FILTER } from '../../../src/directory/ldap/group-graph.ts';
import { LdapError, ldapErrorOf } from '../../../src/directory/ldap/ldap-error.ts';
import type { LdapEntry, LdapSession } from '../../../src/directory/ldap/ldap-session.ts';
import { MAX_ENTRIES, readDirectory } from '../../../src/directory/ldap/read-directory.ts';

const FILTER = '(objectClass=person)';

const person = (name: string, values: Readonly<Record<string, string>>): LdapEntry => ({
  dn: `cn=${name},ou=people`,
  attributes: new Map(Object.entries({ cn: name, ...values }).map(([key, value]) => [key, [value]])),
});

/** A directory that gives out these pages of people, and no groups. */
const scripted = (pages: Iterable<readonly LdapEntry[]>): LdapSession => ({
  async *pages({ filter }) {
    if (filter === FILTER) yield* pages;
  },
  close: () => undefined,
});
const read = (pages: Iterable<readonly LdapEntry[]>, pause = async () => undefined) =>
  readDirectory(scripted(pages), { filter: FILTER, country: 'DE', telPrefixes: ['+49'], pause });

describe('one reading of a directory', () => {
  it('takes all pages, and counts what it leaves out', async () => {
    const { people, leftOut } = await read([
      [person('Mary', { mail: 'mary@x.y' }), person('Nobody', {})],
      [],
      [person('Bob', { mail: 'bob@x.y' }), person('Gone', { mail: 'gone@x.y', useraccountcontrol: '2' })],
    ]);
    assert.deepEqual(
      people.map(({ name }) => name),
      ['Mary', 'Bob'],
    );
    assert.deepEqual(leftOut, { 'no-contact': 1, disabled: 1 });
  });

  it('takes two accounts of one human for one, and two at one telephone for two', async () => {
    const tel = { telephonenumber: '+49 30 1234567' };
    const { people, leftOut } = await read([
      [person('Mary Jones', { mail: 'mary@x.y' }), person('Jones, Mary', { mail: 'MARY@x.y' })],
      [person('Nurse One', tel), person('Nurse Two', tel)],
    ]);
    assert.deepEqual(
      people.map(({ key, address }) => `${key} ${address}`),
      [
        'sip:mary@x.y sip:mary@x.y',
        'tel:+49301234567 tel:+49301234567',
        'id:cn=nurse two,ou=people tel:+49301234567',
      ],
    );
    assert.deepEqual(leftOut, { duplicate: 1 });
  });

  it('has a digest that tells whether anything has changed', async () => {
    const mary = person('Mary', { mail: 'mary@x.y' });
    const [same, again, other] = await Promise.all([
      read([[mary]]),
      read([[mary]]),
      read([[person('Mary', { mail: 'm@x.y' })]]),
    ]);
    assert.equal(same.digest, again.digest);
    assert.notEqual(same.digest, other.digest);
  });

  it('lets others have their turn', async () => {
    let pauses = 0;
    const page = Array.from({ length: 1_000 }, (_, i) => person(`P ${i}`, { mail: `p${i}@x.y` }));
    await read([page], async () => {
      pauses += 1;
      return undefined;
    });
    assert.equal(pauses, 20);
  });

  it('does not follow a server that has no end', async () => {
    function* endless(page: readonly LdapEntry[]) {
      for (;;) yield page;
    }
    const page = Array.from({ length: 1_000 }, (_, i) => person(`P ${i}`, {}));
    await assert.rejects(read(endless(page)), { code: 'ldap.too-many' });
    await assert.rejects(read(endless([])), { code: 'ldap.too-many' });
    assert.ok(MAX_ENTRIES >= 50_000);
  });

  it('asks for all groups and for the filter that is set, and never for a name', async () => {
    const filters: string[] = [];
    const session: LdapSession = {
      async *pages({ filter }) {
        filters.push(filter);
        yield [];
      },
      close: () => undefined,
    };
    await readDirectory(session, {
      filter: FILTER,
      country: undefined,
      telPrefixes: [],
      pause: async () => undefined,
    });
    assert.deepEqual(filters, [GROUP_FILTER, FILTER]);
  });

  it('gives nothing of a reading that breaks off', async () => {
    async function* broken() {
      yield [person('Mary', { mail: 'mary@x.y' })];
      throw new LdapError('closed');
    }
    const session: LdapSession = { pages: broken, close: () => undefined };
    await assert.rejects(
      readDirectory(session, {
        filter: FILTER,
        country: undefined,
        telPrefixes: [],
        pause: async () => undefined,
      }),
      { code: 'ldap.closed' },
    );
  });
});

describe('why a directory cannot be read', () => {
  for (const [error, code] of [
    [Object.assign(new Error('x'), { code: 49 }), 'ldap.credentials'],
    [Object.assign(new Error('x'), { code: 32 }), 'ldap.no-such-base'],
    [Object.assign(new Error('x'), { code: 4 }), 'ldap.limit'],
    [Object.assign(new Error('x'), { code: 80 }), 'ldap.protocol'],
    [Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'ldap.dns'],
    [Object.assign(new Error('x'), { code: 'EHOSTUNREACH' }), 'ldap.unreachable'],
    [Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }), 'ldap.tls-certificate'],
    [new Error('SearchRequest: Operation timed out'), 'ldap.no-answer'],
    [new Error('Connection timeout'), 'ldap.no-answer'],
    [new Error('Connection closed before message response was received.'), 'ldap.closed'],
    ['?', 'ldap.protocol'],
  ] as const) {
    it(`${String(error)} → ${code}`, () => assert.equal(ldapErrorOf(error).code, code));
  }
});

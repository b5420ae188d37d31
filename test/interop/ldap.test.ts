import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Directory, type Found, People, type Person } from '../../src/directory/index.ts';
import { type LdapPeople, ldapPeople } from '../../src/directory/ldap/index.ts';
import type { LdapOptions } from '../../src/directory/ldap/ldap-client.ts';
import { quietLog } from '../support/quiet-log.ts';
import { scratch } from '../support/scratch.ts';
import { rowOf } from '../support/shown-card.ts';
import { ThreadWorld } from '../support/thread-world.ts';
import { until } from './support/peer.ts';
import { BASE, READER, Slapd } from './support/slapd.ts';

const MANY = 2_500;
const person = (name: string, lines: readonly string[], alsoA: readonly string[] = []): string =>
  [
    `dn: cn=${name},ou=people,${BASE}`,
    ...['inetOrgPerson', 'likeUser', ...alsoA].map((objectClass) => `objectClass: ${objectClass}`),
    `sn: ${name.split(' ').at(-1)}`,
    ...lines,
  ].join('\n');
const dn = (name: string, ou = 'people') => `cn=${name},ou=${ou},${BASE}`;

const PEOPLE = [
  person('Zelda Fitz', [
    'displayName: Fitz, Zelda (Sales)',
    'mail: Zelda.Fitz@contoso.test',
    'telephoneNumber: +49 30 1234567',
    'msRTCSIP-PrimaryUserAddress: sip:zelda@voice.contoso.test',
    'userPrincipalName: zfitz@corp.contoso.test',
    `memberOf: ${dn('On-call', 'groups')}`,
  ]),
  person('Yuri Oak', [
    'mail: yuri@contoso.test',
    'proxyAddresses: smtp:y@x.test',
    'proxyAddresses: SIP:yo@voice.contoso.test',
  ]),
  person('Xenia Pohl', ['telephoneNumber: 030/7654321', 'uid: xp']),
  person('Walt Quist', ['mail: walt@contoso.test', 'userAccountControl: 514']),
  person('PC-0815', ['mail: pc@contoso.test'], ['computer']),
  person('Mary Lind', ['displayName: Lind, Mary', 'msRTCSIP-PrimaryUserAddress: sip:mary@usher.example']),
  person('Nobody There', []),
  // RFC 4514: a comma in a name, and names that look like a filter.
  `dn: cn=Viola\\, Rose,ou=people,${BASE}\nobjectClass: inetOrgPerson\nsn: Rose\ncn: Viola, Rose\nmail: rose@contoso.test`,
];
const GROUPS = [
  `dn: ${dn('On-call', 'groups')}\nobjectClass: group`,
  `dn: ${dn('Clinic', 'groups')}\nobjectClass: groupOfNames\nmember: ${dn('On-call', 'groups')}\nmember: CN=yuri oak, OU=people,${BASE}`,
  `dn: ${dn('Couriers', 'groups')}\nobjectClass: posixGroup\ngidNumber: 4\nmemberUid: xp`,
  `dn: ${dn('Gardeners', 'groups')}\nobjectClass: groupOfUniqueNames\nuniqueMember: cn=Viola\\2C Rose,ou=people,${BASE}\nuniqueMember: ${dn('Yuri Oak')}`,
];

describe('people from an OpenLDAP server', () => {
  let slapd: Slapd;
  let folder: Awaited<ReturnType<typeof scratch>>;
  let known: LdapPeople | undefined;
  let people: People;

  before(async () => {
    folder = await scratch();
    const crowd = Array.from({ length: MANY }, (_, i) =>
      person(`Crowd ${i}`, [`mail: crowd${i}@contoso.test`]),
    );
    slapd = await Slapd.start(folder.path, [...PEOPLE, ...GROUPS, ...crowd]);
  });
  after(async () => {
    await slapd?.stop();
    await folder.remove();
  });
  afterEach(async () => {
    await known?.stop();
    known = undefined;
  });

  const options = (others: Partial<LdapOptions> = {}): LdapOptions => ({
    urls: [slapd.url],
    bind: READER,
    base: BASE,
    startTls: false,
    tlsCa: undefined,
    timeouts: { openMs: 2_000, answerMs: 2_000 },
    ...others,
  });

  /** Reads it, again after 50 ms each, until it could be read, or could not. */
  async function read(others: Partial<LdapOptions> = {}): Promise<LdapPeople> {
    people = People.of([]);
    const made = ldapPeople({
      ...options(others),
      ...{
        filter: '(objectClass=person)',
        country: 'DE',
        telPrefixes: ['+49'],
        refreshMs: 50,
        log: quietLog,
      },
      now: () => new Date(),
      take: async (found: readonly Person[]) => {
        people = People.of([], found);
      },
    });
    known = made;
    made.start();
    await until('the first reading', () => made.problem !== undefined || made.doubt === undefined);
    return made;
  }

  const find = (name: string): Promise<Found> =>
    new Directory(() => ({ people, doubt: known?.doubt }))
      .inThread(async () => [])
      .find({ kind: 'name', name });
  const brief = (found: Found): string => {
    if (found.kind === 'person') return `${found.person.name} ${found.person.address}`;
    if (found.kind === 'group')
      return found.members
        .map(({ name }) => name)
        .toSorted()
        .join(' | ');
    return found.kind;
  };

  it('reads everybody, page by page, where the server gives out 500 at once', async () => {
    const { problem } = await read();
    assert.equal(problem, undefined);
    assert.equal(
      brief(await find(`crowd ${MANY - 1}`)),
      `Crowd ${MANY - 1} sip:crowd${MANY - 1}@contoso.test`,
    );
    assert.equal(brief(await find('crowd0@contoso.test')), 'Crowd 0 sip:crowd0@contoso.test');
  });

  it('takes the SIP address, else a number that may be called, else the mail address', async () => {
    await read();
    for (const [name, expected] of [
      ['zelda', 'Fitz, Zelda (Sales) sip:zelda@voice.contoso.test'],
      ['zelda fitz', 'Fitz, Zelda (Sales) sip:zelda@voice.contoso.test'],
      ['zfitz@corp.contoso.test', 'Fitz, Zelda (Sales) sip:zelda@voice.contoso.test'],
      ['yuri', 'Yuri Oak sip:yo@voice.contoso.test'],
      ['xenia', 'Xenia Pohl tel:+49307654321'],
      ['rose', 'Viola, Rose sip:rose@contoso.test'],
    ] as const)
      assert.equal(brief(await find(name)), expected);
  });

  it('leaves out disabled accounts, computers, and who cannot be reached in any way', async () => {
    await read();
    for (const name of ['walt quist', 'pc-0815', 'nobody there'])
      assert.equal(brief(await find(name)), 'nobody', name);
  });

  it('knows groups of every kind, and groups in groups', async () => {
    await read();
    for (const [name, expected] of [
      ['on-call', 'Fitz, Zelda (Sales)'],
      ['the clinic team', 'Fitz, Zelda (Sales) | Yuri Oak'],
      ['couriers', 'Xenia Pohl'],
      ['gardeners', 'Viola, Rose | Yuri Oak'],
    ] as const)
      assert.equal(brief(await find(name)), expected, name);
  });

  it('finds nobody by what would be a filter', async () => {
    await read();
    for (const typed of ['*', '*)(uid=*', 'zelda)(|(uid=*', '(objectClass=*)', '\\2a'])
      assert.equal(brief(await find(typed)), 'nobody', typed);
  });

  for (const [what, others, expected] of [
    ['ldaps: with its authority', () => ({ urls: [slapd.secureUrl], tlsCa: slapd.ca }), undefined],
    ['StartTLS with its authority', () => ({ startTls: true, tlsCa: slapd.ca }), undefined],
    ['a dead server, then one that lives', () => ({ urls: ['ldap://127.0.0.1:1', slapd.url] }), undefined],
    [
      'ldaps: with another authority',
      () => ({ urls: [slapd.secureUrl], tlsCa: slapd.otherCa }),
      'ldap.tls-unknown-ca',
    ],
    [
      'StartTLS with another authority',
      () => ({ startTls: true, tlsCa: slapd.otherCa }),
      'ldap.tls-unknown-ca',
    ],
    [
      'ldaps: for another name',
      () => ({ urls: [slapd.secureUrl.replace('127.0.0.1', 'localhost')], tlsCa: slapd.ca }),
      'ldap.tls-name',
    ],
    ['ldaps: where there is no TLS', () => ({ urls: [slapd.url.replace('ldap:', 'ldaps:')] }), 'ldap.closed'],
    [
      'no file of authorities',
      () => ({ startTls: true, tlsCa: join(folder.path, 'none.pem') }),
      'ldap.tls-file',
    ],
    ['a wrong password', () => ({ bind: { ...READER, password: 'wrong' } }), 'ldap.credentials'],
    ['nobody in particular', () => ({ bind: undefined }), 'ldap.no-such-base'],
    ['another base', () => ({ base: 'dc=elsewhere,dc=test' }), 'ldap.no-such-base'],
    ['more at once than it gives out', () => ({ pageSize: 1_000 }), 'ldap.limit'],
    ['nobody there', () => ({ urls: ['ldap://127.0.0.1:1'] }), 'ldap.refused'],
  ] as const) {
    it(`${what}: ${expected ?? 'read'}`, async () => {
      const { problem, doubt } = await read(others());
      assert.equal(problem?.code, expected);
      assert.equal(doubt?.code, expected && 'directory.unread');
    });
  }

  it('keeps its people when the server is killed, and reads it again when it is back', async () => {
    const made = await read();
    await slapd.crash();
    await until(
      'that it is missed',
      () => made.problem?.code,
      (code) => code === 'ldap.refused',
    );
    assert.equal(brief(await find('yuri')), 'Yuri Oak sip:yo@voice.contoso.test');
    slapd.load([person('Una New', ['mail: una@contoso.test'])]);
    await slapd.run();
    await until(
      'who is new',
      () => find('una'),
      ({ kind }) => kind === 'person',
    );
    assert.equal(made.problem, undefined);
  });

  it('answers at once while the server hangs in the middle of a reading', async () => {
    const made = await read();
    slapd.freeze();
    try {
      await until(
        'that it does not answer',
        () => made.problem?.code,
        (code) => code === 'ldap.no-answer',
      );
      assert.equal(brief(await find('yuri')), 'Yuri Oak sip:yo@voice.contoso.test');
    } finally {
      slapd.thaw();
    }
    await until('that it answers again', () => made.problem === undefined);
  });

  it('cuts off what hangs when it is told to stop', async () => {
    const made = await read({ timeouts: { openMs: 60_000, answerMs: 60_000 } });
    slapd.freeze();
    try {
      await made.stop();
    } finally {
      slapd.thaw();
    }
  });

  describe('in the whole product', () => {
    let world: ThreadWorld;
    before(async () => {
      world = await ThreadWorld.open();
      world.leaves('mary');
    });
    after(() => world.close());

    const readiness = async (endpoint: string) => (await fetch(new URL('/readyz', endpoint))).json();
    const env = () => ({
      LDAP_URL: slapd.url,
      LDAP_BIND_DN: READER.dn,
      LDAP_BIND_PASSWORD: READER.password,
      LDAP_BASE: BASE,
      LDAP_START_TLS: 'yes',
      LDAP_TLS_CA: slapd.ca,
    });

    it('rings who is known only from the directory, also when its server is killed', async () => {
      const usher = await world.start(env());
      // Somebody who is too early is told so.
      await until('the directory is read', async () => {
        await world.type(usher, 'invite Mary');
        return world.cards.some((card) => rowOf(card, 'Lind, Mary'));
      });
      await world.row('Lind, Mary', 'Joined');
      await slapd.crash();
      await world.type(usher, 'invite Yuri');
      await world.said('addresses at voice.contoso.test are not allowed');
      assert.deepEqual(await readiness(usher.endpoint), { status: 'ready' });
      await usher.stop();
      await slapd.run();
    });

    it('starts without the directory, is ready, and says to whoever looks for somebody that it is missed', async () => {
      await slapd.crash();
      const blind = await world.start(env());
      await until(
        'that it is missed',
        () => readiness(blind.endpoint),
        (seen) => JSON.stringify(seen).includes('ldap.refused'),
      );
      assert.deepEqual(await readiness(blind.endpoint), {
        status: 'ready',
        degraded: ['directory'],
        codes: { directory: 'ldap.refused' },
      });
      await world.type(blind, 'invite Xenia');
      await world.said('directory cannot be read at the moment');
      await world.type(blind, 'invite Sue');
      await world.row('Sue Park', 'Ringing');
      await slapd.run();
    });
  });
});

import assert from 'node:assert/strict';
import { ConfigError, readConfig } from '../../src/config.ts';

const HERE = { LDAP_URL: 'ldap://127.0.0.1:389', LDAP_BASE: 'dc=contoso,dc=com' };
const BIND = { LDAP_BIND_DN: 'cn=usher,dc=contoso,dc=com', LDAP_BIND_PASSWORD: 'hunter2' };

describe('the directory in the environment', () => {
  it('is none where nothing is set', () => assert.equal(readConfig({}).ldap, undefined));

  it('has a filter, and is read every quarter of an hour', () => {
    assert.deepEqual(readConfig({ ...HERE, ...BIND }).ldap, {
      urls: ['ldap://127.0.0.1:389'],
      bind: { dn: BIND.LDAP_BIND_DN, password: 'hunter2' },
      base: 'dc=contoso,dc=com',
      filter: '(objectClass=person)',
      startTls: false,
      tlsCa: undefined,
      refreshMs: 900_000,
    });
  });

  for (const [urls, said, startTls] of [
    ['ldap://127.0.0.1', undefined, false],
    ['ldap://localhost:1389', undefined, false],
    ['ldap://[::1]', undefined, false],
    ['ldaps://dc1.contoso.com', undefined, false],
    ['ldap://dc1.contoso.com', undefined, true],
    ['ldap://127.0.0.1.contoso.com', undefined, true],
    ['ldaps://dc1.contoso.com, ldap://dc2.contoso.com', undefined, true],
    ['ldap://dc1.contoso.com', 'no', false],
    ['ldap://127.0.0.1', 'yes', true],
  ] as const) {
    it(`${urls}${said ? ` with LDAP_START_TLS=${said}` : ''} is ${startTls ? '' : 'not '}encrypted by StartTLS`, () => {
      const env = { ...HERE, ...BIND, LDAP_URL: urls, ...(said && { LDAP_START_TLS: said }) };
      assert.equal(readConfig(env).ldap?.startTls, startTls);
    });
  }

  for (const [what, env, variables] of [
    ['no server', BIND, ['LDAP_URL']],
    ['no base', { LDAP_URL: HERE.LDAP_URL }, ['LDAP_BASE']],
    ['a web address', { ...HERE, LDAP_URL: 'https://dc1.contoso.com' }, ['LDAP_URL']],
    [
      'a password in the address',
      { ...HERE, LDAP_URL: 'ldaps://usher:hunter2@dc1.contoso.com' },
      ['LDAP_URL'],
    ],
    [
      'a search in the address',
      { ...HERE, LDAP_URL: 'ldaps://dc1.contoso.com/dc=contoso?sub' },
      ['LDAP_URL'],
    ],
    ['a name without a password', { ...HERE, LDAP_BIND_DN: 'cn=usher' }, ['LDAP_BIND_PASSWORD']],
    ['a password without a name', { ...HERE, LDAP_BIND_PASSWORD: 'hunter2' }, ['LDAP_BIND_DN']],
    ['a filter that is none', { ...HERE, LDAP_FILTER: 'everybody' }, ['LDAP_FILTER']],
    ['StartTLS perhaps', { ...HERE, LDAP_START_TLS: 'perhaps' }, ['LDAP_START_TLS']],
    ['no time at all', { ...HERE, LDAP_REFRESH_MINUTES: '0' }, ['LDAP_REFRESH_MINUTES']],
  ] as const) {
    it(`names ${variables.join()} for ${what}, and no secret`, () => {
      assert.throws(
        () => readConfig(env),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError);
          assert.deepEqual(
            error.faults.map(({ variable }) => variable),
            variables,
          );
          assert.doesNotMatch(error.message, /hunter2/);
          return true;
        },
      );
    });
  }
});

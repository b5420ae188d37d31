import assert from 'node:assert/strict';
import { LdapError, type LdapFault } from '../../src/directory/ldap/ldap-error.ts';
import type { OpenLdap } from '../../src/directory/ldap/ldap-session.ts';
import { checkLdap } from '../../src/doctor/check-ldap.ts';
import { freePort } from '../support/free-port.ts';
import { told } from './told.ts';

const ONE = 'ldaps://one.contoso.com';
const TWO = 'ldaps://two.contoso.com';
const LDAP = {
  urls: [ONE, TWO],
  bind: { dn: 'cn=usher', password: 'hunter2' },
  ...{ base: 'dc=contoso,dc=com', filter: '(cn=*)', startTls: false, tlsCa: undefined, refreshMs: 60_000 },
};

describe('the check of the directory', () => {
  let closed = 0;
  const asked: string[] = [];
  beforeEach(() => {
    closed = 0;
    asked.splice(0);
  });

  const shows =
    (...counts: readonly number[]): OpenLdap =>
    async () => ({
      async *pages() {
        for (const count of counts) {
          yield Array.from({ length: count }, () => ({ dn: 'cn=mary', attributes: new Map() }));
        }
      },
      close: () => {
        closed += 1;
      },
    });
  const refuses =
    (fault: LdapFault): OpenLdap =>
    () =>
      Promise.reject(new LdapError(fault));
  const check = (servers: Readonly<Record<string, OpenLdap>>) =>
    told(
      checkLdap(LDAP, (url) => {
        asked.push(url);
        return servers[url] ?? refuses('dns');
      }),
    );

  it('asks each server whether somebody is there, and leaves', async () => {
    assert.deepEqual(await check({ [ONE]: shows(1, 1), [TWO]: shows(0, 1) }), [
      `ok: ${ONE} lets us in and shows people below dc=contoso,dc=com`,
      `ok: ${TWO} lets us in and shows people below dc=contoso,dc=com`,
    ]);
    assert.equal(closed, 2);
  });

  it('says what to do where nobody is shown, or there is no such server', async () => {
    const [nobody = '', dns = ''] = await check({ [ONE]: shows(0) });
    assert.match(nobody, /^fail: .*one.*it shows nobody; .* \(ldap\.nobody\) → correct what is named$/);
    assert.match(dns, /^fail: .*two.*\(ldap\.dns\) → correct the host in LDAP_URL/);
  });

  it('only reminds where another server answers', async () => {
    const [first = '', second = ''] = await check({ [ONE]: shows(1), [TWO]: refuses('tls-unknown-ca') });
    assert.match(first, /^ok: /);
    assert.match(second, /^warn: .*set LDAP_TLS_CA \(ldap\.tls-unknown-ca\) → another server answers; /);
  });

  it('tries a wrong password once', async () => {
    const lines = await check({ [ONE]: refuses('credentials'), [TWO]: shows(1) });
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^fail: .*\(ldap\.credentials\) → correct them; a few wrong attempts lock/);
    assert.doesNotMatch(lines.join(), /hunter2/);
    assert.deepEqual(asked, [ONE]);
  });

  it('asks over the wire', async () => {
    const url = `ldap://127.0.0.1:${await freePort()}`;
    const [line = ''] = await told(checkLdap({ ...LDAP, urls: [url] }));
    assert.match(line, /^fail: .*nobody listens there.*\(ldap\.refused\) → correct LDAP_URL/);
  });
});

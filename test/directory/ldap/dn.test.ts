import assert from 'node:assert/strict';
import { keyOfDn, nameOfDn } from '../../../src/directory/ldap/dn.ts';

describe('a distinguished name', () => {
  for (const [one, other, isSame] of [
    ['CN=Mary Jones,OU=People,DC=contoso,DC=com', 'cn=mary jones, ou = people,dc=contoso,dc=com', true],
    ['cn=Rose\\, Viola,ou=people', 'CN=Rose\\, Viola, OU=people', true],
    ["cn=a,ou=b#'0101'B", 'cn=a,ou=b', true],
    ['cn=Rose\\, Viola,ou=people', 'cn=Rose,Viola,ou=people', false],
    ['cn=a,ou=b', 'cn=a,ou=c', false],
  ] as const) {
    it(`${one} is ${isSame ? '' : 'not '}${other}`, () => {
      assert.equal(keyOfDn(one) === keyOfDn(other), isSame);
    });
  }

  for (const [dn, name] of [
    ['CN=Surgery,OU=Groups,DC=contoso', 'Surgery'],
    ['cn=Rose\\, Viola,ou=people', 'Rose, Viola'],
    ['cn=M\\c3\\bcller+uid=m,ou=people', 'Müller'],
    ['', ''],
    ['no name', ''],
  ] as const) {
    it(`${dn} begins with ${name}`, () => assert.equal(nameOfDn(dn), name));
  }
});

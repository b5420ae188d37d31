import assert from 'node:assert/strict';
import { GroupGraph } from '../../../src/directory/ldap/group-graph.ts';
import type { LdapEntry } from '../../../src/directory/ldap/ldap-session.ts';

const entry = (dn: string, values: Readonly<Record<string, readonly string[]>> = {}): LdapEntry => ({
  dn,
  attributes: new Map(Object.entries(values)),
});
const graphOf = (...groups: readonly LdapEntry[]) => {
  const graph = new GroupGraph();
  for (const group of groups) graph.add(group);
  return graph;
};
const MARY = 'cn=Mary,ou=people';

describe('groups of a directory', () => {
  it('are those that name her, those that she names, and those of her uid', () => {
    const graph = graphOf(
      entry('cn=a,ou=groups', { cn: ['A'], member: ['CN=mary, OU=people'] }),
      entry('cn=b,ou=groups', { cn: ['B'], uniquemember: [MARY] }),
      entry('cn=c,ou=groups', { cn: ['C'], memberuid: ['mary'] }),
      entry('cn=d,ou=groups', { cn: ['D'], displayname: ['D (all)'] }),
      entry('cn=e,ou=groups', { cn: ['E'], member: ['cn=bob,ou=people'] }),
    );
    assert.deepEqual(graph.namesFor(entry(MARY, { uid: ['mary'], memberof: ['CN=D,OU=groups'] })), [
      'D',
      'D (all)',
      'A',
      'B',
      'C',
    ]);
    assert.equal(graph.size, 5);
  });

  it('hold their groups, in circles too', () => {
    const graph = graphOf(
      entry('cn=inner', { cn: ['inner'], member: [MARY] }),
      entry('cn=middle', { cn: ['middle'], member: ['cn=inner', 'cn=outer'] }),
      entry('cn=outer', { cn: ['outer'], member: ['cn=middle'] }),
      entry('cn=around', { cn: ['around'] }),
      entry('cn=self', { cn: ['self'], memberof: ['cn=around'], member: ['cn=outer', 'cn=self'] }),
    );
    assert.deepEqual(graph.namesFor(entry(MARY)), ['inner', 'middle', 'outer', 'self', 'around']);
  });

  it('are named by their DN where they stand elsewhere', () => {
    assert.deepEqual(graphOf().namesFor(entry(MARY, { memberof: ['CN=On\\, call,OU=other'] })), ['on, call']);
  });

  it('take no uid for a DN', () => {
    const graph = graphOf(entry('cn=a', { cn: ['A'], memberuid: [MARY] }));
    assert.deepEqual(graph.namesFor(entry(MARY)), []);
  });

  it('are at most a thousand', () => {
    const memberof = Array.from({ length: 5_000 }, (_, i) => `cn=g${i}`);
    assert.equal(graphOf().namesFor(entry(MARY, { memberof })).length, 1_000);
  });
});

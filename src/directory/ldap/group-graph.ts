import { cleanName } from '../clean-name.ts';
import { keyOfDn, nameOfDn } from './dn.ts';
import type { LdapEntry } from './ldap-session.ts';

/** Groups of every kind: `group` is Active Directory's. A server evaluates a class that it does not know to false. */
export const GROUP_FILTER =
  '(|(objectClass=group)(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))';
export const GROUP_ATTRIBUTES = ['cn', 'displayName', 'member', 'uniqueMember', 'memberUid', 'memberOf'];

/** More than anybody is in; what is above is not worth a command that waits. */
const MAX_GROUPS_OF_ONE = 1_000;

/**
 * Who is in which groups, also in those that her groups are in. Active Directory says it at the member (`memberOf`), and at a
 * large group only the first 1,500 members; others say it at the group. Both are put together.
 */
export class GroupGraph {
  readonly #names = new Map<string, readonly string[]>();
  readonly #groupsOf = new Map<string, Set<string>>();

  get size(): number {
    return this.#names.size;
  }

  add({ dn, attributes }: LdapEntry): void {
    const group = keyOfDn(dn);
    const values = (attribute: string) => attributes.get(attribute) ?? [];
    const names = [...values('cn'), ...values('displayname')].map(cleanName).filter((name) => name !== '');
    this.#names.set(group, [...new Set(names)]);
    for (const member of [...values('member'), ...values('uniquemember')]) this.#put(keyOfDn(member), group);
    for (const uid of values('memberuid')) this.#put(uidKey(uid), group);
    for (const parent of values('memberof')) this.#put(group, keyOfDn(parent));
  }

  /** Names of the groups of a person, nearest first. */
  namesFor({ dn, attributes }: LdapEntry): readonly string[] {
    const own = [
      ...(attributes.get('memberof') ?? []).map(keyOfDn),
      ...(this.#groupsOf.get(keyOfDn(dn)) ?? []),
      ...(attributes.get('uid') ?? []).flatMap((uid) => [...(this.#groupsOf.get(uidKey(uid)) ?? [])]),
    ];
    // A set is walked in the order of its growth: groups in circles are met once.
    const groups = new Set(own);
    for (const group of groups) {
      if (groups.size > MAX_GROUPS_OF_ONE) break;
      for (const parent of this.#groupsOf.get(group) ?? []) groups.add(parent);
    }
    return [...new Set([...groups].slice(0, MAX_GROUPS_OF_ONE).flatMap((group) => this.#nameOf(group)))];
  }

  /** Of a group that is not below LDAP_BASE only its DN is known. */
  #nameOf(group: string): readonly string[] {
    return this.#names.get(group) ?? [cleanName(nameOfDn(group))].filter((name) => name !== '');
  }

  #put(member: string, group: string): void {
    const groups = this.#groupsOf.get(member);
    if (groups) groups.add(group);
    else this.#groupsOf.set(member, new Set([group]));
  }
}

/** A DN has an equals sign, so no uid is taken for one. */
const uidKey = (uid: string): string => `uid ${uid}`;

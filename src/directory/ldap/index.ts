/**
 * People from LDAP or Active Directory: a snapshot of everybody, read again and again in the background. Nobody's typed words
 * ever get into a filter, because names are looked for in the snapshot (`../people.ts`).
 *
 *   const ldap = ldapPeople({ urls: ['ldaps://dc1.contoso.com'], bind, base: 'dc=contoso,dc=com', … });
 *   ldap.start();
 *
 * `ldap-people.ts` decides when to read, `read-directory.ts` reads once, `read-entry.ts` makes a person of an entry and
 * `group-graph.ts` knows her groups; `ldap-client.ts` is the only file that knows ldapts.
 */
import { setImmediate } from 'node:timers/promises';
import { type LdapOptions, ldapOpener } from './ldap-client.ts';
import { LdapPeople, type LdapPeopleOptions } from './ldap-people.ts';
import { type ReadingOptions, readDirectory } from './read-directory.ts';

export { LdapError } from './ldap-error.ts';
export type { LdapPeople } from './ldap-people.ts';

export type LdapPeopleParts = LdapOptions &
  Omit<ReadingOptions, 'pause'> &
  Omit<LdapPeopleOptions, 'read' | 'later'>;

export function ldapPeople(parts: LdapPeopleParts): LdapPeople {
  const open = ldapOpener(parts);
  return new LdapPeople({
    ...parts,
    read: async (signal) => {
      const session = await open(signal);
      try {
        return await readDirectory(session, { ...parts, pause: setImmediate });
      } finally {
        session.close();
      }
    },
    later: (delayMs, run) => {
      const timer = setTimeout(run, delayMs).unref();
      return () => clearTimeout(timer);
    },
  });
}

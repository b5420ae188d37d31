import type { Config } from '../config.ts';
import { ldapOpener } from '../directory/ldap/ldap-client.ts';
import { LdapError, type LdapFault, ldapErrorOf } from '../directory/ldap/ldap-error.ts';
import type { OpenLdap } from '../directory/ldap/ldap-session.ts';
import { type Check, fail, ok, warn } from './check.ts';

type LdapConfig = NonNullable<Config['ldap']>;

const TIMEOUTS = { openMs: 4_000, answerMs: 4_000 };

/** Where the message of the fault does not say already what to do. */
const TODO: Partial<Record<`ldap.${LdapFault}`, string>> = {
  'ldap.dns': 'correct the host in LDAP_URL, or mend the name server',
  'ldap.refused': 'correct LDAP_URL: ldap: is port 389, ldaps: 636',
  'ldap.credentials': 'correct them; a few wrong attempts lock most accounts',
  'ldap.no-such-base': 'correct LDAP_BASE',
};

/** The company's directory: each server by itself, and whether somebody is found there. Reads one page and keeps nothing. */
export function checkLdap(
  ldap: LdapConfig,
  open: (url: string) => OpenLdap = (url) => opener(ldap, url),
): Check {
  return {
    name: 'directory',
    async *run(signal) {
      let isAnyThere = false;
      for (const url of ldap.urls) {
        try {
          const people = await countPage(open(url), ldap.filter, signal);
          if (people === 0) throw new LdapError('nobody');
          isAnyThere = true;
          yield ok(`${url} lets us in and shows people below ${ldap.base}`);
        } catch (error) {
          const { code, message } = ldapErrorOf(error);
          const says = `${url}: ${message.replace(/^Directory: /, '')} (${code})`;
          const todo = TODO[code] ?? 'correct what is named';
          yield isAnyThere ? warn(says, `another server answers; ${todo}`) : fail(says, todo);
          // Each more would count as a wrong password at all of them.
          if (code === 'ldap.credentials') return;
        }
      }
    },
  };
}

function opener(ldap: LdapConfig, url: string): OpenLdap {
  return ldapOpener({ ...ldap, urls: [url], pageSize: 1, timeouts: TIMEOUTS });
}

async function countPage(open: OpenLdap, filter: string, signal: AbortSignal): Promise<number> {
  const session = await open(signal);
  try {
    for await (const page of session.pages({ filter, attributes: ['cn'] }))
      if (page.length > 0) return page.length;
    return 0;
  } finally {
    session.close();
  }
}

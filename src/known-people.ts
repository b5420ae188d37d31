/** Puts the sources of people together: PEOPLE_FILE, the sandbox, and the company's directory. */
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import {
  type Country,
  Directory,
  loadPeopleFile,
  People,
  type Person,
  parsePeopleFile,
} from './directory/index.ts';
import { type LdapPeople, ldapPeople } from './directory/ldap/index.ts';

import type { Sandbox } from './sandbox/index.ts';

type PeopleConfig = Pick<Config, 'peopleFile' | 'ldap' | 'country' | 'telPrefixes'>;

export interface Surroundings {
  readonly sandbox: Sandbox | undefined;
  readonly log: Logger;
  readonly stops: (() => Promise<unknown>)[];
}

/**
 * Those of PEOPLE_FILE and of the sandbox: also in a personal chat, whose roster is one person, these are known. Those of the
 * directory come in the background, and again whenever it has changed.
 */
export async function knownPeople(
  config: PeopleConfig,
  { sandbox, log, stops }: Surroundings,
): Promise<{ readonly people: Directory; readonly ldap: LdapPeople | undefined }> {
  const { peopleFile, country, telPrefixes } = config;
  const listed = [...(await readPeople(peopleFile, country, log)), ...(sandbox ? peopleOf(sandbox) : [])];
  let people = People.of(listed);
  const ldap =
    config.ldap &&
    ldapPeople({
      ...config.ldap,
      ...{ country, telPrefixes, log },
      take: async (found) => {
        people = await People.unhurried(listed, found, setImmediate);
      },
      now: () => new Date(),
    });
  if (ldap) {
    ldap.start();
    stops.push(() => ldap.stop());
  }
  return { people: new Directory(() => ({ people, doubt: ldap?.doubt }), country), ldap };
}

async function readPeople(
  path: string | undefined,
  country: Country | undefined,
  log: Logger,
): Promise<readonly Person[]> {
  if (path === undefined) return [];
  const { people, problems } = await loadPeopleFile(path, country);
  for (const { line, code, facts } of problems)
    log.warn({ path, line, code, ...facts }, 'a line of PEOPLE_FILE is left out');
  log.info({ path, people: people.length }, 'people read');
  return people;
}

function peopleOf(sandbox: Sandbox): readonly Person[] {
  const lines = sandbox.people.map(({ name, sip, email }) => `${name},${sip},${email}`);
  return parsePeopleFile(Buffer.from(['name,sip,email', ...lines].join('\n'))).people;
}

import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { type Country, loadPeopleFile, type Person, parsePeopleFile } from './directory/index.ts';
import type { Sandbox } from './sandbox/index.ts';

/** Those of PEOPLE_FILE and of the sandbox: also in a personal chat, whose roster is one person, these are known. */
export async function knownPeople(
  { peopleFile, country }: Pick<Config, 'peopleFile' | 'country'>,
  sandbox: Sandbox | undefined,
  log: Logger,
): Promise<readonly Person[]> {
  return [...(await readPeople(peopleFile, country, log)), ...(sandbox ? peopleOf(sandbox) : [])];
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

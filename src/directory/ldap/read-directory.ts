import { createHash } from 'node:crypto';
import { fold } from '../fold.ts';
import type { Person } from '../person.ts';
import { GROUP_ATTRIBUTES, GROUP_FILTER, GroupGraph } from './group-graph.ts';
import { LdapError } from './ldap-error.ts';
import type { LdapEntry, LdapSearch, LdapSession } from './ldap-session.ts';
import { type EntryOptions, type LeftOut, ownKey, PERSON_ATTRIBUTES, readEntry } from './read-entry.ts';

/** What a directory holds, at one time. */
export interface Reading {
  readonly people: readonly Person[];
  readonly groups: number;
  /** How many entries are not among the people, and why. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  /** The same for the same people. */
  readonly digest: string;
}

export interface ReadingOptions extends EntryOptions {
  /** LDAP_FILTER. */
  readonly filter: string;
  /** Lets others have their turn, between a few entries each. */
  readonly pause: () => Promise<unknown>;
}

/** More are not taken: a directory that is read in half would know one Mary where there are two. */
export const MAX_ENTRIES = 50_000;
/** A server that sends page after page with little on it is not worth more. */
const MAX_PAGES = 5_000;
const ENTRIES_PER_PAUSE = 50;

/** Reads all groups, then all people. Throws LdapError, `ldap.too-many` where there are more than MAX_ENTRIES of either. */
export async function readDirectory(session: LdapSession, options: ReadingOptions): Promise<Reading> {
  const graph = new GroupGraph();
  for await (const entry of entries(session, { filter: GROUP_FILTER, attributes: GROUP_ATTRIBUTES }, options))
    graph.add(entry);

  const people: Person[] = [];
  const leftOut: Partial<Record<LeftOut, number>> = {};
  const digest = createHash('sha256');
  const addresses = new Map<string, Set<string>>();
  const search = { filter: options.filter, attributes: PERSON_ATTRIBUTES };
  for await (const entry of entries(session, search, options)) {
    const read = readEntry(entry, options);
    const person = typeof read === 'string' ? read : apart(read, entry, addresses);
    if (typeof person === 'string') leftOut[person] = (leftOut[person] ?? 0) + 1;
    else {
      const groups = graph.namesFor(entry);
      const whole = groups.length > 0 ? { ...person, groups } : person;
      digest.update(JSON.stringify(whole));
      people.push(whole);
    }
  }
  return { people, groups: graph.size, leftOut, digest: digest.digest('hex') };
}

/**
 * Who is called alike at the same address is one human with two accounts. Others share it, a ward's telephone for instance: each
 * has a key of her own then, so that they stay two.
 */
function apart(person: Person, entry: LdapEntry, addresses: Map<string, Set<string>>): Person | 'duplicate' {
  const names = fold(person.name).map(({ joined }) => joined);
  const known = addresses.get(person.key);
  addresses.set(person.key, new Set([...(known ?? []), ...names]));
  if (!known) return person;
  return names.some((name) => known.has(name)) ? 'duplicate' : { ...person, key: ownKey(entry) };
}

async function* entries(
  session: LdapSession,
  search: LdapSearch,
  { pause }: ReadingOptions,
): AsyncGenerator<LdapEntry> {
  let count = 0;
  let pages = 0;
  for await (const page of session.pages(search)) {
    pages += 1;
    if (pages > MAX_PAGES) throw new LdapError('too-many');
    for (const entry of page) {
      count += 1;
      if (count > MAX_ENTRIES) throw new LdapError('too-many');
      if (count % ENTRIES_PER_PAUSE === 0) await pause();
      yield entry;
    }
  }
}

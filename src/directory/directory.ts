import { ArgumentError, formatAddress, parseAddress } from '../core/index.ts';
import { cleanName } from './clean-name.ts';
import { type Doubt, type Found, type FoundProblem, MAX_GROUP, MAX_QUESTION, type Wanted } from './found.ts';
import { People } from './people.ts';
import { keyOf, type Member, type Person } from './person.ts';
import { type Country, readNumber } from './read-number.ts';

/** The people of one thread: those who are known to all, and the thread's roster, each human being once. */
export interface ThreadPeople {
  /** Who is meant. Never rejects. The roster is read at most once, and only when it is needed. */
  find(wanted: Wanted): Promise<Found>;
}

/** Who is known in every thread, at the moment. */
export interface Known {
  readonly people: People;
  /** What has to be said with an answer that comes from a directory; undefined: nothing. */
  readonly doubt?: Doubt | undefined;
}

/** Everybody known from people file and directory; `inThread` adds the members of a thread. */
export class Directory {
  readonly #known: () => Known;
  readonly #country: Country | undefined;

  constructor(known: readonly Person[] | (() => Known) = [], country?: Country) {
    if (typeof known === 'function') this.#known = known;
    else {
      const people = People.of(known);
      this.#known = () => ({ people });
    }
    this.#country = country;
  }

  /** Undefined: the directory answers, or there is none. */
  get doubt(): Doubt | undefined {
    return this.#known().doubt;
  }

  /** One reading of a thread; make a new one for each command, because people come and go. */
  inThread(readRoster: () => Promise<readonly Member[]>): ThreadPeople {
    const known = this.#known();
    let reading: Promise<People> | undefined;
    const everybody = () => {
      reading ??= (async () => known.people.with(await readRoster()))();
      return reading;
    };
    return {
      find: async (wanted) => {
        const number = readNumber(writtenNumber(wanted), this.#country);
        if (wanted.kind === 'address' || number !== undefined) {
          // Her name would be nice, but an address is enough to ring.
          const people = await everybody().catch(() => known.people);
          const address = number ?? (wanted.kind === 'address' ? wanted.address : '');
          return findAddress(people, address, wanted.kind === 'address' ? wanted.name : '');
        }
        try {
          const people = await everybody();
          const found =
            wanted.kind === 'name'
              ? findName(people, wanted.name)
              : findMention(people, wanted.id, wanted.name);
          return doubted(found, known.doubt);
        } catch (cause) {
          // With half of the people unknown, one hit may be the wrong one.
          return { ...problem(wanted.name, 'roster.unavailable'), cause };
        }
      },
    };
  }
}

/** An answer that rests on a directory that does not answer says so; nobody is found in one that was never read. */
function doubted(found: Found, doubt: Doubt | undefined): Found {
  if (!doubt || found.kind === 'problem') return found;
  if (found.kind === 'nobody') return { ...found, doubt };
  const people =
    found.kind === 'person' ? [found.person] : found.kind === 'group' ? found.members : found.candidates;
  return people.some(({ source }) => source === 'directory') ? { ...found, doubt } : found;
}

/** "030/123456" was typed as a name, "tel:030/123456" as an address. */
function writtenNumber(wanted: Wanted): string {
  if (wanted.kind === 'name') return wanted.name;
  return wanted.kind === 'address' && /^tel:/i.test(wanted.address) ? wanted.address.slice(4) : '';
}

/**
 * Whose whole name or alias it is comes before a group of that name, and the group before those of whose names it is only a
 * part: "surgery" are the surgeons, also where somebody is called Ann Surgery, but "The Surgery" with a phone of its own is that phone.
 */
function findName(people: People, typed: string): Found {
  const wanted = cleanName(typed);
  const match = people.byName(wanted);
  const isWhole = match.kind !== 'none' && (match.tier === 'exact' || match.tier === 'alias');
  const members = isWhole ? [] : people.inGroup(wanted);
  if (members.length > MAX_GROUP) {
    return problem(wanted, 'command.too-many-names', { count: members.length, limit: MAX_GROUP });
  }
  if (members.length > 0) return { kind: 'group', wanted, members };
  if (match.kind === 'one') return { kind: 'person', person: match.item, tier: match.tier };
  if (match.kind === 'several') {
    const count = match.items.length;
    if (count > MAX_QUESTION) return problem(wanted, 'person.too-many', { count });
    return { kind: 'question', wanted, candidates: match.items };
  }
  return { kind: 'nobody', wanted, nearest: match.nearest };
}

/** The id decides. A name beside it is only for show and is never searched for: it may be another's too. */
function findMention(people: People, id: string, name: string): Found {
  const known = people.byId(id);
  if (known) return { kind: 'person', person: known };
  const shown = cleanName(name) || cleanName(id) || 'Unnamed';
  const nothingElse = { address: undefined, guessed: false, source: 'mention', aliases: [] } as const;
  return { kind: 'person', person: { key: `id:${id}`, name: shown, ...nothingElse, ids: [id] } };
}

function findAddress(people: People, typed: string, shown = ''): Found {
  try {
    const parsed = parseAddress(typed);
    const address = formatAddress(parsed);
    const owner = people.byAddress(address);
    const name = cleanName(shown) || (owner?.name ?? cleanName(parsed.user || parsed.host));
    const person = owner ?? { key: keyOf(address), aliases: [], ids: [] };
    return { kind: 'person', person: { ...person, name, address, guessed: false, source: 'typed' } };
  } catch (error) {
    if (error instanceof ArgumentError) return problem(cleanName(typed), error.code, error.facts);
    throw error;
  }
}

function problem(wanted: string, code: string, facts: FoundProblem['facts'] = {}): FoundProblem {
  return { kind: 'problem', wanted, code, facts };
}

/** The people of the people file, of a directory and of a roster, each human being once, with the ways to find one. */
import { Groups } from './groups.ts';
import { type Match, NameIndex } from './match-names.ts';
import { keyOf, type Member, type Person } from './person.ts';
import { personOfMember } from './roster.ts';

/** A person, and the full names that the sources know her by. */
interface Entry {
  readonly person: Person;
  readonly names: readonly string[];
  /** In the people file or the thread, and not only one of the many in the directory. */
  readonly isNear: boolean;
}

/** How many people are taken in at a time; to make an index of 50,000 takes a second, and others wait meanwhile. */
const AT_A_TIME = 100;

/**
 * Those of file and directory are put together once; the members of a thread lie over them (`with`), so that a command costs
 * what its thread is large, not what the company is.
 */
export class People {
  /** What several share, a ward's telephone for instance, belongs to none of them. */
  readonly #byContact = new Map<string, Entry | 'several'>();
  readonly #byName: NameIndex<Entry>;
  readonly #byGroup = new Groups<Entry>();
  readonly #under: People | undefined;
  /** Entries of `under`, as they are with what is known here. */
  readonly #joined = new Map<Entry, Entry>();

  private constructor(under?: People) {
    this.#under = under;
    this.#byName = new NameIndex(
      [],
      ({ person, names }) => ({ names, aliases: person.aliases, key: person.key }),
      under && { index: under.#byName, isHidden: (entry) => this.#joined.has(entry) },
    );
  }

  static of(file: readonly Person[], directory: readonly Person[] = []): People {
    const people = new People();
    const steps = people.#takeIn(file, directory);
    while (!steps.next().done);
    return people;
  }

  /** As `of`, with a pause now and then. */
  static async unhurried(
    file: readonly Person[],
    directory: readonly Person[],
    pause: () => Promise<unknown>,
  ): Promise<People> {
    const people = new People();
    for (const _ of people.#takeIn(file, directory)) await pause();
    return people;
  }

  /** These and the members of a thread. */
  with(members: readonly Member[]): People {
    const people = new People(this);
    const steps = people.#takeIn([], members.map(personOfMember));
    while (!steps.next().done);
    return people;
  }

  /** By the id of a mention: the channel's, or one that the people file names. Ids are compared without case. */
  byId(id: string): Person | undefined {
    return this.#owner(idContact(id))?.person;
  }

  /** Whose address this is. Throws ArgumentError `address.invalid`. */
  byAddress(address: string): Person | undefined {
    return this.#owner(keyOf(address))?.person;
  }

  /**
   * By name, or by the whole mail address. Of several who fit equally well those who are near are meant: else every first
   * name would be a question where a directory of thousands is known.
   */
  byName(name: string): Match<Person> {
    const mailed = this.#owner(mailContact(name.trim()));
    if (mailed) return { kind: 'one', item: mailed.person, tier: 'exact' };
    const match = this.#byName.search(name);
    switch (match.kind) {
      case 'one':
        return { ...match, item: match.item.person };
      case 'several': {
        const near = match.tier === 'fuzzy' ? [] : match.items.filter(({ isNear }) => isNear);
        const [first, second] = near;
        if (first && !second) return { kind: 'one', item: first.person, tier: match.tier };
        return { ...match, items: (second ? near : match.items).map(({ person }) => person) };
      }
      case 'none':
        return { ...match, nearest: match.nearest.map(({ person }) => person) };
    }
  }

  /** Everybody of the group that is meant, in whichever way it is spoken of; empty: there is none. */
  inGroup(spoken: string): readonly Person[] {
    return this.#groupOf(spoken).map(({ person }) => person);
  }

  #groupOf(spoken: string): readonly Entry[] {
    if (!this.#under) return this.#byGroup.find(spoken);
    // Members of a thread bring no groups of their own.
    return this.#under.#groupOf(spoken).map((entry) => this.#joined.get(entry) ?? entry);
  }

  #owner(contact: string): Entry | undefined {
    const holder = this.#holder(contact);
    return holder === 'several' ? undefined : holder;
  }

  #holder(contact: string): Entry | 'several' | undefined {
    const own = this.#byContact.get(contact);
    const below = this.#under ? this.#under.#holder(contact) : undefined;
    const under = below === 'several' || !below ? below : (this.#joined.get(below) ?? below);
    if (own === undefined) return under;
    return under === undefined || under === own ? own : 'several';
  }

  /**
   * The same human in two sources is one: she shares an id, a mail address, or a SIP address, were it only guessed; a
   * telephone may stand in a room of many. What is known wins over the `others`; their names for her stay full names of
   * hers, for the search. Two in one directory stay two: ten nurses may share a mailbox.
   */
  *#takeIn(known: readonly Person[], others: readonly Person[]): Generator<void, void> {
    const entries = known.map((person): Entry => ({ person, names: [person.name], isNear: true }));
    const places = new Map<string, number | undefined>();
    for (const [at, { person }] of entries.entries()) {
      for (const contact of identitiesOf(person)) places.set(contact, places.has(contact) ? undefined : at);
    }
    const under = new Map<Entry, number>();
    for (const [count, other] of others.entries()) {
      if (count % AT_A_TIME === 0) yield;
      const contacts = identitiesOf(other);
      const below = this.#below(contacts);
      const at =
        contacts.map((contact) => places.get(contact)).find((place) => place !== undefined) ??
        (below && under.get(below)) ??
        entries.length;
      if (below && at === entries.length) under.set(below, at);
      const entry = entries[at] ?? below;
      entries[at] = entry ? join(entry, other) : alone(other);
      if (other.source === 'directory') continue;
      for (const contact of contacts) if (!places.has(contact)) places.set(contact, at);
    }
    for (const [count, entry] of entries.entries()) {
      if (count % AT_A_TIME === 0) yield;
      this.#add(entry);
    }
    for (const [below, at] of under) this.#joined.set(below, entries[at] ?? below);
  }

  #below(contacts: readonly string[]): Entry | undefined {
    const under = this.#under;
    return under && contacts.map((contact) => under.#owner(contact)).find(Boolean);
  }

  #add(entry: Entry): void {
    for (const contact of new Set(contactsOf(entry.person)))
      this.#byContact.set(contact, this.#byContact.has(contact) ? 'several' : entry);
    this.#byName.add(entry);
    this.#byGroup.add(entry, entry.person.groups ?? []);
  }
}

function alone(person: Person): Entry {
  return { person, names: [person.name], isNear: person.source !== 'directory' };
}

function join({ person, names }: Entry, other: Person): Entry {
  const email = person.email ?? other.email;
  const tel = person.tel ?? other.tel;
  const groups = union(person.groups ?? [], other.groups ?? []);
  const isBetter = person.address === undefined || (person.guessed && other.address && !other.guessed);
  const { key, address, guessed } = isBetter ? other : person;
  return {
    person: {
      ...person,
      ...{ key, address, guessed },
      ...(email !== undefined && { email }),
      ...(tel !== undefined && { tel }),
      ...(groups.length > 0 && { groups }),
      aliases: union(person.aliases, other.aliases),
      ids: union(person.ids, other.ids),
    },
    names: union(names, [other.name]),
    isNear: true,
  };
}

const union = (some: readonly string[], others: readonly string[]): readonly string[] => [
  ...new Set([...some, ...others]),
];

const idContact = (id: string): string => `id:${id.toLowerCase()}`;
const mailContact = (mail: string): string => `mail:${mail.toLowerCase()}`;

/** What says who she is, the surest first. */
function identitiesOf({ ids, email, address }: Person): readonly string[] {
  return [
    ...ids.map(idContact),
    ...[email, ...ids].filter((mail) => mail?.includes('@')).map((mail) => mailContact(mail ?? '')),
    ...[address].filter((one) => one !== undefined && !one.startsWith('tel:')).map((one) => keyOf(one ?? '')),
  ];
}

/** Everything by which she may be found. */
function contactsOf(person: Person): readonly string[] {
  const numbers = [person.address, person.tel].filter((one) => one?.startsWith('tel:'));
  return [...identitiesOf(person), ...numbers.map((number) => keyOf(number ?? ''))];
}

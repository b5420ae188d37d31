/** The people of the people file and of a roster, each human being once, with the ways to find one. */
import { groupKeysOf, groupsOf } from './groups.ts';
import { type Match, NameIndex } from './match-names.ts';
import { keyOf, type Member, type Person } from './person.ts';
import { personOfMember } from './roster.ts';

/** A person, and the full names that the people file and the roster know her by. */
interface Entry {
  readonly person: Person;
  readonly names: readonly string[];
}

export class People {
  readonly #entries: readonly Entry[];
  readonly #byContact: ReadonlyMap<string, number | undefined>;
  readonly #byName: NameIndex<Entry>;
  readonly #byGroup: ReadonlyMap<string, readonly Person[]>;

  constructor(file: readonly Person[], members: readonly Member[] = []) {
    this.#entries = merge(file, members.map(personOfMember));
    this.#byContact = owners(this.#entries);
    this.#byName = new NameIndex(this.#entries, ({ person, names }) => ({
      names,
      aliases: person.aliases,
      key: person.key,
    }));
    this.#byGroup = groupsOf(this.#entries.map(({ person }) => person));
  }

  /** By the id of a mention: the channel's, or one that the people file names. Ids are compared without case. */
  byId(id: string): Person | undefined {
    return this.#owner(idContact(id));
  }

  /** Whose address this is. Throws ArgumentError `address.invalid`. */
  byAddress(address: string): Person | undefined {
    return this.#owner(keyOf(address));
  }

  /** By name, or by the whole mail address. */
  byName(name: string): Match<Person> {
    const mailed = this.#owner(mailContact(name.trim()));
    if (mailed) return { kind: 'one', item: mailed, tier: 'exact' };
    const match = this.#byName.search(name);
    switch (match.kind) {
      case 'one':
        return { ...match, item: match.item.person };
      case 'several':
        return { ...match, items: match.items.map(({ person }) => person) };
      case 'none':
        return { ...match, nearest: match.nearest.map(({ person }) => person) };
    }
  }

  /** Everybody of the group that is meant, in whichever way it is spoken of; empty: there is none. */
  inGroup(spoken: string): readonly Person[] {
    return (
      groupKeysOf(spoken)
        .map((key) => this.#byGroup.get(key) ?? [])
        .find((members) => members.length > 0) ?? []
    );
  }

  #owner(contact: string): Person | undefined {
    return this.#entries[this.#byContact.get(contact) ?? -1]?.person;
  }
}

/**
 * The same human in roster and people file is one: she shares an id, a mail address, or the SIP address that was guessed.
 * The file wins where both know something; her name in the roster stays a full name of hers, for the search.
 */
function merge(file: readonly Person[], members: readonly Person[]): readonly Entry[] {
  const entries = file.map((person): Entry => ({ person, names: [person.name] }));
  const places = owners(entries);
  for (const member of members) {
    const contacts = contactsOf(member);
    const place = contacts.map((contact) => places.get(contact)).find((at) => at !== undefined);
    const entry = place === undefined ? undefined : entries[place];
    const at = place ?? entries.length;
    entries[at] = entry ? join(entry, member) : { person: member, names: [member.name] };
    for (const contact of contacts) if (!places.has(contact)) places.set(contact, at);
  }
  return entries;
}

function join({ person, names }: Entry, member: Person): Entry {
  const email = person.email ?? member.email;
  const { key, address, guessed } = person.address === undefined ? member : person;
  return {
    person: {
      ...person,
      ...{ key, address, guessed },
      ...(email !== undefined && { email }),
      ids: [...new Set([...person.ids, ...member.ids])],
    },
    names: [...new Set([...names, member.name])],
  };
}

const idContact = (id: string): string => `id:${id.toLowerCase()}`;
const mailContact = (mail: string): string => `mail:${mail.toLowerCase()}`;

/** Everything that belongs to nobody but her, the surest first. */
function contactsOf({ ids, email, address, tel }: Person): readonly string[] {
  return [
    ...ids.map(idContact),
    ...[email, ...ids].filter((mail) => mail?.includes('@')).map((mail) => mailContact(mail ?? '')),
    ...[address, tel].filter((one) => one !== undefined).map(keyOf),
  ];
}

/** The place of the entry that a contact belongs to. A number that two people share belongs to neither. */
function owners(entries: readonly Entry[]): Map<string, number | undefined> {
  const owned = new Map<string, number | undefined>();
  for (const [at, { person }] of entries.entries()) {
    for (const contact of new Set(contactsOf(person)))
      owned.set(contact, owned.has(contact) ? undefined : at);
  }
  return owned;
}

import type { Author } from '../desk/index.ts';
import type { Member } from '../directory/index.ts';
import type { Arrival } from './message.ts';
import type { Door, People } from './ports.ts';

/**
 * Who somebody of the chat is, by the channel's id, as people file, directory and roster know her together. Never rejects: where one
 * of them cannot be read, it is what the others know, and not sure.
 */
export async function identify(
  people: People,
  { id, name }: { readonly id: string; readonly name: string },
  roster: () => Promise<readonly Member[]>,
): Promise<Author> {
  const wanted = { kind: 'mention', id, name } as const;
  const found = await people.inThread(roster).find(wanted);
  const known = found.kind === 'person' ? found : await people.inThread(async () => []).find(wanted);
  const person = known.kind === 'person' ? known.person : undefined;
  const addresses = [person?.address, person?.tel].filter((one) => one !== undefined);
  return {
    ids: [...new Set([id, ...(person?.ids ?? [])])],
    addresses,
    mail: person?.email,
    groups: person?.groups ?? [],
    isSure: found.kind === 'person' && people.doubt?.code !== 'directory.unread',
  };
}

/** The same arrival with who it is from, where that has to be known. */
export async function identified<A extends Arrival>(
  arrival: A,
  { desk, people }: { readonly desk: Pick<Door, 'asksWho'>; readonly people: People },
): Promise<A> {
  if (!desk.asksWho) return arrival;
  const { inbound, roster } = arrival;
  return { ...arrival, inbound: { ...inbound, author: await identify(people, inbound.actor, roster) } };
}

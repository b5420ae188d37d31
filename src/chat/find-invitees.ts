import type { InviteeText } from '../commands/index.ts';
import type { Ambiguous, Invitee } from '../desk/index.ts';
import { type Found, MAX_GROUP, type Person, type Wanted } from '../directory/index.ts';
import type { Arrival } from './message.ts';
import type { Log, People } from './ports.ts';
import { type Remark, remark } from './reply.ts';

/** Who is to be rung, and what is to be said about the others. */
export interface FoundInvitees {
  readonly invitees: readonly (Invitee | Ambiguous)[];
  readonly remarks: readonly Remark[];
}

/** The author of the message, as somebody who can be invited. */
export function authorOf({ inbound }: Arrival): Wanted {
  return { kind: 'mention', id: inbound.actor.id, name: inbound.actor.name };
}

/** Looks everybody up; who has no address cannot be rung, which is said and not guessed. */
export async function findInvitees(
  people: People,
  arrival: Arrival,
  { me, invitees: typed }: { readonly me: boolean; readonly invitees: readonly InviteeText[] },
  log: Log,
): Promise<FoundInvitees> {
  const thread = people.inThread(arrival.roster);
  const invitees: (Invitee | Ambiguous)[] = [];
  const remarks: Remark[] = [];
  const take = (result: Invitee | Ambiguous | Remark) =>
    'code' in result ? remarks.push(result) : invitees.push(result);
  const look = async (wanted: Wanted, noAddress: 'me.no-address' | 'person.no-address') => {
    for (const found of eachOf(await thread.find(wanted))) take(settle(found, noAddress, log));
  };
  if (me) await look(authorOf(arrival), 'me.no-address');
  for (const wanted of typed) await look(wanted, 'person.no-address');
  // Two groups may be more than one may be.
  if (invitees.length <= MAX_GROUP) return { invitees, remarks };
  const facts = { count: invitees.length, limit: MAX_GROUP };
  return { invitees: [], remarks: [remark('command.too-many-names', facts)] };
}

type FoundGroup = Extract<Found, { readonly kind: 'group' }>;
type FoundOne = Exclude<Found, FoundGroup>;

/** A group is its people. */
function eachOf(found: Found): readonly FoundOne[] {
  return found.kind === 'group' ? found.members.map((person) => ({ kind: 'person', person })) : [found];
}

function settle(
  found: FoundOne,
  noAddress: 'me.no-address' | 'person.no-address',
  log: Log,
): Invitee | Ambiguous | Remark {
  switch (found.kind) {
    case 'person':
      return inviteeOf(found.person) ?? remark(noAddress, { name: found.person.name });
    case 'question': {
      const candidates = found.candidates.map(inviteeOf).filter((invitee) => invitee !== undefined);
      if (candidates.length > 1) return { typed: found.wanted, candidates };
      // One of several has an address: to ring that one would be a guess who was meant.
      return remark('person.which', { typed: found.wanted, names: found.candidates.map(({ name }) => name) });
    }
    case 'nobody':
      return remark('person.nobody', {
        wanted: found.wanted,
        nearest: found.nearest.map(({ name }) => name),
      });
    case 'problem':
      log.warn({ err: found.cause, code: found.code, facts: found.facts }, 'Somebody could not be looked up');
      return { code: found.code, facts: { wanted: found.wanted, ...found.facts } };
  }
}

function inviteeOf({ key, name, address, guessed, tel, email, ids, timezone }: Person): Invitee | undefined {
  if (address === undefined) return undefined;
  const others = [tel, email === undefined ? undefined : `sip:${email}`];
  const also = others.filter((one) => one !== undefined).filter((one) => one !== address);
  return {
    ...{ key, name, address, guessed },
    ...(also.length > 0 ? { also } : {}),
    ...(ids.length > 0 ? { ids } : {}),
    ...(timezone === undefined ? {} : { zone: timezone }),
    ...(email === undefined ? {} : { mail: email }),
  };
}

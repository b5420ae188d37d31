import { type Except, type InviteeText, isEverybody } from '../commands/index.ts';
import type { Ambiguous, Invitee } from '../desk/index.ts';
import { type Found, MAX_GROUP, type Person, type Wanted } from '../directory/index.ts';
import { leaveOut } from './leave-out.ts';
import type { Arrival } from './message.ts';
import type { Log, People } from './ports.ts';
import { type Remark, remark } from './reply.ts';

/** Who is to be rung, and what is to be said about the others. */
export interface FoundInvitees {
  readonly invitees: readonly (Invitee | Ambiguous)[];
  readonly remarks: readonly Remark[];
  /** What has to be said with the answer, though nothing is wrong with it: a directory is old. */
  readonly doubts?: readonly Remark[];
}

/** The author of the message, as somebody who can be invited. */
export function authorOf({ inbound }: Arrival): Wanted {
  return { kind: 'mention', id: inbound.actor.id, name: inbound.actor.name };
}

/** People as they were typed. */
export interface Typed {
  readonly me: boolean;
  readonly invitees: readonly InviteeText[];
  readonly except?: Except;
}

/** By `phone` nobody is reached without an address; her `address` is empty where the thread is enough. */
export type Reach = 'phone' | 'chat';

/** Looks everybody up; who has no address cannot be rung, which is said and not guessed. */
export async function findInvitees(
  people: People,
  arrival: Arrival,
  { me, invitees: typed, except }: Typed,
  log: Log,
  reach: Reach = 'phone',
): Promise<FoundInvitees> {
  const thread = people.inThread(arrival.roster);
  const invitees: (Invitee | Ambiguous)[] = [];
  const remarks: Remark[] = [];
  const take = (result: Invitee | Ambiguous | Remark) =>
    'code' in result ? remarks.push(result) : invitees.push(result);
  const doubts = new Map<string, Remark>();
  const look = async (wanted: Wanted, noAddress: 'me.no-address' | 'person.no-address') => {
    const found = await thread.find(wanted);
    if ('doubt' in found && found.doubt) doubts.set(found.doubt.code, found.doubt);
    for (const one of eachOf(found)) take(settle(one, noAddress, log, reach));
  };
  if (me) await look(authorOf(arrival), 'me.no-address');
  for (const wanted of typed) await look(wanted, 'person.no-address');
  const said = { remarks, doubts: [...doubts.values()] };
  const persons = invitees.filter((one) => 'key' in one);
  const left = except ? await leaveOut(people, arrival, except, persons) : persons;
  if ('code' in left) return { ...said, invitees: [], remarks: [...remarks, left] };
  const wanted = invitees.filter((one) => 'candidates' in one || left.includes(one));
  if (except && wanted.length === 0 && remarks.length === 0) remarks.push(remark('command.no-name'));
  // Two groups may be more than one may be.
  if (wanted.length <= MAX_GROUP) return { ...said, invitees: wanted };
  const facts = { count: wanted.length, limit: MAX_GROUP };
  return { invitees: [], remarks: [remark('command.too-many-names', facts)] };
}

type FoundGroup = Extract<Found, { readonly kind: 'group' }>;
type FoundOne = Exclude<Found, FoundGroup>;

/** A group is its people. */
function eachOf(found: Found): readonly FoundOne[] {
  return found.kind === 'group' ? found.members.map((person) => ({ kind: 'person', person })) : [found];
}

/** As people write one without the country: 030/123456. */
const NUMBER = /^\(?\d[\d\s()./-]{3,}$/;

function settle(
  found: FoundOne,
  noAddress: 'me.no-address' | 'person.no-address',
  log: Log,
  reach: Reach,
): Invitee | Ambiguous | Remark {
  const takeOne = (person: Person) =>
    inviteeOf(reach === 'chat' ? { ...person, address: person.address ?? '' } : person);
  switch (found.kind) {
    case 'person':
      return takeOne(found.person) ?? remark(noAddress, { name: found.person.name });
    case 'question': {
      const candidates = found.candidates.map(takeOne).filter((invitee) => invitee !== undefined);
      if (candidates.length > 1) return { typed: found.wanted, candidates };
      // One of several has an address: to ring that one would be a guess who was meant.
      return remark('person.which', { typed: found.wanted, names: found.candidates.map(({ name }) => name) });
    }
    case 'nobody': {
      const { wanted, nearest } = found;
      if (isEverybody(wanted)) return remark('command.everybody');
      if (NUMBER.test(wanted)) return remark('number.national', { wanted });
      return remark('person.nobody', { wanted, nearest: nearest.map(({ name }) => name) });
    }
    case 'problem':
      log.warn({ err: found.cause, code: found.code, facts: found.facts }, 'Somebody could not be looked up');
      return { code: found.code, facts: { wanted: found.wanted, ...found.facts } };
  }
}

function inviteeOf({
  key,
  name,
  address,
  guessed,
  tel,
  email,
  ids,
  timezone,
  hours,
}: Person): Invitee | undefined {
  if (address === undefined) return undefined;
  const others = [tel, email === undefined ? undefined : `sip:${email}`];
  const also = others.filter((one) => one !== undefined).filter((one) => one !== address);
  return {
    ...{ key, name, address, guessed },
    ...(also.length > 0 ? { also } : {}),
    ...(ids.length > 0 ? { ids } : {}),
    ...(timezone === undefined ? {} : { zone: timezone }),
    ...(hours === undefined ? {} : { hours }),
    ...(email === undefined ? {} : { mail: email }),
  };
}

import type { Except, InviteeText } from '../commands/index.ts';
import { matchNames } from '../directory/index.ts';
import { authorOf } from './find-invitees.ts';
import type { Arrival } from './message.ts';
import type { People } from './ports.ts';
import { type Remark, remark } from './reply.ts';

/**
 * Who is left of `all` without those who are not meant. A remark where it is not clear who that is: then nobody may be rung,
 * because it could be the wrong one.
 */
export async function leaveOut<Somebody extends { readonly name: string; readonly address: string }>(
  people: People,
  arrival: Arrival,
  { me, invitees }: Except,
  all: readonly Somebody[],
): Promise<readonly Somebody[] | Remark> {
  const thread = people.inThread(arrival.roster);
  let left = all;
  for (const one of [...(me ? [authorOf(arrival)] : []), ...invitees]) {
    const out = await addressesOf(one);
    if ('code' in out) return out;
    left = left.filter(({ address }) => !out.includes(address));
  }
  return left;

  /** First of all of those who are there; else of anybody, whose absence changes nothing. */
  async function addressesOf(one: InviteeText): Promise<readonly string[] | Remark> {
    const typed = one.kind === 'address' ? one.address : one.name;
    const match = matchNames(typed, one.kind === 'name' ? all : [], ({ name }) => name);
    if (match.kind === 'one') return [match.item.address];
    const names = match.kind === 'several' ? match.items.map(({ name }) => name) : [];
    const found = names.length === 0 ? await thread.find(one) : undefined;
    if (found?.kind === 'group') return found.members.flatMap(({ address }) => address ?? []);
    if (found?.kind === 'person') return [found.person.address ?? ''];
    return remark('except.unclear', { typed, names });
  }
}

import { type InviteeText, pronounOf } from '../commands/index.ts';
import { formatAddress, parseAddress } from '../core/index.ts';
import type { InvitationRow } from '../desk/index.ts';
import { matchNames } from '../directory/index.ts';
import { authorOf, type Typed } from './find-invitees.ts';
import { leaveOut } from './leave-out.ts';
import type { Arrival } from './message.ts';
import type { People } from './ports.ts';
import { type Remark, remark } from './reply.ts';

type Named = Pick<InvitationRow, 'name' | 'address' | 'actions' | 'lately'>;

export interface Chosen<Row extends Named> {
  readonly rows: readonly Row[];
  readonly remarks: readonly Remark[];
}

/**
 * Whom `cancel NAME`, `remove NAME` and `again NAME` mean: somebody among those invited here, first of all one with whom that can still
 * be done. Two who fit are asked about, and a group are those of it who were invited. "Her" is who the same person has invited last,
 * within five minutes; nobody at all are all with whom it can be done. Where several were invited at once, "them" are all, and "her" is asked about.
 */
export async function amongInvited<Row extends Named>(
  people: People,
  arrival: Arrival,
  { me, invitees, except }: Typed,
  all: readonly Row[],
  anyOf: InvitationRow['actions'],
): Promise<Chosen<Row>> {
  const rows: Row[] = [];
  const remarks: Remark[] = [];
  for (const wanted of [...(me ? [authorOf(arrival)] : []), ...invitees]) {
    const match = await matchOne(wanted);
    if ('code' in match) remarks.push(match);
    else rows.push(...match.filter((row) => !rows.includes(row)));
  }
  if (!me && invitees.length === 0) rows.push(...all.filter(isPossible));
  const left = except ? await leaveOut(people, arrival, except, rows) : rows;
  return 'code' in left ? { rows: [], remarks: [left] } : { rows: left, remarks };

  function isPossible({ actions }: Row): boolean {
    return actions.some((action) => anyOf.includes(action));
  }

  async function matchOne(wanted: InviteeText): Promise<readonly Row[] | Remark> {
    const typed = wanted.kind === 'address' ? wanted.address : wanted.name;
    const pronoun = wanted.kind === 'name' ? pronounOf(typed) : undefined;
    if (pronoun) return lastInvited(pronoun === 'all');
    const isNumber = wanted.kind === 'name' && /^[+\d(]/.test(wanted.name);
    const address = wanted.kind === 'name' && !isNumber ? undefined : await addressOf(wanted);
    const same = address === undefined ? undefined : all.find((row) => row.address === address);
    if (same) return [same];
    const actionable = all.filter(isPossible);
    const first = matchNames(typed, actionable, ({ name }) => name);
    const match = first.kind === 'none' ? matchNames(typed, all, ({ name }) => name) : first;
    switch (match.kind) {
      case 'one':
        return [match.item];
      case 'several':
        return remark('person.which', { typed, names: match.items.map(({ name }) => name) });
      case 'none': {
        const members = await rowsOfGroup(wanted);
        if (members.length > 0) return members;
        return remark('person.not-invited', { typed, nearest: match.nearest.map(({ name }) => name) });
      }
    }
  }

  function lastInvited(isAll: boolean): readonly Row[] | Remark {
    const own = all.filter(({ lately }) => lately?.by === arrival.inbound.actor.id);
    const last = Math.max(...own.map(({ lately }) => lately?.at.getTime() ?? 0));
    const rows = own.filter(({ lately }) => lately?.at.getTime() === last);
    if (rows.length === 0) return remark('pronoun.nobody');
    if (rows.length === 1 || isAll) return rows;
    return remark('pronoun.which', { names: rows.map(({ name }) => name) });
  }

  /** Those of a group who are here, first of all those with whom it can still be done. */
  async function rowsOfGroup(wanted: InviteeText): Promise<readonly Row[]> {
    const found = await people.inThread(arrival.roster).find(wanted);
    const addresses = found.kind === 'group' ? found.members.map(({ address }) => address) : [];
    const here = all.filter(({ address }) => addresses.includes(address));
    const actionable = here.filter(isPossible);
    return actionable.length > 0 ? actionable : here;
  }

  async function addressOf(wanted: InviteeText): Promise<string | undefined> {
    if (wanted.kind === 'address') return canonical(wanted.address);
    const found = await people.inThread(arrival.roster).find(wanted);
    return found.kind === 'person' ? found.person.address : undefined;
  }
}

function canonical(address: string): string | undefined {
  try {
    return formatAddress(parseAddress(address));
  } catch {
    return undefined;
  }
}

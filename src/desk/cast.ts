import { addressKeysOf } from './address-key.ts';
import { blocksOf } from './blocks.ts';
import { isRefusal } from './is-refusal.ts';
import type { Policy } from './policy.ts';
import type { Transaction } from './ports.ts';
import { quietHours } from './quiet-hours.ts';
import type { Actor, ConferenceRecord, InvitationRecord, Invitee } from './records.ts';
import type { Ambiguous, InviteRequest } from './requests.ts';
import { rungByOthers } from './rung-by-others.ts';
import { isByHerself, isIn, isLiving } from './view-of.ts';
import type { Say } from './views.ts';

/** Who of an invite command gets a row, and what is to be said about the others. */
export interface Cast {
  readonly rows: readonly (Invitee | Ambiguous)[];
  readonly says: Say[];
}

/**
 * An invite command typed once but delivered twice, with another activity id, must not ring anybody a second time, also
 * not when she has just declined: chat services deliver again within about 15 s. `again` is not held back.
 */
const REPEATED_WITHIN_MS = 20_000;

export async function castOf(
  tx: Transaction,
  policy: Policy,
  conference: ConferenceRecord,
  { invitees, actor, urgent = false }: Pick<InviteRequest, 'invitees' | 'actor' | 'urgent'>,
  now: Date,
): Promise<Cast> {
  const rows: (Invitee | Ambiguous)[] = [];
  const says: Say[] = [];
  const seen = new Set<string>();
  const people = invitees.filter((one) => 'key' in one);
  const heldBack = await rungByOthers(tx, policy, people, { actor, urgent });
  const blocked = await blocksOf(tx, people, actor, now);
  for (const invitee of invitees) {
    if ('candidates' in invitee) {
      rows.push(invitee);
      continue;
    }
    if (seen.has(invitee.key)) continue;
    seen.add(invitee.key);
    const last = await tx.lastInvitation(conference.uri, invitee.key);
    const why =
      refusalOf(policy, invitee) ??
      (await whyNotNow(tx, conference, invitee, last)) ??
      (last && isRepeated(last, actor.id, now) ? endedJustNow(last) : undefined) ??
      (last && (await isStillIn(tx, conference, last)) ? alreadyIn(invitee) : undefined) ??
      heldBack(invitee) ??
      blocked(invitee) ??
      quietHours(invitee, { actor, urgent }, now);
    if (why) says.push(why);
    else rows.push(invitee);
  }
  return { rows, says };
}

/**
 * The first stage of which somebody can be called, and those who are called where nobody of it comes. Another stage takes the
 * place of the first one only where the gate refuses all of that: who rings or is in already was perhaps asked for by this
 * very command, delivered twice.
 */
export async function castInOrder(
  tx: Transaction,
  policy: Policy,
  conference: ConferenceRecord,
  { invitees, later = [], ...by }: Pick<InviteRequest, 'invitees' | 'later' | 'actor' | 'urgent'>,
  now: Date,
): Promise<{ readonly cast: Cast; readonly later: readonly (readonly Invitee[])[] }> {
  const says: Say[] = [];
  const seen = new Set(invitees.flatMap((one) => ('key' in one ? [one.key] : [])));
  const isNew = ({ key }: Invitee) => !seen.has(key) && seen.add(key);
  const stages = [invitees, ...later.map((stage) => stage.filter(isNew))].filter(({ length }) => length > 0);
  // All of them at once, and in one order: stage by stage, two lines could wait for each other.
  const people = stages.flat().filter((one) => 'key' in one);
  if (stages.length > 1) await rungByOthers(tx, policy, people, by);
  for (const [i, stage] of stages.entries()) {
    const cast = await castOf(tx, policy, conference, { ...by, invitees: stage }, now);
    says.push(...cast.says);
    const isGate = cast.says.every(isRefusal);
    if (!isGate || cast.rows.length > 0) {
      const isIn = cast.says.some(({ code }) => code === 'already-in');
      const behind =
        isIn || cast.rows.length === 0 ? [] : (stages.slice(i + 1) as readonly (readonly Invitee[])[]);
      return { cast: { rows: cast.rows, says }, later: behind };
    }
  }
  return { cast: { rows: [], says }, later: [] };
}

/** Why the gate does not let somebody be rung; undefined: it does. */
export function refusalOf(policy: Policy, { address, name }: Invitee): Say | undefined {
  const refusal = policy.refusal(address);
  return refusal && { code: refusal.code, facts: { ...refusal.facts, name } };
}

/** Why somebody is not rung once more on her row; undefined: she is. `last`: her last invitation; `actor`: who wants it. */
export async function whyNotAgain(
  tx: Transaction,
  policy: Policy,
  conference: ConferenceRecord,
  {
    invitee,
    last,
    isHers = false,
    ...by
  }: Pick<InvitationRecord, 'invitee' | 'urgent'> & {
    readonly last: InvitationRecord;
    readonly actor: Actor;
    /** She has asked for it herself. */
    readonly isHers?: boolean;
  },
  now: Date,
): Promise<Say | undefined> {
  return (
    refusalOf(policy, invitee) ??
    (await whyNotNow(tx, conference, invitee, last)) ??
    (await rungByOthers(tx, policy, [invitee], by))(invitee) ??
    (isHers ? undefined : (await blocksOf(tx, [invitee], by.actor, now))(invitee)) ??
    quietHours(invitee, by, now)
  );
}

/** Why somebody is not rung again now, also not with `again`; undefined: she can be. `last`: her last invitation. */
async function whyNotNow(
  tx: Transaction,
  { id }: ConferenceRecord,
  invitee: Invitee,
  last: InvitationRecord | undefined,
): Promise<Say | undefined> {
  if (last && isLiving(last)) {
    return { code: 'already-inviting', facts: { name: invitee.name, status: last.status } };
  }
  const isHere = (last && isIn(last)) || (await tx.takesPart(id, addressKeysOf(invitee)));
  return isHere ? alreadyIn(invitee) : undefined;
}

/** She joined by herself, and where people are seen leaving, she was not: the roster may call her by another address. */
async function isStillIn(
  tx: Transaction,
  { id }: ConferenceRecord,
  last: InvitationRecord,
): Promise<boolean> {
  if (last.conferenceId !== id || last.status !== 'joined' || !isByHerself(last)) return false;
  return (await tx.takesPart(id, [])) !== undefined;
}

function alreadyIn({ name }: Invitee): Say {
  return { code: 'already-in', facts: { name } };
}

function isRepeated({ inviter, createdAt }: InvitationRecord, actorId: string, now: Date): boolean {
  return inviter.id === actorId && now.getTime() - createdAt.getTime() < REPEATED_WITHIN_MS;
}

function endedJustNow({ invitee, status }: InvitationRecord): Say {
  return { code: 'just-ended', facts: { name: invitee.name, status } };
}

import type { Policy } from './policy.ts';
import type { Transaction } from './ports.ts';
import type { InvitationRecord, Invitee } from './records.ts';
import type { Ambiguous, InviteRequest } from './requests.ts';
import { isIn, isLiving } from './view-of.ts';
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
  conferenceUri: string,
  { invitees, actor }: Pick<InviteRequest, 'invitees' | 'actor'>,
  now: Date,
): Promise<Cast> {
  const rows: (Invitee | Ambiguous)[] = [];
  const says: Say[] = [];
  const seen = new Set<string>();
  for (const invitee of invitees) {
    if ('candidates' in invitee) {
      rows.push(invitee);
      continue;
    }
    if (seen.has(invitee.key)) continue;
    seen.add(invitee.key);
    const last = await tx.lastInvitation(conferenceUri, invitee.key);
    const why =
      refusalOf(policy, invitee) ??
      (last && (whyNotNow(last) ?? (isRepeated(last, actor.id, now) ? endedJustNow(last) : undefined)));
    if (why) says.push(why);
    else rows.push(invitee);
  }
  return { rows, says };
}

/** Why the gate does not let somebody be rung; undefined: it does. */
export function refusalOf(policy: Policy, { address, name }: Invitee): Say | undefined {
  const refusal = policy.refusal(address);
  return refusal && { code: refusal.code, facts: { ...refusal.facts, name } };
}

/** Why somebody is not rung again now; undefined: she can be. */
export function whyNotNow(last: InvitationRecord): Say | undefined {
  const facts = { name: last.invitee.name, status: last.status };
  if (isLiving(last)) return { code: 'already-inviting', facts };
  return isIn(last) ? { code: 'already-in', facts } : undefined;
}

function isRepeated({ inviter, createdAt }: InvitationRecord, actorId: string, now: Date): boolean {
  return inviter.id === actorId && now.getTime() - createdAt.getTime() < REPEATED_WITHIN_MS;
}

function endedJustNow({ invitee, status }: InvitationRecord): Say {
  return { code: 'just-ended', facts: { name: invitee.name, status } };
}

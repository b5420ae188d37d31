/**
 * What the roster says of somebody who was invited. Our own dialogs come first: while her call runs through us, or while she
 * is on her way, the roster is only remembered.
 *
 *   answered, joined (by herself) ──seen──► joined ──not seen any more──► left
 *                 └─ never seen: as it is            anything else ──seen──► joined (she called by herself, or nobody knew)
 */
import { addressKeysOf } from './address-key.ts';
import { auditInvitation } from './audit.ts';
import { drawPersonalCard } from './personal-card.ts';
import type { Transaction } from './ports.ts';
import type { InvitationRecord } from './records.ts';
import type { AttendancePatch } from './roster-ports.ts';
import { isIn, isLiving } from './view-of.ts';

/** What is to be written; undefined: nothing new. `wasIn`: she was in and is out again since it was told last. */
export function judge(
  invitation: Pick<InvitationRecord, 'state' | 'status' | 'presence' | 'seen'>,
  takesPart: boolean,
  wasIn = false,
): AttendancePatch | undefined {
  const { status, presence, seen } = invitation;
  if (isLiving(invitation) || isIn(invitation)) return takesPart && !seen ? { seen: true } : undefined;
  if (!takesPart) {
    const hasLeft = presence === 'independent' && (seen || wasIn);
    return hasLeft ? { seen: false, status: 'left', presence: null } : undefined;
  }
  if (status === 'joined' && presence === 'independent') return seen ? undefined : { seen: true };
  return {
    ...{ seen: true, status: 'joined', presence: 'independent' },
    // Who was taken out, or withdrawn, and comes by herself later is not taken out for a wish of then.
    ...(presence === null && status !== 'unknown' ? { wanted: 'in' } : {}),
  };
}

/** Writes a judgement with its line of history, and has the card drawn where that is news on it. */
export async function writeJudgement(
  tx: Transaction,
  invitation: InvitationRecord,
  patch: AttendancePatch | undefined,
): Promise<void> {
  if (!patch) return;
  const { id, cardId } = invitation;
  await tx.setAttendance(id, patch);
  if (!patch.status) return;
  await tx.appendEvent(id, { kind: 'participant', detail: { how: 'roster', status: patch.status } });
  auditInvitation(tx, patch.status, invitation);
  await tx.draw(cardId);
  await drawPersonalCard(tx, invitation);
}

/** Judges by what has been told already: the roster may know of her before her own call has told. */
export async function judgeNow(tx: Transaction, invitation: InvitationRecord): Promise<void> {
  if (isLiving(invitation) || isIn(invitation)) return;
  const takesPart = await tx.takesPart(invitation.conferenceId, addressKeysOf(invitation.invitee));
  if (takesPart !== undefined) await writeJudgement(tx, invitation, judge(invitation, takesPart));
}

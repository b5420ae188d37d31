/** The card that an invited person gets for herself: when there is one, and when it is drawn. Its id is that of the invitation. */
import type { Outcome } from '../core/index.ts';
import type { InvitationPatch, Transaction } from './ports.ts';
import type { CardId, InvitationId, InvitationRecord, PersonalAnswer, Status } from './records.ts';

export function personalCardId(id: InvitationId): CardId {
  return id as string as CardId;
}

/**
 * For a new invitation: a card of her own where she is known in the chat. Who invites herself needs none, and who could not be
 * written to lately by any of her ids gets the buttons on her row.
 */
export async function wantPersonalCard(
  tx: Transaction,
  { id, invitee, inviter }: InvitationRecord,
): Promise<void> {
  const ids = invitee.ids ?? [];
  if (ids.length === 0 || isOneOf(ids, inviter.id)) return;
  const inChat = (await tx.reachable(ids)).length === 0 ? 'refused' : 'wanted';
  await tx.setInChat(id, inChat);
  if (inChat === 'wanted') await tx.drawPersonal(id);
}

/** Where she has one. */
export async function drawPersonalCard(
  tx: Transaction,
  { id, inChat }: Pick<InvitationRecord, 'id' | 'inChat'>,
): Promise<void> {
  if (inChat === 'wanted') await tx.drawPersonal(id);
}

const MISSED: ReadonlySet<Status> = new Set(['no-answer', 'busy', 'offline', 'failed']);

/** Her phone was rung in vain, and nobody has taken the invitation back: she may still accept it. */
export function isMissed({
  state,
  status,
  wanted,
  answer,
}: Pick<InvitationRecord, 'state' | 'status' | 'wanted' | 'answer'>): boolean {
  const isOpen = answer === null || answer.wish === 'phone';
  return state === 'Terminated' && wanted === 'in' && MISSED.has(status) && isOpen;
}

/** Of those who have missed their call: what they can still do about it is another thing than before. */
export async function drawMissedCalls(
  tx: Transaction,
  invitations: readonly InvitationRecord[],
): Promise<void> {
  for (const { id } of invitations.filter(isMissed)) {
    const missed = await tx.invitation(id);
    if (missed) await drawPersonalCard(tx, missed);
  }
}

/** Ids are compared without case. */
export function isOneOf(ids: readonly string[], id: string): boolean {
  return ids.some((one) => one.toLowerCase() === id.toLowerCase());
}

/** A card that may not have arrived is posted once more after this time: who has not pressed by then may not see it. */
export const POSTED_AGAIN_SECONDS = 20;

const WORDS: Readonly<Partial<Record<PersonalAnswer['wish'], Outcome['word']>>> = {
  link: 'accepted',
  decline: 'declined',
  later: 'withdrawn',
};

/** Somebody has answered the phone, or may have: that is told, whatever was pressed. */
const SURE: ReadonlySet<Outcome['word']> = new Set(['joined', 'answered', 'accepted', 'unknown']);

/** How it ends: what she has answered in the chat goes before what became of a phone that nobody has answered. */
export function endWithAnswer(patch: InvitationPatch, answer: PersonalAnswer | null): InvitationPatch {
  const { outcome } = patch;
  const word = answer ? WORDS[answer.wish] : undefined;
  if (word === undefined || outcome === undefined || SURE.has(outcome.word)) return patch;
  return { ...patch, status: word, outcome: { word } };
}

/** She wants to be rung again herself. */
export function hasAsked({ answer }: InvitationRecord): boolean {
  return answer?.wish === 'later' || answer?.wish === 'call';
}

/** The active conference of a thread: opened by the first invitation or by `use`, closed by `end`. */
import { auditInvitation } from './audit.ts';
import { unmadeUri } from './conference-uri.ts';
import { drawMissedCalls, drawPersonalCard } from './personal-card.ts';
import type { Transaction } from './ports.ts';
import type { ConferenceId, ConferenceRecord, InvitationRecord, ThreadId } from './records.ts';
import type { Inbound } from './requests.ts';
import { isLiving } from './view-of.ts';

/** One that is not written down yet. `uri` undefined: a factory is to make it. */
export function newConference(
  threadId: ThreadId,
  uri: string | undefined,
  subject: string,
): ConferenceRecord {
  const id = crypto.randomUUID() as ConferenceId;
  return { id, threadId, uri: uri ?? unmadeUri(id), subject, state: 'active', createdAt: new Date() };
}

/** The thread's conference from now on; who still rings for another one is withdrawn, who is in there stays in. */
export async function switchConference(
  tx: Transaction,
  inbound: Inbound,
  uri: string,
  subject: string,
): Promise<ConferenceRecord> {
  const before = await tx.activeConference(inbound.thread.id);
  if (before?.uri === uri) return before;
  if (before) await closeConference(tx, before.id, inbound, isLiving);
  const conference = newConference(inbound.thread.id, uri, subject);
  await tx.insertConference(conference);
  return conference;
}

/** Closes its questions and lets go those who are on their way or in, as far as they are concerned; returns those. */
export async function closeConference(
  tx: Transaction,
  id: ConferenceId,
  inbound: Inbound,
  isConcerned: (invitation: InvitationRecord) => boolean,
): Promise<InvitationRecord[]> {
  await closeWithCards(tx, id);
  const concerned = (await tx.livingInvitations(id)).filter(isConcerned);
  for (const invitation of concerned) await withdraw(tx, invitation, inbound);
  return concerned;
}

/** The conference ends, its questions are closed, and each of its cards says so. */
export async function closeWithCards(tx: Transaction, id: ConferenceId): Promise<void> {
  const cards = await tx.cardsOf(id);
  await tx.endConference(id);
  await tx.closeQuestions(id);
  for (const cardId of cards) await tx.draw(cardId);
  // Behind the draws, which lock the cards: who is called in this moment is seen by what comes after.
  await tx.emptyLines(id);
  await drawMissedCalls(tx, await tx.lastInvitations(id));
}

/** She is no longer wanted in: her owner stops the phone, hangs up, or has her conference take her out. */
export async function withdraw(
  tx: Transaction,
  invitation: InvitationRecord,
  { actor }: Inbound,
): Promise<void> {
  const { id, cardId } = invitation;
  await tx.setUnwanted(id);
  await tx.appendEvent(id, { kind: 'unwanted', detail: { by: actor.name } });
  auditInvitation(tx, 'withdrawn', invitation, { by: actor });
  await tx.draw(cardId);
  await drawPersonalCard(tx, invitation);
}

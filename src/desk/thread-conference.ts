/** The active conference of a thread: opened by the first invitation or by `use`, closed by `end`. */
import { expandConferenceUri } from './policy.ts';
import type { Transaction } from './ports.ts';
import type { ConferenceId, ConferenceRecord, InvitationRecord, ThreadId } from './records.ts';
import type { Inbound } from './requests.ts';

const DIGITS = '0123456789';
const ID_ALPHABET = `abcdefghijklmnopqrstuvwxyz${DIGITS}`;

/** A fresh URI from CONFERENCE_URI. */
export function newConferenceUri(
  template: string,
  randomText: (alphabet: string, length: number) => string,
): string {
  return expandConferenceUri(template, randomText(ID_ALPHABET, 10), randomText(DIGITS, 8));
}

export async function openConference(
  tx: Transaction,
  threadId: ThreadId,
  uri: string,
  subject: string,
): Promise<ConferenceRecord> {
  const conference = { id: crypto.randomUUID() as ConferenceId, threadId, uri, subject };
  await tx.insertConference(conference);
  return { ...conference, state: 'active', createdAt: new Date() };
}

/** Closes its questions and withdraws those of its invitations that are `concerned`. */
export async function closeConference(
  tx: Transaction,
  id: ConferenceId,
  inbound: Inbound,
  isConcerned: (invitation: InvitationRecord) => boolean,
): Promise<void> {
  await tx.endConference(id);
  for (const cardId of await tx.closeQuestions(id)) await tx.draw(cardId);
  for (const invitation of await tx.livingInvitations(id)) {
    if (isConcerned(invitation)) await withdraw(tx, invitation, inbound);
  }
}

/** She is no longer wanted in: her owner stops the phone, or hangs up. */
export async function withdraw(
  tx: Transaction,
  { id, cardId }: InvitationRecord,
  { actor }: Inbound,
): Promise<void> {
  await tx.setUnwanted(id);
  await tx.appendEvent(id, { kind: 'unwanted', detail: { by: actor.name } });
  await tx.draw(cardId);
}

/** What takes a wish back: `cancel` and `remove`. Whoever owns the call makes it so. */

import { addressKey, shownAddress } from './address-key.ts';
import type { Transaction } from './ports.ts';
import type { CardId, InvitationId, InvitationRecord, WaitingRecord } from './records.ts';
import type { Inbound } from './requests.ts';
import { withdraw } from './thread-conference.ts';
import { isHere, isLiving, isPostponed, isRetried } from './view-of.ts';
import type { OtherPerson, Say } from './views.ts';

/** What is to be said about it, and the card that shows it. */
interface Answer {
  readonly says: readonly Say[];
  readonly cardId: CardId | undefined;
}

/** Stops the phones of those who are on their way. */
export async function cancelAll(
  tx: Transaction,
  inbound: Inbound,
  ids: readonly InvitationId[],
): Promise<Answer> {
  const inLine = await outOfLine(tx, ids);
  const { found, cardId } = await find(tx, ids);
  // Nobody rings her in a few minutes. Race: she has just asked for that, and her phone still rings.
  for (const { id } of found.filter(({ answer }) => answer?.wish === 'later')) await tx.setAnswer(id, null);
  const retried = await notAgain(tx, found);
  const living = found.filter((one) => isLiving(one) || isPostponed(one));
  for (const invitation of living) await withdraw(tx, invitation, inbound);
  const says = [...saying('cancelling', [...living, ...retried, ...inLine])];
  for (const { invitee, status } of found.filter((one) => !living.includes(one) && !retried.includes(one))) {
    says.push({ code: 'already-ended', facts: { name: invitee.name, status } });
  }
  if (says.length === 0) says.push({ code: 'nothing-to-cancel', facts: {} });
  return { says, cardId: cardId ?? inLine.at(-1)?.cardId };
}

/**
 * Those of them who wait for their turn are not called any more. To be asked before their invitations are looked for: who is
 * called in this moment has one when the lock of her card is free.
 */
async function outOfLine(tx: Transaction, ids: readonly InvitationId[]): Promise<WaitingRecord[]> {
  const taken: WaitingRecord[] = [];
  for (const id of ids) {
    const waiting = await tx.waiting(id);
    if (waiting?.state !== 'waiting') continue;
    await tx.setWaiting(id, 'withdrawn');
    await tx.draw(waiting.cardId);
    await tx.moveOn(waiting.cardId);
    taken.push(waiting);
  }
  return taken;
}

/** Who was to be called again, because she did not answer, is not. */
async function notAgain(
  tx: Transaction,
  found: readonly InvitationRecord[],
): Promise<readonly InvitationRecord[]> {
  const retried = found.filter(isRetried);
  for (const { id, cardId } of retried) {
    await tx.setRetry(id, null);
    await tx.draw(cardId);
    await tx.moveOn(cardId);
  }
  return retried;
}

/** Takes out those who are in, however they came in, also uninvited; who is still on her way is withdrawn. */
export async function removeAll(
  tx: Transaction,
  inbound: Inbound,
  ids: readonly InvitationId[],
  others: readonly OtherPerson[],
): Promise<Answer> {
  const inLine = await outOfLine(tx, ids);
  const { found, cardId } = await find(tx, ids);
  const [here, living] = [found.filter(isHere), found.filter(isLiving)];
  const retried = await notAgain(tx, found);
  for (const invitation of [...here, ...living]) await withdraw(tx, invitation, inbound);
  const says = [
    ...(await letOthersGo(tx, inbound, others)),
    ...saying('removing', here),
    ...saying('cancelling', [...living, ...retried, ...inLine]),
  ];
  const gone = found.filter((one) => ![...here, ...living, ...retried].includes(one));
  for (const { invitee, status } of gone) {
    says.push({ code: 'not-in', facts: { name: invitee.name, status } });
  }
  return { says, cardId: cardId ?? inLine.at(-1)?.cardId };
}

async function find(
  tx: Transaction,
  ids: readonly InvitationId[],
): Promise<{ readonly found: readonly InvitationRecord[]; readonly cardId: CardId | undefined }> {
  const found: InvitationRecord[] = [];
  for (const id of ids) {
    const invitation = await tx.invitation(id);
    if (invitation) found.push(invitation);
  }
  return { found, cardId: found.at(-1)?.cardId };
}

function saying(
  code: 'cancelling' | 'removing',
  people: readonly Pick<InvitationRecord, 'invitee'>[],
): readonly Say[] {
  const names = people.map(({ invitee }) => invitee.name);
  return names.length === 0 ? [] : [{ code, facts: { names } }];
}

/** Their process is the one that follows the roster. */
async function letOthersGo(
  tx: Transaction,
  { thread }: Inbound,
  others: readonly OtherPerson[],
): Promise<readonly Say[]> {
  const conference = await tx.activeConference(thread.id);
  const says: Say[] = [];
  for (const { name, address } of others) {
    const key = addressKey(address);
    const shown = name || shownAddress(address);
    const isIn = conference && key && (await tx.setAttendeeUnwanted(conference.id, key));
    if (isIn) says.push({ code: 'removing', facts: { names: [shown] } });
    else says.push({ code: 'not-in', facts: { name: shown, status: 'left' } });
  }
  return says;
}

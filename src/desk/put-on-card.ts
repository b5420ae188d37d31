import type { Cast } from './cast.ts';
import { drawMissedCalls, wantPersonalCard } from './personal-card.ts';
import type { Owned, Transaction } from './ports.ts';
import type {
  CardId,
  CardRecord,
  ConferenceRecord,
  InvitationId,
  InvitationRecord,
  Invitee,
  QuestionId,
} from './records.ts';
import type { InviteRequest } from './requests.ts';
import type { Say } from './views.ts';

/**
 * Gives each of a cast a row, on a card that is there or on a new one, the first of them on those that are `kept` for them; who
 * cannot be called is told of.
 */
export async function putOnCard(
  tx: Transaction,
  conference: ConferenceRecord,
  request: InviteRequest,
  { rows, says }: Cast,
  toast: string | null,
  kept: { readonly from: number; readonly count: number } = { from: 0, count: 0 },
): Promise<{ readonly cardId: CardId; readonly says: readonly Say[]; readonly started: readonly Owned[] }> {
  const existing = request.cardId && (await tx.lockCard(request.cardId));
  const card = existing ?? {
    id: crypto.randomUUID() as CardId,
    threadId: request.thread.id,
    conferenceId: conference.id,
    inviter: request.actor,
    toast,
    urgent: request.urgent ?? false,
    persist: request.persist ?? null,
  };
  if (!existing) await tx.insertCard(card);
  let next = existing ? await tx.nextPosition(card.id) : 0;
  const started: Owned[] = [];
  for (const [i, row] of rows.entries()) {
    const position = i < kept.count ? kept.from + i : next++;
    if ('candidates' in row) {
      const id = crypto.randomUUID() as QuestionId;
      await tx.insertQuestion({ ...row, id, cardId: card.id, position, askedBy: request.actor.id });
      // Each of them has a row when they are rung, in front of those behind them.
      if (row.kind === 'all') next = position + Math.max(1, row.candidates.length);
    } else {
      const invitation = await call(tx, card, { ...request, conference }, row, position);
      if (invitation) started.push({ invitation, conference });
      else says.push({ code: 'already-inviting', facts: { name: row.name } });
    }
  }
  for (const [i, stage] of (request.later ?? []).entries()) {
    for (const invitee of stage) {
      const id = crypto.randomUUID() as InvitationId;
      await tx.insertWaiting({ id, cardId: card.id, position: next++, stage: i + 1, invitee });
    }
  }
  // Race: somebody else has called all of the first stage in this moment.
  if (request.later && started.length === 0) await tx.moveOn(card.id);
  await tx.draw(card.id);
  return { cardId: card.id, says, started };
}

/** False: her phone rings already for this conference. */
export async function call(
  tx: Transaction,
  card: Pick<CardRecord, 'id' | 'toast' | 'urgent'>,
  {
    thread,
    actor,
    conference,
  }: {
    readonly thread: Pick<InviteRequest['thread'], 'id'>;
    readonly actor: InviteRequest['actor'];
    readonly conference: ConferenceRecord;
  },
  invitee: Invitee,
  position: number,
  id: InvitationId = crypto.randomUUID() as InvitationId,
): Promise<InvitationRecord | false> {
  const before = await tx.lastInvitation(conference.uri, invitee.key);
  const invitation = await tx.insertInvitation({
    id,
    cardId: card.id,
    threadId: thread.id,
    conferenceId: conference.id,
    position,
    attempt: 1,
    invitee,
    inviter: actor,
    toast: card.toast,
    urgent: card.urgent,
  });
  if (!invitation) return false;
  // What her card has offered so far, the new one offers.
  await drawMissedCalls(tx, before ? [before] : []);
  await tx.appendEvent(invitation.id, { kind: 'created', detail: { by: actor.name } });
  await wantPersonalCard(tx, invitation);
  return invitation;
}

import { whyNotAgain } from './cast.ts';
import type { Decision, DeskOptions } from './desk.ts';
import { mayInviteThem } from './may-invite.ts';
import { drawMissedCalls, hasAsked } from './personal-card.ts';
import type { Transaction } from './ports.ts';
import { tooMany } from './rates.ts';
import type { InvitationId, InvitationRecord } from './records.ts';
import type { Inbound } from './requests.ts';
import type { Say } from './views.ts';

const NOTHING = { duplicate: false, says: [], cardId: undefined, started: [] } as const;

/** Rings somebody once more on her row of the card, where that is still wanted and may be; `showHer` has her see it. */
export async function ringAgain(
  tx: Transaction,
  { policy, now }: Pick<DeskOptions, 'policy' | 'now'>,
  inbound: Inbound,
  id: InvitationId,
  isWanted: (pressed: InvitationRecord) => boolean,
  showHer: (tx: Transaction, invitation: InvitationRecord, pressed: InvitationRecord) => Promise<void>,
): Promise<Decision> {
  const pressed = await tx.invitation(id);
  if (pressed && !isWanted(pressed)) return { ...NOTHING, cardId: pressed.cardId };
  const conference = pressed && (await tx.activeConference(pressed.threadId));
  if (!pressed || conference?.id !== pressed.conferenceId) {
    return { ...NOTHING, says: [say('conference-none')], cardId: pressed?.cardId };
  }
  const { cardId, position, invitee } = pressed;
  const { actor } = inbound;
  const invitees = [invitee];
  const denied = mayInviteThem(policy, { ...inbound, invitees }, true);
  if (denied) return { ...NOTHING, says: [denied], cardId };
  const last = (await tx.lastInvitation(conference.uri, invitee.key)) ?? pressed;
  const by = { actor, urgent: pressed.urgent || hasAsked(pressed), isHers: hasAsked(pressed) };
  const why =
    (await whyNotAgain(tx, policy, conference, { invitee, last, ...by }, now())) ??
    (await tooMany(tx, policy, inbound, invitees));
  if (why) return { ...NOTHING, says: [why], cardId };
  const attempt = 1 + (last.cardId === cardId && last.position === position ? last.attempt : pressed.attempt);
  const newId = crypto.randomUUID() as InvitationId;
  const invitation = await tx.insertInvitation({ ...pressed, id: newId, attempt, inviter: actor });
  if (!invitation) return { ...NOTHING, says: [say('already-inviting', { name: invitee.name })], cardId };
  await tx.appendEvent(invitation.id, { kind: 'created', detail: { by: actor.name, after: id } });
  await showHer(tx, invitation, pressed);
  await drawMissedCalls(tx, [last]);
  await tx.draw(cardId);
  return { ...NOTHING, cardId, started: [{ invitation, conference }] };
}

function say(code: Say['code'], facts: Say['facts'] = {}): Say {
  return { code, facts };
}

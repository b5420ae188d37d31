import { isMissed, personalCardId } from './personal-card.ts';
import type { PersonalContent } from './personal-ports.ts';
import { expandJoinUrl, isAnswerable } from './view-of.ts';
import type { PersonalView } from './views.ts';

/** What the invited person sees on a card of her own, and what she can still answer. */
export function personalView(
  { invitation, conference, lastId }: PersonalContent,
  joinTemplate?: string,
): PersonalView {
  const { id, attempt, inviter, toast, urgent, status, answer, changedAt } = invitation;
  const isActive = conference.state === 'active';
  const joinUrl = isActive ? expandJoinUrl(joinTemplate, conference) : undefined;
  const isLate = isActive && id === lastId && isMissed(invitation);
  return {
    ...{ kind: 'personal', id: personalCardId(id), invitationId: id },
    ...{ attempt, inviter, subject: conference.subject, toast, urgent, status, answer, since: changedAt },
    joinUrl: answer?.wish === 'link' ? joinUrl : undefined,
    late: isLate ? (joinUrl === undefined ? 'call' : 'link') : null,
    actions: actionsOf(isAnswerable(invitation), isLate),
  };
}

function actionsOf(isOpen: boolean, isLate: boolean): PersonalView['actions'] {
  if (isOpen) return ['accept', 'refuse', 'later', 'tell'];
  return isLate ? ['accept'] : [];
}

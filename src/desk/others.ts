import { addressKey, addressKeysOf } from './address-key.ts';
import type { Gathering } from './ports.ts';
import type { Attendee } from './records.ts';
import { isDone } from './removals.ts';
import type { OtherPerson } from './views.ts';

/** Who is in and has no invitation of this thread: who joined by herself, or was brought in from another thread. */
export function othersOf({ roster, invitations }: Gathering): OtherPerson[] {
  if (roster.state !== 'known') return [];
  const invited = new Set(invitations.flatMap(({ invitee }) => addressKeysOf(invitee)));
  const brought = new Set(invitations.map(({ id }) => id));
  const others = new Map<string, OtherPerson>();
  for (const attendee of roster.attendees) {
    const { key, address, name, takingPart, invitationId } = attendee;
    if (!takingPart || (invitationId !== null && brought.has(invitationId))) continue;
    // Through us, for another thread: the address is ours, so each is somebody else. Otherwise one person, many endpoints.
    const person = invitationId === null ? addressKey(address) : undefined;
    if (person !== undefined && invited.has(person)) continue;
    const shown = invitationId === null ? address : '';
    others.set(person ?? key, { name, address: shown, removal: removalOf(attendee) });
  }
  return [...others.values()];
}

/** Who was taken out leaves the roster; until then the conference is about to do it. */
function removalOf({ wanted, removalCode }: Attendee): OtherPerson['removal'] {
  if (wanted === 'in') return null;
  const isRefused = removalCode !== null && !isDone(removalCode);
  return isRefused ? { kind: 'refused', code: removalCode } : { kind: 'under-way' };
}

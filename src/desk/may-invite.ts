/**
 * Who may have others rung (INVITERS). Looked at wherever somebody makes phones ring, or has them ring later or elsewhere: `invite`,
 * typed, pressed or in a form, when it is typed with a time and when that has come, `again`, `choose`, `use`, moving what is scheduled.
 *
 * Open for everybody: cancelling and looking, what invited people answer (*Accept*, *In 5 minutes*, *Join* ring nobody but her who
 * presses), and one's own phone, where a conference goes on that somebody else was allowed to begin.
 */
import { addressKey } from './address-key.ts';
import { isOneOf } from './personal-card.ts';
import type { Policy } from './policy.ts';
import type { Inbound, InviteRequest } from './requests.ts';
import type { Say } from './views.ts';

/** As people are written in INVITERS: mail addresses, SIP addresses and numbers, the channel's ids; and names of groups. */
export interface Inviters {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** Who has typed or pressed, as the directory knows her by the channel's id. */
export interface Author {
  /** The channel's ids of her. */
  readonly ids: readonly string[];
  readonly addresses: readonly string[];
  readonly mail?: string | undefined;
  readonly groups: readonly string[];
}

/** Why who typed or pressed may not have anybody rung; undefined: she may. Fails closed: whom nobody has looked up may not. */
export function mayInvite(policy: Policy, { author }: Pick<Inbound, 'author'>): Say | undefined {
  const { inviters } = policy;
  if (!inviters || author === 'granted') return undefined;
  if (author === undefined || author === 'unreadable') return policy.refuse('policy.inviters-unknown');
  return isInviter(inviters, author) ? undefined : policy.refuse('policy.inviters');
}

/** The same of those who are rung: into a conference that goes on everybody may have her own phone called. */
export function mayInviteThem(
  policy: Policy,
  request: Pick<InviteRequest, 'author' | 'actor' | 'invitees' | 'later'>,
  isGoingOn: boolean,
): Say | undefined {
  const { invitees, later = [], actor } = request;
  const isHerself = [...invitees, ...later.flat()].every(
    (one) => 'key' in one && isOneOf(one.ids ?? [], actor.id),
  );
  return isGoingOn && isHerself ? undefined : mayInvite(policy, request);
}

export function isInviter({ people, groups }: Inviters, author: Author): boolean {
  const names = [...author.ids, author.mail ?? ''].map(fold);
  const keys = author.addresses.map(addressKey);
  const isOfGroup = groups.some((group) => author.groups.map(fold).includes(fold(group)));
  return (
    isOfGroup ||
    people.some((one) =>
      /^(sips?|tel):/i.test(one) ? keys.includes(addressKey(one)) : names.includes(fold(one)),
    )
  );
}

function fold(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

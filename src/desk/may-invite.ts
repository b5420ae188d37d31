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
import type { Actor } from './records.ts';
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
  /** Not where somebody who may know more of her could not be asked: the roster, or the directory. */
  readonly isSure: boolean;
}

type WhoAsks = Pick<Inbound, 'author' | 'actor' | 'entrance'>;

/** Why who typed or pressed may not have anybody rung; undefined: she may. Fails closed: whom nobody has looked up may not. */
export function mayInvite(policy: Policy, { author, actor, entrance }: WhoAsks): Say | undefined {
  const { inviters } = policy;
  if (!inviters || author === 'granted') return undefined;
  if (author && isInviter(inviters, author)) return undefined;
  // By the clock it is told to all of the thread.
  const who = entrance?.via === 'clock' ? { name: actor.name } : {};
  return policy.refuse(author?.isSure ? 'policy.inviters' : 'policy.inviters-unknown', who);
}

/** The same of those who are rung: into a conference that goes on everybody may have her own phone called. */
export function mayInviteThem(
  policy: Policy,
  request: WhoAsks & Pick<InviteRequest, 'invitees' | 'later'>,
  isGoingOn: boolean,
): Say | undefined {
  const { invitees, later = [], actor } = request;
  const isHerself = [...invitees, ...later.flat()].every(
    (one) => 'key' in one && isOneOf(one.ids ?? [], actor.id),
  );
  return isGoingOn && isHerself ? undefined : mayInvite(policy, request);
}

/** Who asks, so that she can be looked up again when no roster can be read. */
export function withMail({ actor, author }: Pick<Inbound, 'actor' | 'author'>): Actor {
  const mail = author === 'granted' ? undefined : author?.mail;
  return mail === undefined ? actor : { ...actor, mail };
}

export function isInviter({ people, groups }: Inviters, author: Author): boolean {
  const names = [...author.ids, author.mail ?? ''].filter((one) => one !== '').map(fold);
  const keys = author.addresses.map(addressKey).filter((one) => one !== undefined);
  const isOfGroup = groups.some((group) => author.groups.map(fold).includes(fold(group)));
  return (
    isOfGroup ||
    people.some((one) =>
      /^(sips?|tel):/i.test(one) ? keys.some((key) => key === addressKey(one)) : names.includes(fold(one)),
    )
  );
}

function fold(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

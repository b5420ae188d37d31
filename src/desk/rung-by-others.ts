/**
 * Nobody is rung by several people within a minute, from whichever threads: who has just not answered one of them, or declined,
 * is not to be called by the next. It does not hold back what is urgent, what she herself wants, and the same inviter.
 *
 * It is told that it is somebody else, never who, from where or to what.
 */
import { isOneOf } from './personal-card.ts';
import type { Policy } from './policy.ts';
import type { Transaction } from './ports.ts';
import type { Actor, Invitee } from './records.ts';
import type { Say } from './views.ts';

export const APART_SECONDS = 60;

/** Tells of these people why they are not rung now; undefined: they can be. All of them are locked until the commit. */
export async function rungByOthers(
  tx: Pick<Transaction, 'rungByOthers'>,
  policy: Policy,
  invitees: readonly Invitee[],
  { actor, urgent = false }: { readonly actor: Pick<Actor, 'id'>; readonly urgent?: boolean | undefined },
): Promise<(invitee: Invitee) => Say | undefined> {
  const others = urgent ? [] : invitees.filter(({ ids = [] }) => !isOneOf(ids, actor.id));
  if (others.length === 0) return () => undefined;
  const keys = others.map(({ key }) => key);
  const rung = await tx.rungByOthers(keys, actor.id, APART_SECONDS);
  return ({ key, name }) => {
    const seconds = rung.find((one) => one.key === key)?.seconds;
    return seconds === undefined ? undefined : policy.refuse('rung-by-others', { name, seconds });
  };
}

/**
 * How many people may be rung within a minute, by one person and in one thread (INVITES_PER_MINUTE). All or nobody: where not all of a
 * line may be rung, nobody of it is, and it is told from when on they may.
 *
 * Counted are people, when somebody asks for them: also by `again`, a press, an answer to a question, and the clock. Who waits on
 * a line for her turn is counted with it, so that neither her turn nor another try of somebody who did not answer is counted again.
 */
import type { Policy } from './policy.ts';
import type { Invitee } from './records.ts';
import type { Ambiguous, Inbound } from './requests.ts';
import type { Say } from './views.ts';

/** Where more would be rung than may be. */
export interface Full {
  /** So many may be rung now. */
  readonly left: number;
  /** After so many all of them may be. */
  readonly seconds: number;
}

export interface RateTransaction {
  /**
   * Counts that many people as rung now under each of these names, exactly, whoever else counts at the same time; or none of them,
   * where more than `limit` would have been within a minute under one of the names. Locks the names until the commit. `people`: at
   * most `limit`.
   */
  countRung(names: readonly string[], people: number, limit: number): Promise<Full | undefined>;
  /** See rung-by-others.ts. Locks these people until the commit; who is not rung by anybody else is missing in what is returned. */
  rungByOthers(
    personKeys: readonly string[],
    inviterId: string,
    apartSeconds: number,
  ): Promise<readonly { readonly key: string; readonly seconds: number }[]>;
}

/** Why so many are never rung by one line; undefined: in some minute they may be. */
export function tooManyEver(policy: Policy, people: number): Say | undefined {
  const { invitesPerMinute: limit } = policy;
  if (limit === undefined || people <= limit) return undefined;
  return policy.refuse('policy.rate', { left: limit, seconds: 0, count: people, limit });
}

/** Why none of these people is rung; undefined: they are counted, and may be. Who is still to be chosen is counted then. */
export async function tooMany(
  tx: RateTransaction,
  policy: Policy,
  { actor, thread, author }: Pick<Inbound, 'actor' | 'thread' | 'author'>,
  rung: readonly (Invitee | Ambiguous)[],
): Promise<Say | undefined> {
  const { invitesPerMinute: limit } = policy;
  const people = rung.filter((one) => 'key' in one).length;
  if (limit === undefined || people === 0 || author === 'granted') return undefined;
  const never = tooManyEver(policy, people);
  if (never) return never;
  const names = [rateNameOf(actor.id), `thread ${thread.id}`];
  const full = await tx.countRung(names, people, limit);
  return full && policy.refuse('policy.rate', { ...full, count: people, limit });
}

/** Under which people are counted that somebody has rung. */
export function rateNameOf(personId: string): string {
  return `person ${personId.toLowerCase()}`;
}

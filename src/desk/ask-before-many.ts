import type { Cast } from './cast.ts';
import type { Invitee } from './records.ts';

/** So many people are rung without a question. */
export const MOST_UNASKED = 10;

/**
 * Before more people are rung, it is asked whether they all shall be: the name of a group may be that of a person who was meant.
 * Counted are all whom a line may ring, also those whose turn comes later, without who is refused or in already.
 */
export function isMany(people: readonly unknown[]): boolean {
  return people.length > MOST_UNASKED;
}

/** One question in the place of all who would be rung at once; nobody behind them is called before it is answered. */
export function askBeforeMany(cast: Cast, later: readonly (readonly Invitee[])[]): Cast {
  const people = cast.rows.filter((row) => 'key' in row);
  if (!isMany([...people, ...later.flat()])) return cast;
  const unclear = cast.rows.filter((row) => 'candidates' in row);
  return { says: cast.says, rows: [{ kind: 'all', typed: '', candidates: people }, ...unclear] };
}

import type { Tier } from './person.ts';

export type Match<T> =
  | { readonly kind: 'one'; readonly item: T; readonly tier: Tier }
  | { readonly kind: 'several'; readonly items: readonly T[]; readonly tier: Tier }
  | { readonly kind: 'none'; readonly nearest: readonly T[] };

/** Which of a few items a name means, by the rules of the directory: `matchNames('mary', rows, (row) => row.name)`. */
export function matchNames<T>(_query: string, _items: readonly T[], _nameOf: (item: T) => string): Match<T> {
  return { kind: 'none', nearest: [] };
}

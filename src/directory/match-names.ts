/** Searches names in tiers (fit-name.ts). Two who reach the best tier are a question, whoever stood first in the list. */
import { distance } from 'fastest-levenshtein';
import { cleanName } from './clean-name.ts';
import { type Fit, fitName, TIERS } from './fit-name.ts';
import { type Folded, fold } from './fold.ts';
import type { Tier } from './found.ts';

export type Match<T> =
  | { readonly kind: 'one'; readonly item: T; readonly tier: Tier }
  /** At least two, ordered by name. */
  | { readonly kind: 'several'; readonly items: readonly T[]; readonly tier: Tier }
  /** At most three whose names are near, nearest first. */
  | { readonly kind: 'none'; readonly nearest: readonly T[] };

/** What an item is called. */
export interface Called {
  readonly names: readonly string[];
  readonly aliases?: readonly string[];
  /** Orders those who are called alike; the place in the list where there is none. */
  readonly key?: string;
}

interface Entry<T> {
  readonly item: T;
  readonly names: readonly Folded[];
  readonly aliases: readonly Folded[];
  readonly order: string;
}

const MOST_NEAREST = 3;
/** Nearest names differ in less than this share of their letters. */
const NEAR = 0.5;

/** Folds its names once, so that a people file of thousands is searched quickly. */
export class NameIndex<T> {
  readonly #entries: readonly Entry<T>[];

  constructor(items: readonly T[], calledOf: (item: T) => Called) {
    const entries = items.map((item, i): Entry<T> => {
      const { names, aliases = [], key = String(i).padStart(9, '0') } = calledOf(item);
      const folded = names.flatMap(fold);
      const order = `${folded[0]?.parts.join(' ') ?? ''}\0${key}`;
      return { item, names: folded, aliases: aliases.flatMap(fold), order };
    });
    this.#entries = entries.toSorted((a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)));
  }

  search(text: string): Match<T> {
    const query = fold(cleanName(text));
    const fits = this.#entries.flatMap((entry) => {
      const best = bestFit(query, entry);
      return best ? [{ entry, ...best }] : [];
    });
    const tier = TIERS.find((candidate) => fits.some((one) => one.tier === candidate));
    const best = fits.filter((one) => one.tier === tier).toSorted((a, b) => a.edits - b.edits);
    const [first] = best;
    if (!first || (best.length === 1 && !first.sure)) {
      const near = [...(first ? [first.entry.item] : []), ...this.#nearest(query)];
      return { kind: 'none', nearest: [...new Set(near)].slice(0, MOST_NEAREST) };
    }
    if (best.length === 1) return { kind: 'one', item: first.entry.item, tier: first.tier };
    return { kind: 'several', items: best.map(({ entry }) => entry.item), tier: first.tier };
  }

  #nearest(query: readonly Folded[]): readonly T[] {
    return this.#entries
      .map((entry) => ({ item: entry.item, far: howFar(query, entry) }))
      .filter(({ far }) => far < NEAR)
      .toSorted((a, b) => a.far - b.far)
      .slice(0, MOST_NEAREST)
      .map(({ item }) => item);
  }
}

/** Which of a few items a name means, by the rules of the directory: `matchNames('mary', rows, (row) => row.name)`. */
export function matchNames<T>(query: string, items: readonly T[], nameOf: (item: T) => string): Match<T> {
  return new NameIndex(items, (item) => ({ names: [nameOf(item)] })).search(query);
}

function bestFit(query: readonly Folded[], { names, aliases }: Entry<unknown>): Fit | undefined {
  const fits = query.flatMap((typed) => [
    ...names.map((name) => fitName(typed, name, false)),
    ...aliases.map((alias) => fitName(typed, alias, true)),
  ]);
  const rank = ({ tier, edits, sure }: Fit): number =>
    TIERS.indexOf(tier) * 1000 + edits * 2 + (sure ? 0 : 1);
  return fits.filter((one) => one !== undefined).toSorted((a, b) => rank(a) - rank(b))[0];
}

/** 0 for a beginning, else the share of letters that differ, of the whole name or of its nearest part. */
function howFar(query: readonly Folded[], { names, aliases }: Entry<unknown>): number {
  const words = [...names, ...aliases].flatMap(({ parts, joined }) => [...parts, joined]);
  const fars = query.flatMap(({ joined }) =>
    words.map((word) => {
      if (word.startsWith(joined)) return 0;
      const longer = Math.max(word.length, joined.length);
      return Math.abs(word.length - joined.length) >= NEAR * longer ? 1 : distance(word, joined) / longer;
    }),
  );
  return Math.min(1, ...fars);
}

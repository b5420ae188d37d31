/** Searches names in tiers (fit-name.ts). Two who reach the best tier are a question, whoever stood first in the list. */
import { cleanName } from './clean-name.ts';
import { type Fit, fitName, TIERS } from './fit-name.ts';
import { type Folded, fold } from './fold.ts';
import type { Tier } from './found.ts';
import { WordIndex } from './word-index.ts';

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

/** What lies under an index: searched with it, without those whom it has taken over. */
export interface Under<T> {
  readonly index: NameIndex<T>;
  isHidden(item: T): boolean;
}

/** Folds its names once, so that a people file of thousands is searched quickly. */
export class NameIndex<T> {
  readonly #words = new WordIndex<Entry<T>>();
  readonly #calledOf: (item: T) => Called;
  readonly #under: Under<T> | undefined;
  #size = 0;

  constructor(items: Iterable<T>, calledOf: (item: T) => Called, under?: Under<T>) {
    this.#calledOf = calledOf;
    this.#under = under;
    for (const item of items) this.add(item);
  }

  add(item: T): void {
    this.#size += 1;
    const { names, aliases = [], key = String(this.#size).padStart(9, '0') } = this.#calledOf(item);
    const folded = { names: names.flatMap(fold), aliases: aliases.flatMap(fold) };
    const order = `${folded.names[0]?.parts.join(' ') ?? ''}\0${key}`;
    this.#words.add({ item, ...folded, order }, [...folded.names, ...folded.aliases]);
  }

  search(text: string): Match<T> {
    const query = fold(cleanName(text));
    const fits = this.#candidates(query).flatMap((entry) => {
      const best = bestFit(query, entry);
      return best ? [{ entry, ...best }] : [];
    });
    const tier = TIERS.find((candidate) => fits.some((one) => one.tier === candidate));
    const best = fits
      .filter((one) => one.tier === tier)
      .toSorted((a, b) => a.edits - b.edits || byOrder(a.entry, b.entry));
    const [first] = best;
    if (!first || (best.length === 1 && !first.sure)) {
      const near = [...(first ? [first.entry.item] : []), ...this.#nearest(query)];
      return { kind: 'none', nearest: [...new Set(near)].slice(0, MOST_NEAREST) };
    }
    if (best.length === 1) return { kind: 'one', item: first.entry.item, tier: first.tier };
    return { kind: 'several', items: best.map(({ entry }) => entry.item), tier: first.tier };
  }

  #candidates(query: readonly Folded[]): readonly Entry<T>[] {
    const found = [...this.#words.candidates(query)];
    const under = this.#under;
    if (!under) return found;
    return [...found, ...under.index.#candidates(query).filter(({ item }) => !under.isHidden(item))];
  }

  #nearest(query: readonly Folded[]): readonly T[] {
    return this.#near(query)
      .toSorted(([a, far], [b, further]) => far - further || byOrder(a, b))
      .slice(0, MOST_NEAREST)
      .map(([{ item }]) => item);
  }

  #near(query: readonly Folded[]): readonly (readonly [Entry<T>, number])[] {
    const found = [...this.#words.near(query, NEAR)];
    const under = this.#under;
    if (!under) return found;
    return [...found, ...under.index.#near(query).filter(([{ item }]) => !under.isHidden(item))];
  }
}

const byOrder = (a: Entry<unknown>, b: Entry<unknown>): number =>
  a.order < b.order ? -1 : Number(a.order > b.order);

/** Which of a few items a name means, by the rules of the directory: `matchNames('mary', rows, (row) => row.name)`. */
export function matchNames<T>(query: string, items: readonly T[], nameOf: (item: T) => string): Match<T> {
  return new NameIndex(items, (item) => ({ names: [nameOf(item)] })).search(query);
}

function bestFit(query: readonly Folded[], { names, aliases }: Entry<unknown>): Fit | undefined {
  let best: Fit | undefined;
  const consider = (fit: Fit | undefined) => {
    if (fit && (!best || rank(fit) < rank(best))) best = fit;
  };
  for (const typed of query) {
    for (const name of names) consider(fitName(typed, name, false));
    for (const alias of aliases) consider(fitName(typed, alias, true));
  }
  return best;
}

const rank = ({ tier, edits, sure }: Fit): number => TIERS.indexOf(tier) * 1000 + edits * 2 + (sure ? 0 : 1);

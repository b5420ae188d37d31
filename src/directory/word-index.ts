import { distance } from 'fastest-levenshtein';
import { mayFit } from './fit-name.ts';
import type { Folded } from './fold.ts';

/** Names have more parts than these only where they are none. */
const MOST_PARTS = 3;

/** Words differ less than names do: among 50,000 people a name is looked for among some thousand words. */
export class WordIndex<T> {
  readonly #byPart = new Map<string, T[]>();
  readonly #byWhole = new Map<string, T[]>();

  add(item: T, names: readonly Folded[]): void {
    for (const part of new Set(names.flatMap(({ parts }) => parts))) put(this.#byPart, part, item);
    for (const whole of new Set(names.map(({ joined }) => joined))) put(this.#byWhole, whole, item);
  }

  /** All whom one of these readings may fit in some tier, and some whom none does. */
  candidates(readings: readonly Folded[]): ReadonlySet<T> {
    const found = new Set<T>();
    for (const { parts, joined } of readings) {
      for (const item of this.#byWhole.get(joined) ?? []) found.add(item);
      // Each typed part has to fit, so those of the rarest one are enough: of all Katherines the Lindgrens.
      const longest = parts.toSorted((a, b) => b.length - a.length).slice(0, MOST_PARTS);
      const [rarest] = longest.map((part) => this.#like(part)).toSorted((a, b) => a.length - b.length);
      for (const item of rarest ?? []) found.add(item);
    }
    return found;
  }

  #like(typed: string): readonly T[] {
    const found: T[] = [];
    for (const [part, items] of this.#byPart)
      if (mayFit(typed, part)) for (const item of items) found.push(item);
    return found;
  }

  /** Those of whose names less than a share of the letters differs: 0 for a beginning, else of the whole or of its nearest part. */
  near(readings: readonly Folded[], share: number): ReadonlyMap<T, number> {
    const found = new Map<T, number>();
    for (const { joined } of readings) {
      for (const words of [this.#byPart, this.#byWhole]) {
        for (const [word, items] of words) {
          const far = howFar(joined, word, share);
          if (far < share) for (const item of items) found.set(item, Math.min(far, found.get(item) ?? 1));
        }
      }
    }
    return found;
  }
}

function put<T>(index: Map<string, T[]>, word: string, item: T): void {
  const items = index.get(word);
  if (items) items.push(item);
  else index.set(word, [item]);
}

function howFar(typed: string, word: string, share: number): number {
  if (word.startsWith(typed)) return 0;
  const longer = Math.max(word.length, typed.length);
  return Math.abs(word.length - typed.length) >= share * longer ? 1 : distance(word, typed) / longer;
}

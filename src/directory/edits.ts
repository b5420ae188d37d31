import { distance } from 'fastest-levenshtein';

/** How far a typed word is from a name. */
export interface Edits {
  /** Letters added, left out or replaced; two neighbours that changed places count once. */
  readonly count: number;
  /**
   * One letter left out, doubled or swapped inside the word: clearly a slip of the fingers. A replaced letter, or another
   * beginning or end, makes other names: Marta and Maria, Jason and Mason, Paul and Paula.
   */
  readonly slip: boolean;
}

export function editsBetween(typed: string, name: string): Edits {
  const swapped = isSwap(typed, name);
  const count = swapped ? 1 : distance(typed, name);
  const sameEnds = typed.charAt(0) === name.charAt(0) && typed.at(-1) === name.at(-1);
  return { count, slip: count === 1 && sameEnds && (swapped || typed.length !== name.length) };
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length || a === b) return false;
  const at = [...a].findIndex((_, i) => a[i] !== b[i]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

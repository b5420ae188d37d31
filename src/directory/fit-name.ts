/** How well one name fits a query. The tiers are tried in this order; the best one that somebody reaches decides. */
import { distance } from 'fastest-levenshtein';
import { editsBetween } from './edits.ts';
import type { Folded } from './fold.ts';
import type { Tier } from './found.ts';
import { isSameGivenName } from './nicknames.ts';

export const TIERS: readonly Tier[] = ['exact', 'alias', 'part', 'prefix', 'fuzzy'];

export interface Fit {
  readonly tier: Tier;
  /** Edits, for `fuzzy`; else 0. */
  readonly edits: number;
  /** Whether it may be taken without asking when it is the only one. */
  readonly sure: boolean;
}

/** Below this a beginning says too little: "m" is not Mary, though she may be suggested. */
const SHORTEST_PREFIX = 2;
/** In a shorter word one edit makes another name too easily. */
const SHORTEST_SLIP = 5;

/** How one reading of a query fits one reading of a name; `alias` where the name is one of her aliases. */
export function fitName(query: Folded, name: Folded, alias: boolean): Fit | undefined {
  if (query.joined === name.joined) return { tier: alias ? 'alias' : 'exact', edits: 0, sure: true };
  if (pairs(query, name, isPart)) return { tier: 'part', edits: 0, sure: true };
  if (query.joined.length >= SHORTEST_PREFIX && pairs(query, name, isPrefix)) {
    return { tier: 'prefix', edits: 0, sure: true };
  }
  return fuzzy(query, name);
}

const isPart = (typed: string, part: string): boolean => typed === part || isSameGivenName(typed, part);
const isPrefix = (typed: string, part: string): boolean => part.startsWith(typed) || isPart(typed, part);

/** Whether each typed part finds a part of the name for itself alone; equal parts are given away first. */
function pairs(query: Folded, name: Folded, same: (typed: string, part: string) => boolean): boolean {
  if (query.parts.length > name.parts.length) return false;
  const free = [...name.parts];
  const open = query.parts.filter((typed) => !take(free, (part) => part === typed));
  return open.every((typed) => take(free, (part) => same(typed, part)));
}

function take(free: string[], fits: (part: string) => boolean): boolean {
  const at = free.findIndex(fits);
  if (at >= 0) free.splice(at, 1);
  return at >= 0;
}

/** Each typed part within its allowance of a part of the name for itself alone. */
function fuzzy(query: Folded, name: Folded): Fit | undefined {
  if (query.parts.length > name.parts.length) return undefined;
  const free = [...name.parts];
  const open = query.parts.filter((typed) => !take(free, (part) => isPart(typed, part)));
  let edits = 0;
  let slips = true;
  for (const typed of open) {
    const allowed = allowance(typed.length);
    const near = free
      .filter((part) => Math.abs(part.length - typed.length) <= allowed)
      .map((part) => ({ part, ...editsBetween(typed, part) }))
      .toSorted((a, b) => a.count - b.count)[0];
    if (!near || near.count > allowed) return undefined;
    free.splice(free.indexOf(near.part), 1);
    edits += near.count;
    slips &&= near.slip;
  }
  return { tier: 'fuzzy', edits, sure: slips && edits === 1 && query.joined.length >= SHORTEST_SLIP };
}

/** Whether a part of a name may be meant by a typed part in any tier; quick, and rather too often true. */
export function mayFit(typed: string, part: string): boolean {
  if (isPrefix(typed, part)) return true;
  const allowed = allowance(typed.length);
  // Two neighbours that changed places count once, though they are two apart.
  return allowed > 0 && Math.abs(part.length - typed.length) <= allowed && distance(typed, part) <= 2;
}

function allowance(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

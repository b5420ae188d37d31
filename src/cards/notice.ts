import type { CardView } from '../desk/index.ts';
import { fill } from './sentence.ts';
import { en } from './words/en.ts';
import type { Words } from './words/words.ts';

/**
 * How people ended, in one message: "Mary joined. No answer from Bob and Sue." Those who are on their way once more are
 * left out: they will have an end of their own. Undefined: nothing is left to tell.
 */
export function noticeText(
  view: CardView,
  invitationIds: readonly string[],
  words: Words = en,
): string | undefined {
  const told = new Map<string, string[]>();
  for (const row of view.rows) {
    if (row.kind !== 'invitation' || !invitationIds.includes(row.id)) continue;
    const template = words.told[row.status];
    told.set(template, [...(told.get(template) ?? []), row.name]);
  }
  if (told.size === 0) return undefined;
  return [...told].map(([template, names]) => fill(template, { names }, words)).join(' ');
}

import type { CardView, InvitationRow, Say } from '../desk/index.ts';
import { fill, sentence } from './sentence.ts';
import { showName } from './show.ts';
import { en } from './words/en.ts';
import type { Facts, Sentence, Words } from './words/words.ts';
import { wordsOf } from './words/words-of.ts';

/**
 * How people ended, in one message: "Mary joined. No answer from Bob and Sue." Those who are on their way once more are
 * left out: they will have an end of their own. Undefined: nothing is left to tell.
 */
export function noticeText(
  view: CardView,
  invitationIds: readonly string[],
  words: Words = wordsOf(view.inviter.locale),
): string | undefined {
  const told = new Map<string, { sentence: Sentence; facts: Facts; names: string[] }>();
  for (const row of view.rows) {
    if (row.kind !== 'invitation' || !invitationIds.includes(row.id)) continue;
    const same = sameEnd(row, words);
    const group = told.get(same.key) ?? { ...same, names: [] };
    group.names.push(row.name);
    told.set(same.key, group);
  }
  if (told.size === 0) return undefined;
  const texts = [...told.values()].map(({ sentence, facts, names }) =>
    fill(sentence, { ...facts, names }, words),
  );
  return urgently(view, texts.join(' '), words);
}

/** What is urgent says so. */
function urgently({ urgent }: CardView, text: string, words: Words): string {
  return urgent ? `${words.card.urgent} · ${text}` : text;
}

/** Why people were passed over when it was their turn. */
export function passedOverText(
  view: CardView,
  passedOver: readonly Say[],
  words: Words = wordsOf(view.inviter.locale),
): string {
  return urgently(view, passedOver.map(({ code, facts }) => sentence(code, facts, words)).join(' '), words);
}

/** Who has the same key is told of in the same sentence. */
function sameEnd(
  { status, removal, answer }: InvitationRow,
  words: Words,
): { readonly key: string; readonly sentence: Sentence; readonly facts: Facts } {
  if (status === 'withdrawn' && answer?.wish === 'later') {
    return { key: 'later', sentence: words.personal.postponed, facts: {} };
  }
  return removal?.kind === 'refused'
    ? { key: `not removed ${removal.code}`, sentence: words.notRemoved, facts: { code: removal.code } }
    : { key: status, sentence: words.told[status], facts: {} };
}

/** Somebody without an invitation may still be in. */
export function notRemovedText(
  { name, code }: { readonly name: string; readonly code: number },
  words: Words = en,
): string {
  return fill(words.notRemoved, { names: [name], code }, words);
}

/** She cannot be written to; her phone rings all the same. */
export function unreachableText(facts: { readonly name: string }, words: Words = en): string {
  return fill(words.personal.unreachable, facts, words);
}

/** What begins with the name of somebody, who may be mentioned there: the name, and what comes behind it. */
export interface NamedText {
  readonly name: string;
  readonly rest: string;
}

/** What somebody who was invited lets the thread know. Each language begins with her name. */
export function messageText(
  facts: { readonly name: string; readonly words: string },
  words: Words = en,
): NamedText & { readonly text: string } {
  const text = fill(words.personal.writes, facts, words);
  const name = showName(facts.name);
  return { text, name, rest: text.slice(name.length) };
}

/** A notice for one person. */
export function addressed(name: string, text: string, { card }: Words = en): NamedText {
  const rest = card.addressed.slice('{name}'.length).replace('{text}', () => text);
  return { name: showName(name), rest };
}

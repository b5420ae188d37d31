import { MAX_SHOWN_NAME, showLine, showNames } from './show.ts';
import { en } from './words/en.ts';
import type { Code, Facts, Sentence, Words } from './words/words.ts';

const NAME_FACTS = new Set(['name', 'typed', 'wanted', 'nearest', 'bot']);

/** The sentence of a code with its facts filled in, as plain text. A code without a sentence shows itself. */
export function sentence(code: Code | (string & {}), facts: Facts = {}, words: Words = en): string {
  const sentences: Readonly<Record<string, Sentence>> = { ...words.says, ...words.schedule.says };
  const known = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  return known === undefined ? fill(words.says.error, { reference: code }, words) : fill(known, facts, words);
}

/** Fills `{fact}` in, in one pass: what a name says in braces is never read as a fact. */
export function fill(template: Sentence, facts: Facts, words: Words = en): string {
  const text = typeof template === 'function' ? template(facts) : template;
  return text.replace(/\{(\w+)\}/g, (_, key: string) => showFact(key, facts[key], words));
}

function showFact(key: string, fact: Facts[string] | undefined, words: Words): string {
  if (fact === undefined) return '?';
  if (Array.isArray(fact)) {
    return showNames(fact, words.and, (count) => words.card.more.replace('{count}', words.number(count)));
  }
  if (typeof fact === 'number') return words.number(fact);
  return showLine(String(fact), NAME_FACTS.has(key) ? MAX_SHOWN_NAME : undefined);
}

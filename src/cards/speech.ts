import { fill } from './sentence.ts';
import type { Words } from './words/words.ts';

/** Characters of what a card says aloud. */
export const MAX_SPOKEN = 600;

/** A sentence, and of how many people it tells. */
export interface Spoken {
  readonly text: string;
  readonly people: number;
}

/** As many whole sentences as fit, and of how many people more there would be something to say. */
export function speech(title: string, sentences: readonly Spoken[], words: Words): string {
  for (let count = sentences.length; ; count -= 1) {
    const people = sentences.slice(count).reduce((sum, one) => sum + one.people, 0);
    const rest = people === 0 ? [] : [fill(words.card.speakMore, { count: people }, words)];
    const said = [`${title}.`, ...sentences.slice(0, count).map(({ text }) => text), ...rest].join(' ');
    if ([...said].length <= MAX_SPOKEN || count === 0) return said;
  }
}

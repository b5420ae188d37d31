/** A phrase is a row of words as Token.key spells them; tables of phrases are written as one line of text. */
export type Phrase = readonly string[];

/** 'please, thank you' → [['please'], ['thank', 'you']] */
export function phrases(table: string): readonly Phrase[] {
  return table.split(', ').map((phrase) => phrase.split(' '));
}

export function standsAt(keys: readonly string[], at: number, phrase: Phrase): boolean {
  return at >= 0 && phrase.every((word, i) => keys[at + i] === word);
}

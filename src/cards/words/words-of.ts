import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { Words } from './words.ts';

export type Language = 'en' | 'de' | 'fr' | 'es' | 'ja';

export const LANGUAGES: Readonly<Record<Language, Words>> = { en, de, fr, es, ja };

/** `locale` as channels tell it: a BCP 47 tag such as `de-AT`, or nothing. */
export function languageOf(locale: string | undefined): Language {
  const [primary = ''] = (locale ?? '').toLowerCase().split(/[-_]/);
  return Object.hasOwn(LANGUAGES, primary) ? (primary as Language) : 'en';
}

/** The words of a person's language; English where hers is unknown, or none of ours. */
export function wordsOf(locale: string | undefined): Words {
  return LANGUAGES[languageOf(locale)];
}

import type { CommandName } from '../command.ts';
import { COMMANDS } from '../declarations.ts';
import type { PlainText } from '../plain-text.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Shown } from './grammar.ts';
import { JAPANESE_VERBS, readJapanese, SHOWN_IN_JAPANESE } from './ja.ts';
import { readerOf } from './reader.ts';
import type { IsTime } from './times/time-words.ts';

const GRAMMARS = [de, fr, es];
const READERS = GRAMMARS.map((grammar) => ({ language: grammar.language, read: readerOf(grammar) }));
const SHOWN: ReadonlyMap<string, readonly Shown[]> = new Map([
  ...GRAMMARS.map(({ language, shown }) => [language, shown] as const),
  ['ja', SHOWN_IN_JAPANESE],
]);

/** No command is longer than this with its message, and some patterns take their time with more. */
const MAX_CHARACTERS = 4_000;

/**
 * A line in one of our other languages, said in English, so that there is one grammar of commands only; any other line as it
 * is. Names and messages stay as typed. `locale` is the speaker's: hers is tried first. `isTime` says whether English words are
 * about time; without it no times are looked for.
 */
export function inEnglish(
  plain: PlainText,
  botName: string,
  locale: string | undefined,
  isTime: IsTime = () => false,
): PlainText {
  if (plain.text.length > MAX_CHARACTERS) return plain;
  const own = languageOf(locale);
  const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(plain.text)
    ? readJapanese(plain.text, botName, isTime)
    : undefined;
  if (japanese !== undefined) return { ...plain, text: japanese };
  for (const { language, read } of READERS.toSorted(
    (a, b) => Number(b.language === own) - Number(a.language === own),
  )) {
    const text = read(plain, { botName, isAtHome: language === own, isTime });
    if (text !== undefined) return { ...plain, text };
  }
  return plain;
}

/** All commands as the help shows them in a language; English where it is none of ours. */
export function commandsIn(locale: string | undefined): readonly Shown[] {
  return SHOWN.get(languageOf(locale)) ?? COMMANDS;
}

/** What a command is called in a language. */
export function verbIn(locale: string | undefined, name: CommandName): string {
  const language = languageOf(locale);
  if (language === 'ja') return JAPANESE_VERBS[name];
  const grammar = GRAMMARS.find((one) => one.language === language);
  return grammar?.verbs[name][0]?.split(', ')[0] ?? name;
}

function languageOf(locale: string | undefined): string {
  return (locale ?? '').toLowerCase().split(/[-_]/)[0] ?? '';
}

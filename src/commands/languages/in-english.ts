import type { CommandName } from '../command.ts';
import { COMMANDS } from '../declarations.ts';
import type { PlainText } from '../plain-text.ts';
import { inOrder, orderIn } from './calling-order.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Shown } from './grammar.ts';
import { JAPANESE_VERBS, readJapanese, SHOWN_IN_JAPANESE } from './ja.ts';
import { readerOf } from './reader.ts';

const GRAMMARS = [de, fr, es];
const READERS = GRAMMARS.map((grammar) => ({
  language: grammar.language,
  read: readerOf(grammar),
  saying: grammar.saying.flatMap((row) => row.split(', ')),
}));
const SHOWN: ReadonlyMap<string, readonly Shown[]> = new Map([
  ...GRAMMARS.map(({ language, shown }) => [language, shown] as const),
  ['ja', SHOWN_IN_JAPANESE],
]);

/** No command is longer than this with its message, and some patterns take their time with more. */
const MAX_CHARACTERS = 4_000;

/**
 * A line in one of our other languages, said in English, so that there is one grammar of commands only; any other line as it
 * is. Names and messages stay as typed. `locale` is the speaker's: hers is tried first.
 */
export function inEnglish(plain: PlainText, botName: string, locale: string | undefined): PlainText {
  if (plain.text.length > MAX_CHARACTERS) return plain;
  const own = languageOf(locale);
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(plain.text)) {
    const read = (line: string) => readJapanese(line, botName);
    const text = inOrder(orderIn('ja', plain.text, ['伝言', 'メッセージ']), read) ?? read(plain.text);
    if (text !== undefined) return { ...plain, text };
  }
  for (const { language, read, saying } of READERS.toSorted(
    (a, b) => Number(b.language === own) - Number(a.language === own),
  )) {
    const order = orderIn(language, plain.text, saying);
    // "Sinon Bob" proves French, where "invite" alone does not.
    const isAtHome = language === own || (order !== undefined && order.others.length > 0);
    const readLine = (text: string) => read({ ...plain, text }, { botName, isAtHome });
    const text = inOrder(order, readLine) ?? readLine(plain.text);
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

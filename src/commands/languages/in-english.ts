import type { CommandName } from '../command.ts';
import { COMMANDS } from '../declarations.ts';
import { phrases } from '../phrases.ts';
import type { PlainText } from '../plain-text.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Shown } from './grammar.ts';
import { JAPANESE_VERBS, readJapanese, SHOWN_IN_JAPANESE } from './ja.ts';
import { fold, readerOf } from './reader.ts';
import { cutJapaneseTime } from './times/ja.ts';
import { type CutTime, type IsTime, timeCutterOf } from './times/time-words.ts';

const GRAMMARS = [de, fr, es];
const READERS = GRAMMARS.map((grammar) => ({
  language: grammar.language,
  read: readerOf(grammar),
  cutTime: timeCutterOf(
    grammar.times,
    grammar.saying.flatMap((row) => phrases(fold(row))),
  ),
}));
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
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(plain.text)) {
    const cut = cutJapaneseTime(plain.text, isTime);
    const english =
      withTime(plain, cut, (text) => readJapanese(text, botName)) ??
      asText(plain, readJapanese(plain.text, botName));
    if (english) return english;
  }
  for (const { language, read, cutTime } of READERS.toSorted(
    (a, b) => Number(b.language === own) - Number(a.language === own),
  )) {
    const isAtHome = language === own;
    // "Demain à 9h" proves French, where "invite" alone does not.
    const english =
      withTime(plain, cutTime(plain.text, isTime), (text) =>
        read({ ...plain, text }, { botName, isAtHome: true }),
      ) ?? asText(plain, read(plain, { botName, isAtHome }));
    if (english) return english;
  }
  return plain;
}

/** The same of a phrase about time that stands alone. */
export function timeInEnglish(text: string, locale: string | undefined, isTime: IsTime): string {
  const own = languageOf(locale);
  const cutters = READERS.toSorted((a, b) => Number(b.language === own) - Number(a.language === own));
  const cuts = [cutJapaneseTime, ...cutters.map(({ cutTime }) => cutTime)].map((cut) => cut(text, isTime));
  return cuts.find((cut) => cut && !/[\p{L}\p{N}]/u.test(cut.rest))?.english ?? text;
}

const asText = (plain: PlainText, text: string | undefined): PlainText | undefined =>
  text === undefined ? undefined : { ...plain, text };

/** The time goes in front of a command that can have one. */
function withTime(
  plain: PlainText,
  time: CutTime | undefined,
  read: (text: string) => string | undefined,
): PlainText | undefined {
  const command = time && read(time.rest);
  if (!time || !command || !/^(?:invite|again|remind) /.test(command)) return undefined;
  // "Rappelle-moi 5 minutes avant" is a reminder, without "avant" a call.
  const isAhead = / before$/.test(time.english);
  const text = `${time.english} ${isAhead ? command.replace(/^again /, 'remind ') : command}`;
  return { ...plain, text, typedTime: time.typed };
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

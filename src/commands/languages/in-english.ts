import type { CommandName } from '../command.ts';
import { COMMANDS } from '../declarations.ts';
import { phrases } from '../phrases.ts';
import type { PlainText } from '../plain-text.ts';
import { englishOf, inOrder, orderIn, type Said } from './calling-order.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fold } from './fold.ts';
import { fr } from './fr.ts';
import type { Shown } from './grammar.ts';
import { JAPANESE_VERBS, readJapanese, SHOWN_IN_JAPANESE } from './ja.ts';
import { readerOf, type Speaker } from './reader.ts';
import { cutJapaneseTime } from './times/ja.ts';
import { type CutTime, type IsTime, type TimeCutter, timeCutterOf } from './times/time-words.ts';

interface LanguageReader {
  readonly language: string;
  readonly read: (plain: PlainText, speaker: Speaker) => string | undefined;
  readonly cutTime: TimeCutter;
  readonly saying: readonly string[];
  /** A span, as one that begins now. */
  readonly fromNow: (span: string) => string;
}

const GRAMMARS = [de, fr, es];
const READERS: readonly LanguageReader[] = GRAMMARS.map((grammar) => ({
  language: grammar.language,
  read: readerOf(grammar),
  cutTime: timeCutterOf(
    grammar.times,
    grammar.saying.flatMap((row) => phrases(fold(row))),
  ),
  saying: grammar.saying.flatMap((row) => row.split(', ')),
  fromNow: (span) => `${grammar.fromNow} ${span}`,
}));
const JAPANESE: LanguageReader = {
  language: 'ja',
  read: ({ text }, speaker) => readJapanese(text, speaker),
  cutTime: cutJapaneseTime,
  saying: ['伝言', 'メッセージ'],
  fromNow: (span) => `${span}後`,
};
const SHOWN: ReadonlyMap<string, readonly Shown[]> = new Map([
  ...GRAMMARS.map(({ language, shown }) => [language, shown] as const),
  ['ja', SHOWN_IN_JAPANESE],
]);

/** No command is longer than this with its message, and some patterns take their time with more. */
const MAX_CHARACTERS = 4_000;

/**
 * A line in one of our other languages, said in English, so that there is one grammar of commands only; any other line as it
 * is. Names and messages stay as typed. `locale` is the speaker's: hers is tried first. `isTime` says whether English words are
 * about time, `isEnd` whether they may stand behind "until"; without them no times are looked for.
 */
export function inEnglish(
  plain: PlainText,
  botName: string,
  locale: string | undefined,
  isTime: IsTime = () => false,
  isEnd: IsTime = () => false,
): PlainText {
  if (plain.text.length > MAX_CHARACTERS) return plain;
  const own = languageOf(locale);
  const isJapanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(plain.text);
  const readers = [
    ...(isJapanese ? [JAPANESE] : []),
    ...READERS.toSorted((a, b) => Number(b.language === own) - Number(a.language === own)),
  ];
  for (const { language, read, cutTime, saying, fromNow } of readers) {
    const order = orderIn(language, plain.text, saying);
    // "Sinon Bob" proves French, as "demain à 9h" does, where "invite" alone does not.
    const isAtHome = language === own || (order !== undefined && order.others.length > 0);
    const inEnglish: Speaker['inEnglish'] = (opener, typed) => {
      const cut = opener === 'until' ? cutTime(typed, isEnd) : cutTime(fromNow(typed), isTime);
      return `${opener} ${cut && isAll(cut) ? cut.english.replace(/^in /, opener === 'for' ? '' : '$&') : typed}`;
    };
    const speaker = { botName, isAtHome, inEnglish };
    const say = (line: string): Said | undefined => {
      const time = cutTime(line, isTime);
      const command = time && read({ ...plain, text: time.rest }, { ...speaker, isAtHome: true });
      if (time && command && MAY_HAVE_TIME.test(command)) return { text: command, times: [time] };
      const text = read({ ...plain, text: line }, speaker);
      return text === undefined ? undefined : { text, times: [] };
    };
    const said = inOrder(order, say, (line) => cutTime(line, isTime)) ?? say(plain.text);
    if (said) return withTimes(plain, said);
  }
  return plain;
}

const MAY_HAVE_TIME = /^(?:invite|again|remind|ring) /;

/** Nothing but time was said. */
const isAll = ({ rest }: CutTime): boolean => !/[\p{L}\p{N}]/u.test(rest);

/** The same of a phrase about time that stands alone. */
export function timeInEnglish(text: string, locale: string | undefined, isTime: IsTime): string {
  const own = languageOf(locale);
  const cutters = READERS.toSorted((a, b) => Number(b.language === own) - Number(a.language === own));
  const cuts = [JAPANESE, ...cutters].map(({ cutTime }) => cutTime(text, isTime));
  return cuts.find((cut) => cut && isAll(cut))?.english ?? text;
}

/** The times go in front of the command. */
function withTimes(plain: PlainText, { text, times }: Said): PlainText {
  if (times.length === 0) return { ...plain, text };
  // "Rappelle-moi 5 minutes avant" is a reminder, without "avant" a call.
  const english = englishOf(times);
  const isAhead = / before$/.test(english);
  const command = isAhead ? text.replace(/^again /, 'remind ') : text;
  return { ...plain, text: `${english} ${command}`, typedTime: times.map(({ typed }) => typed).join(' ') };
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

import type { CommandName } from '../command.ts';
import { COMMANDS } from '../declarations.ts';
import { type Phrase, phrases, standsAt } from '../phrases.ts';
import type { PlainText } from '../plain-text.ts';
import { type Token, tokenize } from '../tokens.ts';
import { indexVerbs } from '../verbs.ts';
import { fold, foldRow } from './fold.ts';
import type { Grammar } from './grammar.ts';

/** What else is known about a line. */
export interface Speaker {
  readonly botName: string;
  /** The speaker's own language is this one: what could also be English is meant in it. */
  readonly isAtHome: boolean;
  /** Words about an end (`until`) or a length (`for`) in English; as they were typed where they are none. */
  readonly inEnglish: (opener: 'until' | 'for', typed: string) => string;
}

const ENGLISH = indexVerbs(COMMANDS);
/** Those that say nothing but themselves. */
const ALONE: ReadonlySet<CommandName> = new Set(['who', 'end', 'unblock', 'forget', 'help', 'scheduled']);

/**
 * Reads lines of one language: says in English what was said, names and messages as they were typed. Undefined: no command of
 * this language, or one that English reads as it stands.
 */
export function readerOf(grammar: Grammar): (plain: PlainText, speaker: Speaker) => string | undefined {
  const { and, me, everybody, her, them, before, padding, not } = grammar;
  const { marks = '', apart = (beginning: string) => beginning } = grammar;
  const verbs = indexVerbs(
    Object.entries(grammar.verbs).map(([name, lines]) => ({
      name: name as CommandName,
      verbs: lines.flatMap((line) => fold(line).split(', ')).map((verb) => verb.replace(/^…/, ' …')),
    })),
  );
  const [front, behind, saying, of] = [grammar.front, grammar.behind, grammar.saying, [grammar.of]].map(
    longestFirst,
  );
  const [UNTIL, LASTING] = [grammar.until, grammar.lasting].map((row) => longestFirst([row]));
  const around = longestFirst([...grammar.behind, ...grammar.where]);
  /** What may stand at both ends may also stand in the middle: "rufe bitte Bob an". */
  const anywhere = (front ?? []).filter((one) => behind?.some((other) => other.join(' ') === one.join(' ')));
  const [ABOUT, EXCEPT] = [grammar.about, grammar.except].map((row) => longestFirst([row]));
  const [AND, ME, EVERYBODY, HER, THEM, BEFORE, PADDING, NOT, MARKS] = [
    and,
    me,
    everybody,
    her,
    them,
    before,
    padding,
    not,
    marks,
  ].map(foldRow);

  return ({ text: typed }, speaker) => {
    const politely = [fold(speaker.botName).split(/\s+/).filter(Boolean), ...(front ?? [])];
    const cut = (line: string) => stripBehind(stripFront(tokenize(line).map(folded), politely), behind);
    const tokens = cut(typed);
    const said = findPhrase(tokens, saying ?? []);
    const message = said ? ` saying ${typed.slice(said.end)}` : '';
    const telling = said ? typed.slice(0, said.start) : typed;
    const text = takenApart(telling, tokens, apart);
    const whole = text === typed ? tokens : cut(text);
    const subject = findSubject(whole);
    const isAbout = subject && read(text, subject.around, message, speaker, ` to ${subject.text}`);
    return isAbout?.startsWith('invite ') ? isAbout : read(text, whole, message, speaker);
  };

  /** `to "Launch"`, behind somebody's name or in front of a verb that stands last. */
  function findSubject(tokens: readonly Token[]) {
    const keys = tokens.map(({ key }) => key);
    for (const [at, quoted] of tokens.entries()) {
      const phrase = quoted.kind === 'quoted' && ABOUT?.find((one) => standsAt(keys, at - one.length, one));
      const from = phrase ? at - phrase.length : 0;
      const before = tokens[from - 1];
      if (!before) continue;
      const verb = verbs.find(keys.slice(0, from));
      // "Llama a «Smith, John»", "a Bob y a «Smith, John»": somebody.
      const isFirst = verb !== undefined && verb.to === verb.from;
      if (before.kind === 'separator' || AND?.has(before.key) || isFirst) continue;
      return { around: [...tokens.slice(0, from), ...tokens.slice(at + 1)], text: `"${quoted.text}"` };
    }
    return undefined;
  }

  function read(
    text: string,
    whole: readonly Token[],
    message: string,
    { isAtHome, inEnglish }: Speaker,
    subject = '',
  ): string | undefined {
    // "Lade Mary ein zur Konferenz", but "nimm Bob aus der Konferenz": the longer verb wins.
    const found = [whole, stripBehind(whole, around)]
      .flatMap((telling) => {
        const keys = telling.map(({ key }) => key);
        const verb = verbs.find(keys) ?? (isAtHome ? verbs.findSlip(keys) : undefined);
        return verb ? [{ telling, verb, size: telling.length - verb.to + verb.from }] : [];
      })
      .toSorted((a, b) => b.size - a.size)[0];
    if (!found) return undefined;
    const { telling, verb } = found;
    const keys = telling.map(({ key }) => key);
    const isShared = ENGLISH.find(keys) !== undefined;
    // "At 9 ET" is no French.
    const hasMark = keys.some(
      (key, at) => MARKS?.has(key) && !/^(?:\d.*|[ap]m|noon)$/.test(keys[at - 1] ?? ''),
    );
    const isMarked = marks !== '' && (message !== '' || hasMark);
    if (isShared && !isAtHome && !isMarked) return undefined;
    const about = stripFront(stripBehind(telling.slice(verb.from, verb.to), around, 0), anywhere);
    if (about.some(({ key }) => NOT?.has(key))) return undefined;
    // "Rappelle-moi demain" is to ring me again, "rappelle-moi demain de …" to remind me.
    const isReminder = ME?.has(about[0]?.key ?? '') && lengthOfOpener(about, 1) !== undefined;
    const meant = verb.name === 'again' && isReminder ? 'remind' : verb.name;
    const name = COMMANDS.find((one) => one.name === meant)?.verbs[0] ?? '';
    const isPadding = ({ kind, key }: Token) => kind === 'separator' || key === '' || PADDING?.has(key);
    if (ALONE.has(verb.name)) return verb.name === 'help' || about.every(isPadding) ? name : undefined;
    if (meant === 'block') return `${name} ${lastingOf(about)}`.trimEnd();
    if (meant === 'remind') {
      const { names, words } = splitWords(about);
      return `${name} ${namesOf(names)}${words}${message}`;
    }
    const except = findPhrase(about, EXCEPT ?? []);
    const names = except
      ? `${namesOf(about.slice(0, except.at))} except ${namesOf(about.slice(except.at + except.length))}`
      : namesOf(about);
    return `${name} ${names}${subject}${message}`;

    /** "bis 15 Uhr", "für 2 Stunden", "2 Stunden lang", "heute" */
    function lastingOf(said: readonly Token[]): string {
      const typed = (some: readonly Token[]) => text.slice(some[0]?.start, some.at(-1)?.end);
      const end = stripFront(said, UNTIL ?? []);
      if (end.length === 0) return '';
      if (end.length < said.length) return inEnglish('until', typed(end));
      const length = stripBehind(stripFront(said, LASTING ?? []), LASTING, 1);
      if (length.length < said.length) return inEnglish('for', typed(length));
      return inEnglish('until', typed(said)).replace('until ', '');
    }

    /** A reminder's words as they were typed: "daran, dass …", "d'appeler Bob". */
    function splitWords(named: readonly Token[]): {
      readonly names: readonly Token[];
      readonly words: string;
    } {
      const at = named.findIndex(
        ({ kind }, i) => i > 0 && (kind === 'quoted' || lengthOfOpener(named, i) !== undefined),
      );
      const behindNames = at < 0 ? [] : named.slice(at);
      const opener = lengthOfOpener(behindNames, 0) ?? { tokens: 0, characters: 0 };
      const behindOf = withoutNoise(behindNames.slice(opener.tokens));
      const [first, last] = [behindOf[0], behindOf.at(-1)];
      if (!first || !last) return { names: at < 0 ? named : named.slice(0, at), words: '' };
      const isQuoted = behindOf.length === 1 && first.kind === 'quoted';
      const words = text.slice(first.start + opener.characters, last.end);
      return { names: named.slice(0, at), words: isQuoted ? ` ${words}` : ` to ${words}` };
    }

    function lengthOfOpener(
      named: readonly Token[],
      at: number,
    ): { readonly tokens: number; readonly characters: number } | undefined {
      const keys = named.map(({ key }) => key);
      const phrase = of?.find((one) => standsAt(keys, at, one));
      if (phrase) return { tokens: phrase.length, characters: 0 };
      const elided = of?.find(([word = '']) => word.endsWith("'") && keys[at]?.startsWith(word));
      return elided && { tokens: 0, characters: elided[0]?.length ?? 0 };
    }

    function namesOf(named: readonly Token[]): string {
      const words = named.map(({ key }) => key).join(' ');
      if (EVERYBODY?.has(words)) return 'everybody';
      const bare = BEFORE?.has(named[0]?.key ?? '') ? words.slice(words.indexOf(' ') + 1) : words;
      if (HER?.has(words) || HER?.has(bare)) return 'her';
      if (THEM?.has(words) || THEM?.has(bare)) return 'them';
      const pieces = named.map(({ kind, key, start, end }, i) => {
        if (kind !== 'word') return text.slice(start, end);
        if (AND?.has(key)) return ',';
        if (ME?.has(key)) return 'me';
        const previous = named[i - 1];
        const isFirst =
          previous === undefined || previous.kind === 'separator' || AND?.has(previous.key) === true;
        const isOnly = named[i + 1] === undefined || named[i + 1]?.kind === 'separator';
        return isFirst && !isOnly && BEFORE?.has(key) ? '' : text.slice(start, end);
      });
      return pieces.filter((piece) => piece !== '').join(' ');
    }
  }
}

/** Only what stands in front may be a verb with a pronoun: names and messages stay as they are. */
function takenApart(text: string, tokens: readonly Token[], apart: (beginning: string) => string): string {
  const [first, last] = [tokens[0], tokens[Math.min(2, tokens.length - 1)]];
  if (!first || !last || last.end > text.length) return text;
  return text.slice(0, first.start) + apart(text.slice(first.start, last.end)) + text.slice(last.end);
}

function folded(token: Token): Token {
  return { ...token, key: fold(token.key) };
}

function longestFirst(rows: readonly string[]): readonly Phrase[] {
  return rows.flatMap((row) => phrases(fold(row))).toSorted((a, b) => b.length - a.length);
}

function isNoise(token: Token | undefined): boolean {
  return token?.kind === 'separator' || (token?.kind === 'word' && token.key === '');
}

function stripFront(tokens: readonly Token[], front: readonly Phrase[]): readonly Token[] {
  const keys = tokens.map(({ key }) => key);
  let from = 0;
  while (from < tokens.length) {
    const phrase = front.find((one) => one.length > 0 && standsAt(keys, from, one));
    const length = phrase?.length ?? (isNoise(tokens[from]) ? 1 : 0);
    if (length === 0) break;
    from += length;
  }
  return tokens.slice(from);
}

function stripBehind(tokens: readonly Token[], behind: readonly Phrase[] = [], least = 1): readonly Token[] {
  const keys = tokens.map(({ key }) => key);
  let to = tokens.length;
  while (to > 0) {
    const phrase = behind.find((one) => to - one.length >= least && standsAt(keys, to - one.length, one));
    const length = phrase?.length ?? (isNoise(tokens[to - 1]) ? 1 : 0);
    if (length === 0) break;
    to -= length;
  }
  return tokens.slice(0, to);
}

function withoutNoise(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex((token) => !isNoise(token));
  return first < 0 ? [] : tokens.slice(first);
}

/** Where a phrase stands that is not the beginning: among the tokens, and in the text. */
function findPhrase(
  tokens: readonly Token[],
  all: readonly Phrase[],
):
  | { readonly at: number; readonly length: number; readonly start: number; readonly end: number }
  | undefined {
  const keys = tokens.map(({ key }) => key);
  for (let at = 1; at < tokens.length; at += 1) {
    const phrase = all.find((one) => standsAt(keys, at, one));
    const last = phrase && tokens[at + phrase.length - 1];
    if (last) return { at, length: phrase.length, start: tokens[at]?.start ?? 0, end: last.end };
  }
  return undefined;
}

import type { CommandName } from '../command.ts';
import { COMMANDS } from '../declarations.ts';
import { type Phrase, phrases, standsAt } from '../phrases.ts';
import type { PlainText } from '../plain-text.ts';
import { type Token, tokenize } from '../tokens.ts';
import { indexVerbs } from '../verbs.ts';
import type { Grammar } from './grammar.ts';

/** What else is known about a line. */
export interface Speaker {
  readonly botName: string;
  /** The speaker's own language is this one: what could also be English is meant in it. */
  readonly isAtHome: boolean;
}

const ENGLISH = indexVerbs(COMMANDS);
/** Those that say nothing but themselves. */
const ALONE: ReadonlySet<CommandName> = new Set(['who', 'end', 'forget', 'help', 'scheduled']);

/**
 * Reads lines of one language: says in English what was said, names and messages as they were typed. Undefined: no command of
 * this language, or one that English reads as it stands.
 */
export function readerOf(grammar: Grammar): (plain: PlainText, speaker: Speaker) => string | undefined {
  const { and, me, everybody, before, padding, not, marks = '', apart = (text: string) => text } = grammar;
  const verbs = indexVerbs(
    Object.entries(grammar.verbs).map(([name, lines]) => ({
      name: name as CommandName,
      verbs: lines.flatMap((line) => fold(line).split(', ')).map((verb) => verb.replace(/^…/, ' …')),
    })),
  );
  const [front, behind, saying, of] = [grammar.front, grammar.behind, grammar.saying, [grammar.of]].map(
    longestFirst,
  );
  const around = longestFirst([...grammar.behind, ...grammar.where]);
  /** What may stand at both ends may also stand in the middle: "rufe bitte Bob an". */
  const anywhere = (front ?? []).filter((one) => behind?.some((other) => other.join(' ') === one.join(' ')));
  const [AND, ME, EVERYBODY, BEFORE, PADDING, NOT, MARKS] = [
    and,
    me,
    everybody,
    before,
    padding,
    not,
    marks,
  ].map((row) => new Set(fold(row).split(', ')));

  return ({ text: typed }, { botName, isAtHome }) => {
    const text = apart(typed);
    const bot = fold(botName).split(/\s+/).filter(Boolean);
    const tokens = stripBehind(stripFront(tokenize(text).map(folded), [bot, ...(front ?? [])]), behind);
    const said = findPhrase(tokens, saying ?? []);
    const whole = said ? tokens.slice(0, said.at) : tokens;
    // "Lade Mary ein zur Konferenz", but "nimm Bob aus der Konferenz": the longer verb wins.
    const found = [whole, stripBehind(whole, around)]
      .flatMap((telling) => {
        const verb = verbs.find(telling.map(({ key }) => key));
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
    const isMarked = marks !== '' && (said !== undefined || hasMark);
    if (isShared && !isAtHome && !isMarked) return undefined;
    const about = stripFront(stripBehind(telling.slice(verb.from, verb.to), around, 0), anywhere);
    if (about.some(({ key }) => NOT?.has(key))) return undefined;
    // "Rappelle-moi demain" is to ring me again, "rappelle-moi demain de …" to remind me.
    const isReminder = ME?.has(about[0]?.key ?? '') && lengthOfOpener(about, 1) !== undefined;
    const meant = verb.name === 'again' && isReminder ? 'remind' : verb.name;
    const name = COMMANDS.find((one) => one.name === meant)?.verbs[0] ?? '';
    const isPadding = ({ kind, key }: Token) => kind === 'separator' || key === '' || PADDING?.has(key);
    if (ALONE.has(verb.name)) return verb.name === 'help' || about.every(isPadding) ? name : undefined;
    const message = said ? ` saying ${text.slice(said.end)}` : '';
    if (meant !== 'remind') return `${name} ${namesOf(about)}${message}`;
    const { names, words } = splitWords(about);
    return `${name} ${namesOf(names)}${words}${message}`;

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
  };
}

/** Lower case, without accents: "termine" is typed for "terminé", "llamame" for "llámame". */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
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

/** Where a phrase stands that begins the message, and where the message begins. */
function findPhrase(
  tokens: readonly Token[],
  saying: readonly Phrase[],
): { readonly at: number; readonly end: number } | undefined {
  const keys = tokens.map(({ key }) => key);
  for (let at = 1; at < tokens.length; at += 1) {
    const phrase = saying.find((one) => standsAt(keys, at, one));
    const last = phrase && tokens[at + phrase.length - 1];
    if (last) return { at, end: last.end };
  }
  return undefined;
}

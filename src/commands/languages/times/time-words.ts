import { type Phrase, standsAt } from '../../phrases.ts';
import { cardinal, fold, isNumeric, isZoneWord, MONTHS } from '../../times/index.ts';
import { type Token, tokenize } from '../../tokens.ts';

/** How a language with spaces says times, in English words. */
export interface TimeGrammar {
  /** `phrases = english`, one line each; phrases in lower case without accents, several separated by commas. */
  readonly words: string;
  /** What has another order in English, in turn. They see the translated words with a space on either side. */
  readonly rewrites: readonly Rewrite[];
}

export type Rewrite = readonly [
  pattern: RegExp,
  after: string | ((found: string, ...groups: string[]) => string),
];

/** A line without its phrases about time, which are said in English. */
export interface CutTime {
  readonly rest: string;
  readonly english: string;
  readonly typed: string;
}

export type IsTime = (words: readonly string[]) => boolean;
/** Undefined: it has none, or none that English would not read as it stands. */
export type TimeCutter = (text: string, isTime: IsTime) => CutTime | undefined;

interface Stretch {
  readonly words: readonly string[];
  /** Tokens [from, to). */
  readonly from: number;
  readonly to: number;
}

/** No phrase is longer. */
const LONGEST = 16;

/**
 * Cuts out of a line of that language, as far as it is no message (`saying`), the phrases about time: the longest that are one
 * when they are said in English, which `isTime` decides. So "Mai" is somebody, and "am 5. Mai um 9" is a time.
 */
export function timeCutterOf({ words, rewrites }: TimeGrammar, saying: readonly Phrase[]): TimeCutter {
  const table = new Map<string, string>();
  for (const line of words.trim().split('\n')) {
    const [phrases = '', english = ''] = line.split(' = ').map((side) => side.trim());
    for (const phrase of phrases.split(', ')) table.set(phrase, english);
  }
  const longest = Math.max(...[...table.keys()].map((phrase) => phrase.split(' ').length));

  /** One word for each token that is about time; those that a phrase has taken in are empty. */
  function translate(tokens: readonly Token[]): readonly (string | undefined)[] {
    const keys = tokens.map(({ kind, key }) => (kind === 'word' ? fold(key) : undefined));
    const said: (string | undefined)[] = [];
    while (said.length < tokens.length) {
      const at = said.length;
      const size = Array.from({ length: Math.min(longest, tokens.length - at) }, (_, i) => i + 1).findLast(
        (count) => table.has(keys.slice(at, at + count).join(' ')),
      );
      if (size !== undefined) {
        said.push(
          table.get(keys.slice(at, at + size).join(' ')),
          ...Array.from({ length: size - 1 }, () => ''),
        );
      } else said.push(asItIs(tokens[at]));
    }
    return said;
  }

  function find(tokens: readonly Token[], isTime: IsTime): readonly Stretch[] {
    const said = translate(tokens);
    // What is the same in English, English reads.
    const isForeign = tokens.map(({ key }, at) => said[at] !== undefined && said[at] !== fold(key));
    const found: Stretch[] = [];
    for (let from = 0; from < tokens.length; from += 1) {
      let end = from;
      while (end - from < LONGEST && said[end] !== undefined) end += 1;
      const isTried = said[from] && isForeign.slice(from, end).includes(true);
      for (let to = isTried ? end : from; to > from; to -= 1) {
        const english = rewritten(said.slice(from, to));
        if (!isTime(english)) continue;
        found.push({ words: english, from, to });
        from = to - 1;
        break;
      }
    }
    return found;
  }

  return (text, isTime) => {
    const tokens = tokenize(text);
    const keys = tokens.map(({ key }) => fold(key));
    const message = tokens.findIndex((_, at) => saying.some((phrase) => standsAt(keys, at, phrase)));
    const found = find(message < 0 ? tokens : tokens.slice(0, message), isTime);
    const english = found.flatMap(({ words: said }) => said).join(' ');
    const typed = found.map(({ from, to }) => text.slice(tokens[from]?.start, tokens[to - 1]?.end));
    if (english === found.flatMap(({ from, to }) => keys.slice(from, to)).join(' ')) return undefined;
    let [rest, done] = ['', 0];
    for (const { from, to } of found) {
      rest += text.slice(done, tokens[from]?.start);
      done = tokens[to - 1]?.end ?? done;
    }
    return { rest: rest + text.slice(done), english, typed: typed.join(' ') };
  };

  function rewritten(said: readonly (string | undefined)[]): readonly string[] {
    const text = ` ${said.filter(Boolean).join(' ')} `;
    const english = rewrites.reduce(
      (before, [pattern, after]) =>
        typeof after === 'string' ? before.replace(pattern, after) : before.replace(pattern, after),
      text,
    );
    return english.split(/\s+/).filter((word) => word !== '');
  }
}

/** Numbers and towns are the same everywhere. "14." keeps its point, which makes it the fourteenth. */
function asItIs(token: Token | undefined): string | undefined {
  if (token?.kind === 'separator') return token.text === ',' ? '' : undefined;
  if (token?.kind !== 'word') return undefined;
  if (/^\d{1,2}\.(?:\d{1,2}\.(?:\d{4})?)?$/.test(token.text)) return token.text;
  const key = fold(token.key);
  return isNumeric(key) || isZoneWord(key) ? key : undefined;
}

/** "3" → "march" */
export function monthName(month: string): string {
  return MONTHS[Number(month) - 1] ?? '';
}

/** "halb zehn" is half past nine. */
export function halfBefore(hour: string): string {
  const before = (cardinal(hour) ?? 0) - 1;
  return `${before || 12}:30`;
}

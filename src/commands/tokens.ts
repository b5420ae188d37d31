/** Cuts a plain line into words, quotes, addresses, mentions and separators, in time linear in its length. */
import { isMentionCharacter } from './plain-text.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'address' | 'mention' | 'separator';
  /** Without the quotes or angle brackets around it. */
  readonly text: string;
  /** How commands compare words: lower case, straight apostrophes, no Markdown or punctuation around. Empty: no word. */
  readonly key: string;
  /** Where it stands in the line: [start, end). */
  readonly start: number;
  readonly end: number;
}

/** What closes a quote, by what opens it. Keyboards and languages mix them: „so“, »so«, «so», "so”. */
export const QUOTES: Readonly<Record<string, string>> = {
  '"': '"”',
  '“': '”"',
  '”': '”"',
  '„': '“”"',
  '«': '»',
  '»': '«',
  '‹': '›',
  '›': '‹',
  '「': '」',
  '『': '』',
  '＂': '＂',
  "'": "'’",
  '‘': "’'",
  '’': '’',
  '‚': '‘’',
  '`': "`'´",
};
/** These are apostrophes too: they open only in front of a word and close only behind one. */
const APOSTROPHES = "'‘’‚`´";
const BOUNDARY = /[\s,;.!?:，、；،)]/;

const SPACE = /[^\S\n]+/y;
const SEPARATOR = /[,;\n，、；،]/y;
const ADDRESS_IN_BRACKETS = /<[^\S\n]*((?:sips?|tel):[^<>\n\uE000-\uF8FF]*)>/iy;
/** Numbers are written in groups. A group is taken as a whole: half of "1234x" would ring somebody else. */
const TEL =
  /(?:tel:|\+(?=[\d(]))[^\s,;<>"“”«»，、；，\uE000-\uF8FF]*(?:[^\S\n]+(?:[/-][^\S\n]*)?[\d(][^\s,;<>"“”«»，、；，\uE000-\uF8FF]*)*/iy;
const SIP = /sips?:[^\s,<>"“”«»，、；،\uE000-\uF8FF]*/iy;
const WORD = /(?:(?!<[^\S\n]*(?:sips?|tel):)[^\s,;，、；،"“”„«»‹›「」『』＂\uE000-\uF8FF])+/iy;
/** Fewer digits are no telephone number: "+1" is one more guest. */
const FEWEST_DIGITS = 6;

export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const closing = closingFinder(text);
  let at = 0;
  const push = (kind: Token['kind'], content: string, end: number) => {
    const key = kind === 'word' ? wordKey(content) : '';
    tokens.push({ kind, text: content, key, start: at, end });
    at = end;
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };

  while (at < text.length) {
    const space = match(SPACE);
    if (space) {
      at += space[0].length;
      continue;
    }
    const character = text.charAt(at);
    if (match(SEPARATOR)) {
      push('separator', character, at + 1);
      continue;
    }
    if (isMentionCharacter(character)) {
      push('mention', character, at + 1);
      continue;
    }
    const close = closing(at);
    if (close !== undefined) {
      push('quoted', text.slice(at + 1, close), close + 1);
      continue;
    }
    const bracketed = match(ADDRESS_IN_BRACKETS);
    if (bracketed) {
      push('address', tidyAddress(bracketed[1] ?? ''), at + bracketed[0].length);
      continue;
    }
    const bare = match(SIP) ?? match(TEL);
    if (bare && (!bare[0].startsWith('+') || bare[0].replace(/\D/g, '').length >= FEWEST_DIGITS)) {
      push('address', tidyAddress(bare[0].replace(/^\+/, 'tel:+')), at + bare[0].length);
      continue;
    }
    const word = match(WORD);
    if (word) push('word', word[0], at + word[0].length);
    else at += 1; // a quote that nothing closes, or a bracket that opens nothing
  }
  return tokens;
}

function wordKey(word: string): string {
  return word
    .toLowerCase()
    .replace(/[‘’´`]/g, "'")
    .replace(/^[^\p{L}\p{N}&+]+/u, '')
    .replace(/(?<=[\p{L}\p{N}&+])[^\p{L}\p{N}&+]+$/u, '');
}

/** As people write numbers into text, and punctuation that belongs to the sentence. */
function tidyAddress(address: string): string {
  const trimmed = address.trim().replace(/(?<![.,;!?])[.,;!?]+$/, '');
  return /^tel:/i.test(trimmed) ? trimmed.replace(/\(0\)|[\s/]/g, '') : trimmed;
}

/**
 * Where the quote closes that opens at a place, or undefined. A quote sign that was once not found will not be found further
 * on either; remembering this keeps a line of ten thousand opening quotes linear.
 */
function closingFinder(text: string): (at: number) => number | undefined {
  const hopeless = new Set<string>();
  return (at) => {
    const open = text.charAt(at);
    const closers = QUOTES[open];
    if (closers === undefined || hopeless.has(open)) return undefined;
    const apostrophe = APOSTROPHES.includes(open);
    if (apostrophe && at > 0 && !/[\s,;(<，、；،\uE000-\uF8FF]/.test(text.charAt(at - 1))) return undefined;
    for (let i = at + 1; i < text.length; i += 1) {
      if (!closers.includes(text.charAt(i))) continue;
      if (!apostrophe || i + 1 === text.length || BOUNDARY.test(text.charAt(i + 1))) return i;
    }
    hopeless.add(open);
    return undefined;
  };
}

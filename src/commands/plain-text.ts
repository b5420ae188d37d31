/**
 * Takes off what a chat client adds to a line: tags, entities, Markdown around links, control characters. What is left is
 * what the person sees, with each mention as one character, so that later steps can cut the text without cutting a name.
 */
import type { Mention, MessageContext } from './command.ts';

export interface PlainText {
  readonly text: string;
  /** The mention that a character of the private use area stands for: U+E000 is the first. */
  readonly mentions: readonly { readonly id?: string; readonly name: string }[];
  /** The words about time as they were typed, where `text` says them in another language. */
  readonly typedTime?: string;
}

const FIRST = 0xe000;
const LAST = 0xf8ff;

export function isMentionCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  return code >= FIRST && code <= LAST;
}

export function mentionAt(plain: PlainText, character: string): PlainText['mentions'][number] | undefined {
  return plain.mentions[character.charCodeAt(0) - FIRST];
}

/** A piece of the text with the names of the mentions in it, for toasts. */
export function withNames(plain: PlainText, piece: string): string {
  return piece.replace(/[\uE000-\uF8FF]/g, (character) => mentionAt(plain, character)?.name ?? '');
}

export function toPlainText(text: string, { mentions = [], bot }: MessageContext): PlainText {
  const found: { id?: string; name: string }[] = [];
  const place = (mention: { id?: string; name: string }): string => {
    if (FIRST + found.length > LAST) return ' ';
    const name = cleanLine(mention.name);
    found.push(mention.id === undefined ? { name } : { id: mention.id, name });
    return String.fromCharCode(FIRST + found.length - 1);
  };
  const stand = (mention: Mention): string => (mention.id === bot?.id ? ' ' : place(mention));

  let rest = text.replace(/[\uE000-\uF8FF]/g, '');
  for (const [written, named] of byText(mentions)) {
    // Two people of one name are written alike; the channel lists them in the order of the text. A bare name may also be
    // the beginning of a longer one, so only as many are mentions as were listed.
    const most = written.startsWith('<') ? Number.POSITIVE_INFINITY : named.length;
    rest = rest.split(written).reduce((before, after, i) => {
      const mention = named[Math.min(i, named.length) - 1];
      return `${before}${mention && i <= most ? stand(mention) : written}${after}`;
    });
  }
  const byName = new Map(mentions.map((mention) => [nameKey(mention.name), mention]));
  const front = /^(?:\s|&nbsp;|<\/?(?:p|div|span)>)*/i.exec(rest)?.[0].length;
  rest = rest.replace(/<at\b[^<>]*>([^<>]*)<\/at>/gi, (_tag, inner: string, offset: number) => {
    const name = decodeEntities(inner).trim();
    const known = byName.get(nameKey(name));
    if (known) return stand(known);
    // Nobody said who this is: in front it can only be the bot, elsewhere it is a name.
    return offset === front || (bot && nameKey(bot.name) === nameKey(name)) ? ' ' : place({ name });
  });
  return { text: cleanText(decodeEntities(withoutMarkup(rest))), mentions: found };
}

function byText(mentions: readonly Mention[]): Map<string, Mention[]> {
  const longestFirst = mentions
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => b.text.length - a.text.length);
  return Map.groupBy(longestFirst, (mention) => mention.text);
}

const nameKey = (name: string): string => name.trim().toLowerCase();

/** Only tags that chat clients write; anything else between angle brackets is data, or an address. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<br\s*\/?>|<\/(?:p|div|li)>/gi, '\n')
    .replace(/<\/?(?:p|div|span|ul|ol|li|b|strong|i|em|u|s|a|code|pre|at)(?:\s[^<>]*)?>/gi, '')
    .replace(
      /\[([^[\]]*)\]\((sips?:|tel:|mailto:)([^()\s]*)\)/gi,
      (_link, label: string, scheme: string, to: string) =>
        scheme.toLowerCase() === 'mailto:' || label.toLowerCase().startsWith(scheme.toLowerCase())
          ? label
          : `${label} <${scheme}${to}>`,
    );
}

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(nbsp|amp|lt|gt|quot|apos));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0x10ffff || (code >= FIRST && code <= LAST) ? '' : String.fromCodePoint(code);
    },
  );
}

/** Line breaks stay; other control characters, and those that turn the direction of text or cannot be seen, go. */
function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\u200B\u2060\uFEFF\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}]/gu, (control) => (control === '\n' ? control : ' '))
    .trim();
}

function cleanLine(text: string): string {
  return cleanText(text.replace(/[\uE000-\uF8FF]/g, '')).replace(/\s+/g, ' ');
}

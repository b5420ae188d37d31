/** What may follow the names of an invite: `to "Standup"`, then `saying "Join us"`, which takes all that is left. */
import { phrases, standsAt } from './phrases.ts';
import { type PlainText, withNames } from './plain-text.ts';
import { QUOTES, type Token } from './tokens.ts';

const SAYING = [
  ...phrases(
    'saying, and saying, and say, to say, with message, with the message, with a message, with the words',
  ),
  ...phrases(
    'with the note, with a note, with the text, and tell her, and tell him, and tell them, telling her, telling him',
  ),
  ...phrases('telling them, tell her, tell him, tell them, and write'),
];
const TO = new Set(['to', 'into']);
/** These begin a subject in front of quotes only. */
const ABOUT = new Set(['for', 'about', 'on', 'in']);
const ARTICLE = new Set(['the', 'this', 'that', 'our', 'my', 'a', 'an', "today's"]);
/** "to the call" says nothing that the thread does not know. */
const NOTHING_NEW = new Set(
  'call, meeting, conference, room, chat, thread, channel, us, in, here, me'.split(', '),
);

/**
 * Splits off the toast: raw, without its quotes, perhaps empty. Undefined: nothing was to be said. It takes all that is left,
 * except a time behind its quotes (`isTime`), which belongs to what stands before.
 */
export function splitToast(
  tokens: readonly Token[],
  plain: PlainText,
  isTime: (tokens: readonly Token[]) => boolean = () => false,
): { before: readonly Token[]; toast: string | undefined } {
  const keys = tokens.map(({ key }) => key);
  for (let at = 0; at < tokens.length; at += 1) {
    const phrase = SAYING.find((one) => standsAt(keys, at, one));
    const said = phrase && tokens[at + phrase.length - 1];
    if (!said) continue;
    const before = tokens.slice(0, at);
    const [first, ...behind] = tokens.slice(at + phrase.length);
    if (first?.kind === 'quoted' && behind.length > 0 && isTime(behind)) {
      return { before: [...before, ...behind], toast: withNames(plain, first.text) };
    }
    return { before, toast: withNames(plain, unquote(plain.text.slice(said.end))) };
  }
  return { before: tokens, toast: undefined };
}

/**
 * Splits off the subject, on one line. `to` begins one only in front of quotes, an article, or "join": people are called
 * Nguyen To Minh, and half a name would ring somebody else.
 */
export function splitSubject(
  tokens: readonly Token[],
  plain: PlainText,
): { before: readonly Token[]; subject: string | undefined } {
  const at = tokens.findIndex(({ key }, i) => {
    const next = tokens[i + 1];
    if (i > 0 && ABOUT.has(key)) return next?.kind === 'quoted';
    return TO.has(key) && next && (next.kind === 'quoted' || ARTICLE.has(next.key) || next.key === 'join');
  });
  if (at < 0) return { before: tokens, subject: undefined };
  const behind = tokens.slice(tokens[at + 1]?.key === 'join' ? at + 2 : at + 1);
  return { before: tokens.slice(0, at), subject: subjectText(behind, plain) };
}

function subjectText(tokens: readonly Token[], plain: PlainText): string | undefined {
  const rest = ARTICLE.has(tokens[0]?.key ?? '') ? tokens.slice(1) : tokens;
  const [first, last] = [rest[0], rest.at(-1)];
  if (!first || !last || (rest.length === 1 && NOTHING_NEW.has(first.key))) return undefined;
  const written = rest.length === 1 ? first.text : plain.text.slice(first.start, last.end);
  const text = withNames(plain, written).replace(/\s+/g, ' ').trim();
  return text.replace(/(?<![.!?,:])[.!?,:]+$/, '') || undefined;
}

/** Takes off the quotes that stand around all of it; the closing one may be missing, or be followed by politeness. */
function unquote(text: string): string {
  const raw = text.replace(/^[\s:,]+/, '').trimEnd();
  const closers = QUOTES[raw.charAt(0)];
  if (closers === undefined) return raw;
  const polite = /(?:[\s,]+(?:please|pls|thanks|thank you))?[.!]*$/i.exec(raw.slice(-20))?.[0] ?? '';
  for (const length of [raw.length, raw.length - polite.length]) {
    if (length > 1 && closers.includes(raw.charAt(length - 1))) return raw.slice(1, length - 1);
  }
  return [...closers].some((closer) => raw.includes(closer, 1)) ? raw : raw.slice(1);
}

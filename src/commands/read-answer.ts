/**
 * What a line says that is no command: an answer to "which Alex?", or "no, Bob Smith". Pure, as parseCommand is; whether
 * there was a question, and what is corrected, is known where the line arrives.
 */
import type { InviteeText, MessageContext } from './command.ts';
import { readInvitees } from './invitees.ts';
import {
  ALL_OF_THEM,
  BEFORE_ORDINAL,
  BEHIND_ORDINAL,
  BOTH,
  BUT,
  MEANT,
  NO,
  NO_ALONE,
  NOBODY,
  NOT,
  ORDINALS,
  POLITE,
  THAT_ONE,
  YES,
} from './languages/answers.ts';
import { fold } from './languages/fold.ts';
import { timeInEnglish } from './languages/in-english.ts';
import { japaneseAnswer } from './languages/ja-answers.ts';
import { commandOf, readTimesOf } from './parse-command.ts';
import { type PlainText, toPlainText } from './plain-text.ts';
import { pronounOf } from './pronouns.ts';
import { splitTimeFromNames } from './timed.ts';
import { wordsOf } from './times/index.ts';
import { type Token, tokenize } from './tokens.ts';

export type Answer =
  /** Of those who were offered: by place, the first is 1, or by name. */
  | { readonly kind: 'those'; readonly picks: readonly (number | string)[] }
  /** All of them; only where there are so many, if they were counted. */
  | { readonly kind: 'all'; readonly count?: number }
  | { readonly kind: 'nobody' }
  /** To what is answered so. */
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  /** Somebody else than was said before; `of`: who was not meant, where that was said. */
  | {
      readonly kind: 'instead';
      readonly of?: InviteeText;
      readonly invitees: readonly InviteeText[];
      readonly me: boolean;
      /** Said in so many words ("I meant"): nothing else can have been meant. */
      readonly isPlain: boolean;
    };

/** No answer is longer. */
const MAX_CHARACTERS = 300;
const LONGEST_PHRASE = 5;

/** Undefined: nothing of it. Never throws. */
export function readAnswer(text: string, context: MessageContext = {}): Answer | undefined {
  const typed = toPlainText(text, context);
  if (typed.text.length > MAX_CHARACTERS) return undefined;
  const plain = { ...typed, text: japaneseAnswer(typed.text) ?? typed.text };
  const bot = fold(context.bot?.name ?? '').split(/\s+/);
  const tokens = stripped(tokenize(plain.text), new Set([...POLITE, ...bot]));
  const answer =
    correction(tokens, plain, context) ?? choice(tokens.length > 0 ? tokens : tokenize(plain.text), plain);
  return answer && saysWhen(answer, context) ? undefined : answer;
}

/** "At 9" and "no, Bob at 9" say when, and answer nobody who asked who. */
function saysWhen(answer: Answer, context: MessageContext): boolean {
  const read = readTimesOf(context);
  if (!read) return false;
  return namesIn(answer).some((name) => {
    const isTime = (words: readonly string[]) => read(words) !== undefined;
    const words = tokenize(timeInEnglish(name, context.locale, isTime));
    return isTime(wordsOf(words)) || splitTimeFromNames(words, read).time.length > 0;
  });
}

function namesIn(answer: Answer): readonly string[] {
  if (answer.kind === 'those') return answer.picks.filter((pick) => typeof pick === 'string');
  if (answer.kind !== 'instead') return [];
  return answer.invitees.flatMap((one) => (one.kind === 'name' ? [one.name] : []));
}

function choice(tokens: readonly Token[], plain: PlainText): Answer | undefined {
  const said = spoken(tokens);
  if (YES.has(said)) return { kind: 'yes' };
  if (NO_ALONE.has(said)) return { kind: 'no' };
  if (NOBODY.has(said)) return { kind: 'nobody' };
  if (BOTH.has(said)) return { kind: 'all', count: 2 };
  if (ALL_OF_THEM.has(said)) return { kind: 'all' };
  const named = readInvitees(tokens, plain, 'invite');
  if ('kind' in named || named.me) return undefined;
  const picks = named.invitees.flatMap((one) =>
    one.kind === 'name' ? [ordinalOf(one.name) ?? one.name] : [],
  );
  return picks.length > 0 && picks.length === named.invitees.length ? { kind: 'those', picks } : undefined;
}

/** "the second one", "number 2", "2." */
function ordinalOf(text: string): number | undefined {
  const words = tokenize(text.replace(/#/g, ' ').replace(/[.)º°ª]+$/, ''))
    .filter(({ kind }) => kind === 'word')
    .map(({ key }) => fold(key));
  while (words.length > 1 && BEFORE_ORDINAL.has(words[0] ?? '')) words.shift();
  if (words.length > 1 && BEHIND_ORDINAL.has(words.at(-1) ?? '')) words.pop();
  const at = words.length === 1 ? ORDINALS.findIndex((names) => names.has(words[0] ?? '')) : -1;
  return at < 0 ? undefined : at + 1;
}

function correction(tokens: readonly Token[], plain: PlainText, context: MessageContext): Answer | undefined {
  let rest = tokens;
  let isCorrection = false;
  let isPlain = false;
  for (let length = 1; length > 0; rest = stripped(rest.slice(length), POLITE)) {
    const no = phraseAt(rest, NO);
    const meant = phraseAt(rest, MEANT);
    isPlain ||= meant > 0;
    length = meant || (endsThere(rest, no) ? no : 0);
    isCorrection ||= length > 0;
  }
  const not = phraseAt(rest, NOT);
  if (not > 0) return insteadOf(rest.slice(not), plain, context);
  return isCorrection ? instead(rest, plain, context, isPlain) : undefined;
}

/** "her, Bob", "Mary but Bob" */
function insteadOf(tokens: readonly Token[], plain: PlainText, context: MessageContext): Answer | undefined {
  const at = tokens.findIndex(
    ({ kind, text }, i) =>
      kind === 'separator' || phraseAt(tokens.slice(i), BUT) > 0 || (i > 0 && isDash(text)),
  );
  if (at < 1) return undefined;
  const behind = stripped(tokens.slice(at), POLITE);
  const who = instead(behind.slice(phraseAt(behind, BUT)), plain, context, true);
  const named = readInvitees(tokens.slice(0, at), plain, 'invite');
  if (who?.kind !== 'instead' || 'kind' in named || named.me) return undefined;
  const [of, ...others] = named.invitees;
  if (!of || others.length > 0) return undefined;
  const isThatOne = of.kind === 'name' && THAT_ONE.has(fold(of.name));
  return { ...who, of: isThatOne ? { kind: 'name', name: 'her' } : of };
}

/** Who is meant: a name, or a whole invitation ("no, call Bob"). */
function instead(
  tokens: readonly Token[],
  plain: PlainText,
  context: MessageContext,
  isPlain: boolean,
): Answer | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) return undefined;
  const command = commandOf({ ...plain, text: plain.text.slice(first.start, last.end) }, context);
  if (command.kind !== 'unknown' && command.kind !== 'invite') return undefined;
  const isMore = (said: object) => Object.keys(said).some((key) => !['kind', 'invitees', 'me'].includes(key));
  if (command.kind === 'invite' && isMore(command)) return undefined;
  const named = command.kind === 'invite' ? command : readInvitees(tokens, plain, 'invite');
  if ('code' in named || named.except || (named.invitees.length === 0 && !named.me)) return undefined;
  // "No, her" says nobody.
  if (named.invitees.some(({ kind, name = '' }) => kind === 'name' && pronounOf(name))) return undefined;
  return { kind: 'instead', invitees: named.invitees, me: named.me, isPlain };
}

/** Length of the longest phrase of a row that stands in front; 0: none. */
function phraseAt(tokens: readonly Token[], row: ReadonlySet<string>): number {
  const words: string[] = [];
  for (const token of tokens.slice(0, 2 * LONGEST_PHRASE)) words.push(isWord(token) ? fold(token.key) : ',');
  for (let length = Math.min(words.length, LONGEST_PHRASE); length > 0; length -= 1) {
    if (row.has(words.slice(0, length).join(' '))) return length;
  }
  return 0;
}

/** "No, Bob" and "No. Bob": but "No Minh" is a name. */
function endsThere(tokens: readonly Token[], length: number): boolean {
  const [last, next] = [tokens[length - 1], tokens[length]];
  return next !== undefined && last !== undefined && (!isWord(next) || /[.!:…]$/.test(last.text));
}

const isWord = ({ kind, key }: Token): boolean => kind === 'word' && key !== '';
const isDash = (text: string): boolean => /^[-–—]+$/.test(text);

const spoken = (tokens: readonly Token[]): string =>
  tokens
    .map(({ key }) => fold(key))
    .filter((key) => key !== '')
    .join(' ');

/** Without separators and certain words around. */
function stripped(tokens: readonly Token[], around: ReadonlySet<string>): readonly Token[] {
  const isAround = (token: Token | undefined) =>
    token?.kind === 'separator' ||
    (token?.kind === 'word' && (token.key === '' || around.has(fold(token.key))));
  let [from, to] = [0, tokens.length];
  while (from < to && isAround(tokens[from])) from += 1;
  while (to > from && isAround(tokens[to - 1])) to -= 1;
  return tokens.slice(from, to);
}

/** Who is named in a stretch of tokens: groups are proposed at commas and "and", then each is refined to somebody. */
import type { CommandName, Except, InviteeText, ProblemCommand } from './command.ts';
import { phrases, standsAt } from './phrases.ts';
import { mentionAt, type PlainText, withNames } from './plain-text.ts';
import type { Token } from './tokens.ts';

export interface Named {
  readonly invitees: readonly InviteeText[];
  readonly me: boolean;
  readonly except?: Except;
}

export const MAX_NAME_CHARACTERS = 200;
/** More in one line is a paste, not a wish; the desk has its own, lower limits. */
export const MAX_NAMES = 50;

const AND = new Set(['and', '&', '+', 'plus']);
const ME = new Set(['me', 'myself', 'i']);
const ADDRESS = /^(?:sips?|tel):/i;

const EXCEPT = phrases(
  'except for, except, excepting, excluding, but not, but, apart from, other than, and not, without, minus',
);

/** Who is named, and who of those is not meant. */
export function readInvitees(
  tokens: readonly Token[],
  plain: PlainText,
  command: CommandName,
): Named | ProblemCommand {
  const exception = findException(tokens);
  if (!exception) return readNames(tokens, plain, command);
  const named = readNames(tokens.slice(0, exception.from), plain, command);
  const except = readNames(tokens.slice(exception.to), plain, command);
  if ('kind' in named || 'kind' in except) return 'kind' in named ? named : except;
  return except.invitees.length > 0 || except.me ? { ...named, except } : named;
}

/** Where the words stand behind which somebody is left out. */
export function findException(
  tokens: readonly Token[],
): { readonly from: number; readonly to: number } | undefined {
  const keys = tokens.map(({ key }) => key);
  for (let from = 1; from < tokens.length - 1; from += 1) {
    const phrase = EXCEPT.find((one) => standsAt(keys, from, one));
    if (phrase) return { from, to: from + phrase.length };
  }
  return undefined;
}

function readNames(tokens: readonly Token[], plain: PlainText, command: CommandName): Named | ProblemCommand {
  const problem = (code: string, facts: ProblemCommand['facts']): ProblemCommand => ({
    kind: 'problem',
    command,
    code,
    facts,
  });
  const all = withoutTakenBack(propose(tokens)).map((group) => refine(group, plain));
  const named = all.filter((somebody) => somebody !== undefined);

  for (const somebody of named) {
    const name = somebody.name ?? '';
    const characters = name.length;
    if (somebody.kind !== 'mention' && characters > MAX_NAME_CHARACTERS) {
      return problem('name.too-long', {
        name: name.slice(0, 40).toWellFormed(),
        characters,
        limit: MAX_NAME_CHARACTERS,
      });
    }
  }
  const isMe = (somebody: InviteeText) => somebody.kind === 'name' && ME.has(somebody.name.toLowerCase());
  const invitees = once(named.filter((somebody) => !isMe(somebody)));
  if (invitees.length > MAX_NAMES) {
    return problem('command.too-many-names', { count: invitees.length, limit: MAX_NAMES });
  }
  return { invitees, me: named.some(isMe) };
}

/**
 * Cuts at separators, and where one person ends by herself: a mention is one, an address is one (with the name in front
 * of it), quotes that stand alone are one each. A quote between words is part of the name: Robert "Bob" Smith.
 */
function propose(tokens: readonly Token[]): readonly Token[][] {
  const groups: Token[][] = [];
  let group: Token[] = [];
  const close = () => {
    if (group.every(({ kind }) => kind === 'quoted')) groups.push(...group.map((token) => [token]));
    else groups.push(group);
    group = [];
  };
  for (const token of tokens) {
    if (token.kind === 'separator' || (token.kind === 'word' && AND.has(token.key))) close();
    else if (token.kind === 'mention') {
      close();
      groups.push([token]);
    } else if (token.kind === 'address') {
      groups.push([...group, token]);
      group = [];
    } else group.push(token);
  }
  close();
  return groups;
}

const TAKES_BACK = phrases(
  'no, no wait, wait no, i mean, i meant, sorry i mean, sorry i meant, no i mean, no i meant, make that, sorry, or rather, rather',
).toSorted((a, b) => b.length - a.length);

/**
 * "Mary, no, Bob" and "Mary, I mean Bob": who stands behind takes the place of who stood before. Only between separators,
 * and only with somebody on both sides: there are people called No.
 */
function withoutTakenBack(groups: readonly Token[][]): readonly Token[][] {
  const kept: Token[][] = [];
  for (const [i, group] of groups.entries()) {
    const keys = group.map(({ key }) => key);
    const phrase = kept.length > 0 ? TAKES_BACK.find((one) => standsAt(keys, 0, one)) : undefined;
    const behind = group.slice(phrase?.length ?? 0);
    const [next] = phrase && behind.length === 0 ? (groups[i + 1] ?? []) : behind;
    // "no" alone, or "I mean Bob": but "No Minh" is a name.
    const isCorrection = phrase && next && (behind.length === 0 || phrase.length > 1);
    if (isCorrection) kept.pop();
    const somebody = isCorrection ? behind : group;
    if (somebody.length > 0) kept.push(somebody);
  }
  return kept;
}

function refine(group: readonly Token[], plain: PlainText): InviteeText | undefined {
  const first = group[0];
  const last = group.at(-1);
  if (!first || !last) return undefined;
  if (last.kind === 'address') {
    const name = nameOf(group.slice(0, -1), plain);
    return name === ''
      ? { kind: 'address', address: last.text }
      : { kind: 'address', address: last.text, name };
  }
  const quotedMention = last.kind === 'quoted' && /^\s*[\uE000-\uF8FF]\s*$/.test(last.text);
  if (last.kind === 'mention' || quotedMention) {
    const mention = mentionAt(plain, last.text.trim());
    if (!mention) return undefined;
    const { id, name } = mention;
    if (id === undefined) return name === '' ? undefined : { kind: 'name', name };
    return { kind: 'mention', id, name };
  }
  const name = nameOf(group, plain);
  if (ADDRESS.test(name)) return { kind: 'address', address: name };
  return name === '' ? undefined : { kind: 'name', name };
}

/** As it was written, without what belongs to the sentence or to Markdown. Quotes protect all of it. */
function nameOf(group: readonly Token[], plain: PlainText): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return '';
  const quoted = group.length === 1 && first.kind === 'quoted';
  const text = withNames(plain, quoted ? first.text : plain.text.slice(first.start, last.end));
  const oneLine = text.replace(/\s+/g, ' ').trim();
  return quoted
    ? oneLine
    : oneLine
        .replace(/^[@*_~`•\- ]+/, '')
        .replace(/(?<![!?:….*_~`])[!?:….*_~`]+$/, '')
        .trim();
}

function once(invitees: readonly InviteeText[]): readonly InviteeText[] {
  const identity = (somebody: InviteeText): string => {
    if (somebody.kind === 'mention') return `mention ${somebody.id}`;
    if (somebody.kind === 'address') return `address ${somebody.address}`;
    return `name ${somebody.name.toLowerCase()}`;
  };
  const seen = new Set<string>();
  return invitees.filter((somebody) => {
    const before = seen.size;
    return seen.add(identity(somebody)).size > before;
  });
}

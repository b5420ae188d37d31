import { ArgumentError, formatAddress, parseAddress } from '../core/index.ts';
import { block, isEnd, OTHERS } from './block.ts';
import { splitManner } from './calling-order.ts';
import { splitToast } from './clauses.ts';
import type { Command, CommandName, InviteeText, ListenCommand, MessageContext } from './command.ts';
import { invite } from './invite.ts';
import { findException, type Named, readInvitees } from './invitees.ts';
import { inEnglish } from './languages/in-english.ts';
import { type PlainText, toPlainText, withNames } from './plain-text.ts';
import { withoutPoliteness } from './politeness.ts';
import { checked, problem } from './problem.ts';
import { remind } from './remind.ts';
import { splitBehind } from './said-around.ts';
import { splitStages } from './stages.ts';
import { type FindVerb, INVITING, splitTimeAtEnd, splitTimeInFront, textOf } from './timed.ts';
import {
  isMoment,
  type Moment,
  type Reading,
  type ReadWords,
  readBefore,
  readTime,
  wordsOf,
} from './times/index.ts';
import { type Token, tokenize } from './tokens.ts';
import { type FoundVerb, indexVerbs } from './verbs.ts';

const VERBS = indexVerbs(OTHERS);

/** What may follow `who` and `end` without changing what they mean. Anything else does: "end the call with Mary". */
const PADDING = new Set(
  [
    'is, are, was, were, in, on, here, there, it, the, this, that, our, for, now, us, all, everyone, everybody',
    'call, conference, meeting, room, coming, joined, invited, we, have, has, did, do, been, so, far, already, yet, up',
    'missing, still, left, ringing, people, currently, else, today, anybody, anyone, line, invitations, answered',
  ].flatMap((line) => line.split(', ')),
);
/** "my invitations here", "invitations for this thread" */
const LISTEN_PADDING = new Set(
  'here, in, this, that, the, thread, chat, channel, invitations, my, for, now'.split(', '),
);
const EVERYBODY = new Set([
  'all',
  'everybody',
  'everyone',
  'everything',
  'them',
  'it',
  'that',
  'this',
  'the call',
]);

/** Reads one line of chat. Pure, never throws, in time linear in the length of the text. */
export function parseCommand(text: string, context: MessageContext = {}): Command {
  return commandOf(toPlainText(text, context), context);
}

/** The same of what is left of a line. */
export function commandOf(typed: PlainText, context: MessageContext): Command {
  const botName = context.bot?.name ?? '';
  const read = readTimesOf(context);
  const readAny = read && ((words: readonly string[]) => read(words) ?? readBefore(words));
  const isTime = (words: readonly string[]) => readAny?.(words) !== undefined;
  const moment = momentOf(context);
  const plain = inEnglish(typed, botName, context.locale, isTime, (words) => isEnd(words, moment));
  const whole = withoutPoliteness(tokenize(plain.text), botName);
  // The bot was called, and nothing was asked of it.
  if (whole.length === 0) return { kind: 'help' };
  const blocking = block(whole, plain, moment);
  if (blocking) return blocking;

  // "Tomorrow at 9, urgently invite Mary", and the other way round below.
  const { rest: tokens, time: inFront } = splitTimeInFront(whole, readAny, findVerbInside);
  const reminding = findVerb(tokens);
  if (reminding?.name === 'remind') {
    return remind({ about: tokens.slice(reminding.from, reminding.to), plain, read, inFront });
  }
  const { before: told, toast } = splitToast(
    tokens,
    plain,
    (some) => read?.(wordsOf(splitManner(some).tokens)) !== undefined,
  );
  const said = splitManner(told);
  const find = said.isCall ? callAll : findVerb;
  const { rest: asked, time } = splitTimeInFront(withoutPoliteness(said.tokens, botName), readAny, find);
  const before = withVerbAround(asked, read, find);
  const { stages, manner } = splitStages(before, said.manner);
  const [first = [], ...otherwise] = stages;
  const behind = splitBehind(first, manner, read, find);
  const times = [inFront, time, ...behind.times].filter(({ length }) => length > 0);
  const inviting = find(behind.tokens);
  if (inviting?.name === 'invite' || (inviting?.name === 'again' && times.length + otherwise.length > 0)) {
    const own = read ? otherwise.flatMap((stage) => ownTimeOf(stage, read)) : [];
    if (own.length > 0) {
      return problem('invite', 'time.unclear', { words: plain.typedTime ?? textOf(own, plain) });
    }
    const about = behind.tokens.slice(inviting.from, inviting.to);
    const all = [about, ...otherwise.map(aboutOf)];
    const isForLater = isPlanned(behind.tokens, inviting);
    return invite({ stages: all, toast, plain, read, isForLater, times, manner: behind.manner });
  }
  const verb = findVerb(before);
  if (!verb) return unknown(tokens);
  const about = before.slice(verb.from, verb.to);
  if (verb.name === 'invite') {
    const isForLater = isPlanned(before, verb);
    return invite({ stages: [about], toast, plain, read, isForLater, times, manner: said.manner });
  }
  if (verb.name === 'remind' || verb.name === 'block' || verb.name === 'unblock') return unknown(tokens);
  return inviteNobody(verb.name, about, toast, plain);
}

function inviteNobody(
  name: Exclude<CommandName, 'invite' | 'remind' | 'block' | 'unblock'>,
  about: readonly Token[],
  toast: string | undefined,
  plain: PlainText,
): Command {
  if (name === 'help') return { kind: 'help' };
  if (toast !== undefined) return problem(name, 'command.no-toast');
  switch (name) {
    case 'cancel':
      return cancel(about, plain);
    case 'remove':
      return remove(about, plain);
    case 'again':
      return again(about, plain);
    case 'use':
      return use(about, plain);
    case 'listen':
    case 'unlisten':
      return listen(name, about, plain);
    case 'who':
    case 'end':
    case 'forget':
    case 'scheduled':
      return about.every(({ key }) => PADDING.has(key)) ? { kind: name } : { kind: 'unknown', nearest: name };
  }
}

/** "Schedule a call with …", however it is spelled. */
function isPlanned(tokens: readonly Token[], { from }: FoundVerb): boolean {
  const verb = tokens.slice(0, from).map(({ key }) => key);
  return /^\S+ (?:up )?an? (?:call|meeting|conference) (?:with|for)$/.test(verb.join(' '));
}

/** A line in which more is tried than this is nothing but time words. */
const MOST_TRIES = 500;

/** Several places of a line, and several languages, ask for the same words. */
function remembering(read: ReadWords): ReadWords {
  const known = new Map<string, Reading | undefined>();
  return (words) => {
    const text = words.join(' ');
    if (!known.has(text) && known.size < MOST_TRIES) known.set(text, read(words));
    return known.get(text);
  };
}

/** Undefined: nobody knows what time it is. */
export function readTimesOf(context: MessageContext): ReadWords | undefined {
  const moment = momentOf(context);
  return moment && remembering((words) => readTime(words, moment));
}

function momentOf({ now, zone = '' }: MessageContext): Moment | undefined {
  return now && isMoment({ now, zone }) ? { now, zone } : undefined;
}

/**
 * "Get the nurses on the call at 9 except Bob": what belongs to the verb, and what is said about when and how, stands in front of
 * the exception; here it stands behind.
 */
function withVerbAround(
  tokens: readonly Token[],
  read: ReadWords | undefined,
  find: FindVerb,
): readonly Token[] {
  const at = findException(tokens)?.from;
  if (at === undefined) return tokens;
  const last = tokens.slice(0, at).findLastIndex(({ kind }) => kind !== 'separator');
  const head = tokens.slice(0, last + 1);
  const { tokens: named } = splitBehind(head, {}, read, find);
  const to = find(named)?.to;
  return to === undefined ? tokens : [...head.slice(0, to), ...tokens.slice(at), ...head.slice(to)];
}

/** As it was typed, or, where that is no verb, with the slip of the fingers taken out of its first word. */
function findVerb(tokens: readonly Token[]): FoundVerb | undefined {
  const keys = tokens.map(({ key }) => key);
  return VERBS.find(keys) ?? VERBS.findSlip(keys);
}

function unknown(tokens: readonly Token[]): Command {
  const nearest = VERBS.nearest(tokens[0]?.key ?? '');
  return nearest === undefined ? { kind: 'unknown' } : { kind: 'unknown', nearest };
}

/** "Keep calling Mary" has no verb that is one of ours. */
const callAll = (tokens: readonly Token[]): FoundVerb => ({ name: 'invite', from: 0, to: tokens.length });

/** Also behind "urgently, please". */
function findVerbInside(tokens: readonly Token[]): FoundVerb | undefined {
  const said = splitManner(tokens);
  return said.isCall ? callAll(said.tokens) : (findVerb(tokens) ?? findVerb(withoutPoliteness(said.tokens)));
}

/** Of "else Bob" and of "if she does not answer, call Bob". */
function aboutOf(stage: readonly Token[]): readonly Token[] {
  const verb = findVerb(stage);
  return verb && INVITING.includes(verb.name) ? stage.slice(verb.from, verb.to) : stage;
}

/** "If she does not answer, call Bob in 5 minutes": not when all are called, as in "else Bob in 5 minutes". */
function ownTimeOf(stage: readonly Token[], read: ReadWords): readonly Token[] {
  const { time } = splitTimeAtEnd(stage, read, findVerb);
  return time.length > 0 ? time : splitTimeInFront(stage, read, findVerb).time;
}

function cancel(about: readonly Token[], plain: PlainText): Command {
  const named = readInvitees(about, plain, 'cancel');
  if ('kind' in named) return named;
  return { kind: 'cancel', ...(isEverybody(named) ? { ...named, invitees: [], me: false } : named) };
}

/** "Remove everybody" has a command of its own, which also closes the conference. */
function remove(about: readonly Token[], plain: PlainText): Command {
  const named = readInvitees(about, plain, 'remove');
  if ('kind' in named) return named;
  if (isEverybody(named) && named.except) return { kind: 'remove', ...named, invitees: [], me: false };
  return isNobody(named) || isEverybody(named)
    ? problem('remove', 'command.remove-whom')
    : { kind: 'remove', ...named };
}

function again(about: readonly Token[], plain: PlainText): Command {
  const named = readInvitees(about, plain, 'again');
  if ('kind' in named) return named;
  return isNobody(named) ? problem('again', 'command.no-name') : { kind: 'again', ...named };
}

/** Who is named; with `listen` nobody is the speaker. */
function listen(kind: ListenCommand['kind'], about: readonly Token[], plain: PlainText): Command {
  const telling = about.filter(({ kind, key }) => kind !== 'word' || !LISTEN_PADDING.has(key));
  const named = readInvitees(telling, plain, kind);
  if ('kind' in named) return named;
  const invitees = named.invitees.map(withoutPossessive);
  return { kind, invitees, me: named.me || (kind === 'listen' && isNobody(named)) };
}

/** "Lee's invitations" */
function withoutPossessive(invitee: InviteeText): InviteeText {
  if (invitee.kind !== 'name') return invitee;
  return { ...invitee, name: invitee.name.replace(/(?<=.)['’]s$/, '') };
}

function use(about: readonly Token[], plain: PlainText): Command {
  const telling = about.filter(({ kind, key }) => kind !== 'separator' && !PADDING.has(key));
  const [first, last] = [telling[0], telling.at(-1)];
  if (!first || !last) return problem('use', 'command.no-address');
  const written =
    telling.length === 1 ? first.text : withNames(plain, plain.text.slice(first.start, last.end));
  const canonical = checked('use', () => {
    const address = parseAddress(/^[^\s:@]+@/.test(written) ? `sip:${written}` : written);
    if (address.scheme !== 'tel') return formatAddress(address);
    throw new ArgumentError('address.not-sip', 'A conference has a SIP address', { address: written });
  });
  return typeof canonical === 'object' ? canonical : { kind: 'use', address: canonical };
}

const isEverybody = ({ invitees }: Named): boolean =>
  invitees.some(({ kind, name }) => kind === 'name' && EVERYBODY.has(name.toLowerCase()));

const isNobody = ({ invitees, me }: Named): boolean => invitees.length === 0 && !me;

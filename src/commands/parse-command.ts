import { ArgumentError, formatAddress, parseAddress, ToastMessage } from '../core/index.ts';
import { persistenceOf, splitManner, splitMannerOfNames } from './calling-order.ts';
import { splitSubject, splitToast } from './clauses.ts';
import type {
  CallingManner,
  Command,
  CommandName,
  InviteeText,
  ListenCommand,
  MessageContext,
  ProblemCommand,
} from './command.ts';
import { COMMANDS } from './declarations.ts';
import { findException, MAX_NAMES, type Named, readInvitees } from './invitees.ts';
import { inEnglish } from './languages/in-english.ts';
import { type PlainText, toPlainText, withNames } from './plain-text.ts';
import { withoutPoliteness } from './politeness.ts';
import { pronounOf } from './pronouns.ts';
import { splitStages } from './stages.ts';
import { type Token, tokenize } from './tokens.ts';
import { type FoundVerb, indexVerbs } from './verbs.ts';

/** A subject becomes a header and a title: one short line. */
export const MAX_SUBJECT_CHARACTERS = 200;

const VERBS = indexVerbs(COMMANDS);

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
  const plain = inEnglish(typed, context.bot?.name ?? '', context.locale);
  const tokens = withoutPoliteness(tokenize(plain.text), context.bot?.name);
  // The bot was called, and nothing was asked of it.
  if (tokens.length === 0) return { kind: 'help' };

  const { before: told, toast } = splitToast(tokens, plain);
  const said = splitManner(told);
  const before = withVerbAround(withoutPoliteness(said.tokens, context.bot?.name));
  const { stages, manner } = splitStages(before, said.manner);
  const [first = [], ...otherwise] = stages;
  const inviting = said.isCall ? { name: 'invite', from: 0, to: first.length } : findVerb(first);
  if (inviting?.name === 'invite') {
    const about = first.slice(inviting.from, inviting.to);
    return invite([about, ...otherwise.map(aboutOf)], toast, plain, manner);
  }
  const verb = findVerb(before);
  if (!verb) return unknown(tokens);
  const about = before.slice(verb.from, verb.to);
  if (verb.name === 'help') return { kind: 'help' };
  if (verb.name === 'invite') return invite([about], toast, plain, said.manner);
  if (toast !== undefined) return problem(verb.name, 'command.no-toast');
  switch (verb.name) {
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
      return listen(verb.name, about, plain);
    case 'who':
    case 'end':
      return about.every(({ key }) => PADDING.has(key))
        ? { kind: verb.name }
        : { kind: 'unknown', nearest: verb.name };
  }
}

/** "Get the nurses on the call except Bob": what belongs to the verb stands in front of the exception; here it stands behind. */
function withVerbAround(tokens: readonly Token[]): readonly Token[] {
  const at = findException(tokens)?.from;
  const last = tokens.slice(0, at).findLastIndex(({ kind }) => kind !== 'separator');
  const head = tokens.slice(0, last + 1);
  const to = at === undefined ? undefined : findVerb(head)?.to;
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

/** Of "else Bob" and of "if she does not answer, call Bob". */
function aboutOf(stage: readonly Token[]): readonly Token[] {
  const verb = findVerb(stage);
  return verb?.name === 'invite' ? stage.slice(verb.from, verb.to) : stage;
}

function invite(
  [about = [], ...otherwise]: readonly (readonly Token[])[],
  rawToast: string | undefined,
  plain: PlainText,
  manner: CallingManner,
): Command {
  const { before, subject } = splitSubject(about, plain);
  const said = splitMannerOfNames(before, manner);
  const named = readInvitees(said.tokens, plain, 'invite');
  if ('kind' in named) return named;
  if (isNobody(named)) return problem('invite', 'command.no-name');
  const others: Named[] = [];
  let { manner: wanted } = said;
  for (const stage of otherwise) {
    const saidOfThem = splitMannerOfNames(stage, wanted);
    wanted = saidOfThem.manner;
    const them = readInvitees(saidOfThem.tokens, plain, 'invite');
    if ('kind' in them) return them;
    if (isNobody(them)) return problem('invite', 'command.no-name');
    others.push(them);
  }
  const all = [named, ...others].flatMap(({ invitees }) => invitees);
  if (all.length > MAX_NAMES) {
    return problem('invite', 'command.too-many-names', { count: all.length, limit: MAX_NAMES });
  }
  // Who was named before is not looked up: "her" is the beginning of Herbert.
  const pronouns = all.filter(({ kind, name = '' }) => kind === 'name' && pronounOf(name));
  if (pronouns.length > 0) {
    const isAlone = pronouns.length === all.length && others.length === 0 && !named.me;
    const isAgain = isAlone && rawToast === undefined && subject === undefined;
    return isAgain ? { kind: 'again', ...named } : problem('invite', 'command.no-name');
  }
  const characters = subject?.length ?? 0;
  if (characters > MAX_SUBJECT_CHARACTERS) {
    return problem('invite', 'subject.too-long', { characters, limit: MAX_SUBJECT_CHARACTERS });
  }
  const toast = checked('invite', () =>
    rawToast === undefined ? undefined : new ToastMessage(rawToast).message,
  );
  if (typeof toast === 'object') return toast;
  const { persist, ...order } = wanted;
  return {
    ...{ kind: 'invite', ...named, ...order },
    ...(toast && { toast }),
    ...(subject && { subject }),
    ...(persist && { persist: persistenceOf(persist) }),
    ...(others.length > 0 && { otherwise: others }),
  };
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

function problem(command: CommandName, code: string, facts: ProblemCommand['facts'] = {}): ProblemCommand {
  return { kind: 'problem', command, code, facts };
}

/** What core refuses becomes a problem with core's code. */
function checked<T>(command: CommandName, make: () => T): T | ProblemCommand {
  try {
    return make();
  } catch (error) {
    if (error instanceof ArgumentError) return problem(command, error.code, error.facts);
    throw error;
  }
}

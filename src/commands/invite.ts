import { ToastMessage } from '../core/index.ts';
import { persistenceOf } from './calling-order.ts';
import { splitSubject } from './clauses.ts';
import type { CallingManner, Command } from './command.ts';
import { MAX_NAMES, type Named, readInvitees } from './invitees.ts';
import type { PlainText } from './plain-text.ts';
import { checked, problem } from './problem.ts';
import { pronounOf } from './pronouns.ts';
import { splitAroundNames, splitBehind } from './said-around.ts';
import { timeOf } from './timed.ts';
import { isLikeTime, type ReadWords } from './times/index.ts';
import type { Token } from './tokens.ts';

/** A subject becomes a header and a title: one short line. */
const MAX_SUBJECT_CHARACTERS = 200;

/** An invitation, as far as it has been taken apart. */
export interface InviteParts {
  /** Who is called, and who where nobody of those before came; without verbs. */
  readonly stages: readonly (readonly Token[])[];
  /** Raw. */
  readonly toast: string | undefined;
  readonly plain: PlainText;
  /** Undefined: nobody knows what time it is, and none is read. */
  readonly read: ReadWords | undefined;
  /** "Schedule a call with Mary" rings nobody now. */
  readonly isForLater: boolean;
  /** Words about time in front of the command and behind it. */
  readonly times: readonly (readonly Token[])[];
  /** What was said there about how they are called. */
  readonly manner: CallingManner;
}

export function invite({
  stages,
  toast: rawToast,
  plain,
  read,
  isForLater,
  times,
  manner,
}: InviteParts): Command {
  const named: Named[] = [];
  const written: (readonly Token[])[] = [];
  const places = [...times];
  let wanted = manner;
  let subject: string | undefined;
  for (const stage of stages) {
    // "Bob to the standup on Monday at 9": an unquoted subject ends in front of the time.
    const behind = splitBehind(stage, wanted, read, (line) => ({ name: 'invite', from: 0, to: line.length }));
    const { before, subject: about } = splitSubject(behind.tokens, plain);
    const said = splitAroundNames(before, behind.manner, read);
    const them = readInvitees(said.tokens, plain, 'invite');
    if ('kind' in them) return them;
    if (them.invitees.length === 0 && !them.me) return problem('invite', 'command.no-name');
    named.push(them);
    written.push(said.tokens);
    places.push(...behind.times, ...said.times);
    wanted = said.manner;
    subject ??= about;
  }
  const [first, ...otherwise] = named;
  if (!first) return problem('invite', 'command.no-name');
  const all = named.flatMap(({ invitees }) => invitees);
  if (all.length > MAX_NAMES) {
    return problem('invite', 'command.too-many-names', { count: all.length, limit: MAX_NAMES });
  }
  const unclear = written.find((names) => isLikeTime(names, places.length > 0)) ?? [];
  const when = read && timeOf(places.toSorted(byPlace), unclear, plain, read);
  // Who was named before is not looked up: "her" is the beginning of Herbert.
  const pronouns = all.filter(({ kind, name = '' }) => kind === 'name' && pronounOf(name));
  if (pronouns.length > 0) {
    const isAlone = pronouns.length === all.length && otherwise.length === 0 && !first.me;
    const isAgain = isAlone && rawToast === undefined && subject === undefined && when === undefined;
    return isAgain ? { kind: 'again', ...first } : problem('invite', 'command.no-name');
  }
  const characters = subject?.length ?? 0;
  if (characters > MAX_SUBJECT_CHARACTERS) {
    return problem('invite', 'subject.too-long', { characters, limit: MAX_SUBJECT_CHARACTERS });
  }
  const toast = checked('invite', () =>
    rawToast === undefined ? undefined : new ToastMessage(rawToast).message,
  );
  if (typeof toast === 'object') return toast;
  if (when && 'code' in when) return problem('invite', when.code, when.facts);
  if (isForLater && when === undefined) return problem('invite', 'time.none');
  if (when?.kind === 'before') return problem('invite', 'time.unclear', { words: 'before' });
  const { persist, ...order } = wanted;
  return {
    ...{ kind: 'invite', ...first, ...order },
    ...(toast && { toast }),
    ...(subject && { subject }),
    ...(when && { when }),
    ...(persist && { persist: persistenceOf(persist) }),
    ...(otherwise.length > 0 && { otherwise }),
  };
}

const byPlace = ([one]: readonly Token[], [other]: readonly Token[]): number =>
  (one?.start ?? 0) - (other?.start ?? 0);

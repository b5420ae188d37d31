import { ToastMessage } from '../core/index.ts';
import { splitSubject } from './clauses.ts';
import type { Command } from './command.ts';
import { readInvitees } from './invitees.ts';
import type { PlainText } from './plain-text.ts';
import { checked, problem } from './problem.ts';
import { pronounOf } from './pronouns.ts';
import { splitTimeFromNames, timeOf } from './timed.ts';
import type { ReadWords } from './times/index.ts';
import type { Token } from './tokens.ts';

/** A subject becomes a header and a title: one short line. */
const MAX_SUBJECT_CHARACTERS = 200;

/** An invitation, as far as it has been taken apart. */
export interface InviteParts {
  readonly about: readonly Token[];
  /** Raw. */
  readonly toast: string | undefined;
  readonly plain: PlainText;
  /** Undefined: nobody knows what time it is, and none is read. */
  readonly read: ReadWords | undefined;
  /** "Schedule a call with Mary" rings nobody now. */
  readonly isForLater: boolean;
  /** Words about time in front of the command and behind it. */
  readonly times: readonly (readonly Token[])[];
}

export function invite({ about, toast: rawToast, plain, read, isForLater, times }: InviteParts): Command {
  const { before, subject } = splitSubject(about, plain);
  const { rest: names, time } = read ? splitTimeFromNames(before, read) : { rest: before, time: [] };
  const named = readInvitees(names, plain, 'invite');
  if ('kind' in named) return named;
  if (named.invitees.length === 0 && !named.me) return problem('invite', 'command.no-name');
  const [inFront = [], ...behind] = times;
  const when = read && timeOf([inFront, time, ...behind], names, plain, read);
  // Who was named before is not looked up: "her" is the beginning of Herbert.
  const pronouns = named.invitees.filter(({ kind, name = '' }) => kind === 'name' && pronounOf(name));
  if (pronouns.length > 0) {
    const isAlone = pronouns.length === named.invitees.length && !named.me;
    const isAgain = isAlone && rawToast === undefined && subject === undefined && when === undefined;
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
  if (when && 'code' in when) return problem('invite', when.code, when.facts);
  if (isForLater && when === undefined) return problem('invite', 'time.none');
  if (when?.kind === 'before') return problem('invite', 'time.unclear', { words: 'before' });
  return {
    kind: 'invite',
    ...named,
    ...(toast && { toast }),
    ...(subject && { subject }),
    ...(when && { when }),
  };
}

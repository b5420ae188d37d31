/**
 * When people are rung and how they are called may be said in either order: `tomorrow at 9 urgently`, `urgently tomorrow at 9`.
 */
import { type SaidOfNames, splitMannerBehind, splitMannerOfNames } from './calling-order.ts';
import type { CallingManner } from './command.ts';
import { type FindVerb, type Split, splitTimeAtEnd, splitTimeFromNames } from './timed.ts';
import type { ReadWords } from './times/index.ts';
import type { Token } from './tokens.ts';

export interface SaidAround extends SaidOfNames {
  /** Words about time, a row for each place. */
  readonly times: readonly (readonly Token[])[];
}

/** Who says more than this has typed a paste. */
const MOST_ROUNDS = 4;

/** Takes both off the end of a command; verb and somebody stay. */
export function splitBehind(
  command: readonly Token[],
  manner: CallingManner,
  read: ReadWords | undefined,
  findVerb: FindVerb,
): SaidAround {
  // "Ask Mary to join urgently tomorrow at 9": the verb ends in front of both.
  const find: FindVerb = (line) => findVerb(line) ?? findVerb(splitMannerBehind(line, {}).tokens);
  return inTurns(command, manner, splitMannerBehind, read && ((line) => splitTimeAtEnd(line, read, find)));
}

/** Takes both off the two ends of names; somebody stays. */
export function splitAroundNames(
  names: readonly Token[],
  manner: CallingManner,
  read: ReadWords | undefined,
): SaidAround {
  return inTurns(names, manner, splitMannerOfNames, read && ((line) => splitTimeFromNames(line, read)));
}

function inTurns(
  line: readonly Token[],
  before: CallingManner,
  splitManner: (line: readonly Token[], manner: CallingManner) => SaidOfNames,
  splitTime: ((line: readonly Token[]) => Split) | undefined,
): SaidAround {
  let said = splitManner(line, before);
  const times: (readonly Token[])[] = [];
  for (let round = 0; splitTime && round < MOST_ROUNDS; round += 1) {
    const { rest, time } = splitTime(said.tokens);
    if (time.length === 0) break;
    times.push(time);
    said = splitManner(rest, said.manner);
  }
  return { ...said, times };
}

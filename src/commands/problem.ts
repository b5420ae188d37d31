import { ArgumentError } from '../core/index.ts';
import type { CommandName, ProblemCommand } from './command.ts';

export function problem(
  command: CommandName,
  code: string,
  facts: ProblemCommand['facts'] = {},
): ProblemCommand {
  return { kind: 'problem', command, code, facts };
}

/** What core refuses becomes a problem with core's code. */
export function checked<T>(command: CommandName, make: () => T): T | ProblemCommand {
  try {
    return make();
  } catch (error) {
    if (error instanceof ArgumentError) return problem(command, error.code, error.facts);
    throw error;
  }
}

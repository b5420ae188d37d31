import type { CommandName } from './command.ts';

/** One command, declared once: help, the command list of the app manifest and the parser are made from it. */
export interface Declaration {
  readonly name: CommandName;
  /** What may stand in front, lower case; the first is the command's own name. `call … again` has its name in the middle. */
  readonly verbs: readonly string[];
  /** For the help: capitals are what the person fills in, brackets what may be left out. */
  readonly syntax: string;
  readonly example: string;
  /** The verb of the card button that does the same, where there is one. */
  readonly button?: 'cancel' | 'again' | 'me';
}

/** All commands in the order of the help. */
export const COMMANDS: readonly Declaration[] = [];

/**
 * Text → Command, pure. Words are understood here, people are not: who "Mary" is, the directory knows.
 *
 *   parseCommand('<at>Usher</at> invite Mary and Bob saying "Join us"', { mentions, bot })
 *   → { kind: 'invite', invitees: [{ kind: 'name', name: 'Mary' }, …], me: false, toast: 'Join us' }
 *
 * The way of a line: `plain-text.ts` takes off what the chat added, `tokens.ts` cuts words, quotes and addresses,
 * `politeness.ts` drops "hey, could you please", `verbs.ts` finds the command, `clauses.ts` splits off toast and subject,
 * `timed.ts` the words about time (`times/` reads them), and `invitees.ts` reads who is left.
 */

// Commonly used
export type {
  AgainCommand,
  CancelCommand,
  Command,
  CommandName,
  InviteCommand,
  RemoveCommand,
  InviteeText,
  ListenCommand,
  Mention,
  MessageContext,
  PlainCommand,
  ProblemCommand,
  RemindCommand,
  ScheduledCommand,
  UnknownCommand,
  UseCommand,
} from './command.ts';
export type { Before, When } from './times/when.ts';
// A time that stands alone
export { readWhen } from './read-when.ts';
// For help, command lists and manifests
export { COMMANDS, type Declaration } from './declarations.ts';
export { commandsIn, verbIn } from './languages/in-english.ts';
export { parseCommand } from './parse-command.ts';
// "her", "them"
export { pronounOf } from './pronouns.ts';
// For tests of other declarations
export { indexVerbs } from './verbs.ts';

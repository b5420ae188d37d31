/**
 * Text → Command, pure. Words are understood here, people are not: who "Mary" is, the directory knows.
 *
 *   parseCommand('<at>Usher</at> invite Mary and Bob saying "Join us"', { mentions, bot })
 *   → { kind: 'invite', invitees: [{ kind: 'name', name: 'Mary' }, …], me: false, toast: 'Join us' }
 *
 * The way of a line: `plain-text.ts` takes off what the chat added, `tokens.ts` cuts words, quotes and addresses,
 * `politeness.ts` drops "hey, could you please", `verbs.ts` finds the command, `clauses.ts` splits off toast and subject,
 * `stages.ts` who is called instead, `said-around.ts` the words about when (`times/` reads them) and how, and `invitees.ts`
 * reads who is left.
 */

// Commonly used
export type {
  AgainCommand,
  BlockCommand,
  CancelCommand,
  Command,
  CommandName,
  Except,
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
// What somebody says who was asked, or has made a mistake
export { type Answer, readAnswer } from './read-answer.ts';
// "her", "them", "everybody"
export { isEverybody, pronounOf } from './pronouns.ts';
// For tests of other declarations
export { indexVerbs } from './verbs.ts';

import type { Command, CommandName } from './command.ts';
import { COMMANDS } from './declarations.ts';
import type { PlainText } from './plain-text.ts';
import { problem } from './problem.ts';
import { textOf } from './timed.ts';
import { type Moment, readUntil, wordsOf } from './times/index.ts';
import type { Token } from './tokens.ts';
import { indexVerbs } from './verbs.ts';

const OWN: readonly CommandName[] = ['block', 'unblock'];

const VERBS = indexVerbs(COMMANDS.filter(({ name }) => OWN.includes(name)));

const OPENERS = new Set(['until', 'till', 'til', 'for', 'before']);

/** All commands but these: they are whole lines, and the words behind them say until when, not who. */
export const OTHERS = COMMANDS.filter(({ name }) => !OWN.includes(name));

/**
 * `do not ring me [until WHEN]`, `ring me again`. Undefined: the line is about something else, as is "ring me again at 9". Without
 * a moment nobody knows what time it is.
 */
export function block(
  tokens: readonly Token[],
  plain: PlainText,
  moment: Moment | undefined,
): Command | undefined {
  const verb = VERBS.find(tokens.map(({ key }) => key));
  if (!verb) return undefined;
  const about = tokens.slice(verb.from, verb.to);
  if (verb.name === 'unblock') return about.length === 0 ? { kind: 'unblock' } : undefined;
  if (!moment) return problem('block', 'time.none');
  const until = readUntil(wordsOf(about), moment);
  if (until === undefined) return undefined;
  if (!('code' in until)) return { kind: 'block', until };
  const end = about.slice(OPENERS.has(about[0]?.key ?? '') ? 1 : 0);
  const facts = 'words' in until.facts ? { words: textOf(end, plain) } : until.facts;
  return problem('block', until.code, facts);
}

/** Whether English words may stand behind "until". */
export function isEnd(words: readonly string[], moment: Moment | undefined): boolean {
  const until = moment && readUntil(['until', ...words], moment);
  return until !== undefined && !('code' in until && until.code === 'time.unclear');
}

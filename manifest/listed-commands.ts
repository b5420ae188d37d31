/** The commands as app packages list them: made from the declarations, explained in the words of the help. */
import { en } from '../src/cards/words/en.ts';
import { COMMANDS, type Declaration } from '../src/commands/index.ts';

export interface ListedCommand {
  /** What the chat product types for whoever picks it. */
  readonly title: string;
  readonly description: string;
}

/** At most `limit` commands in the order of the help, which is among them in any case: it tells the rest. */
export function listedCommands(
  limit: number,
  declarations: readonly Declaration[] = COMMANDS,
): ListedCommand[] {
  const isHelp = ({ name }: Declaration) => name === 'help';
  const others = declarations.filter((declaration) => !isHelp(declaration));
  const help = declarations.filter(isHelp);
  return [...others.slice(0, limit - help.length), ...help].map(({ name, verbs, syntax, example }) => ({
    title: verbs[0] ?? syntax,
    description: `${en.help.topics[name]} ${en.help.example.replace('{example}', () => example)}`,
  }));
}

/** All commands in one line, as a hint for whoever types. */
export function usageHint(declarations: readonly Declaration[] = COMMANDS): string {
  return declarations.map(({ verbs, syntax }) => verbs[0] ?? syntax).join(' | ');
}

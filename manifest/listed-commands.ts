/** The commands as app packages list them: made from the declarations, explained in the words of the help. */
import { LANGUAGES, type Language } from '../src/cards/words/words-of.ts';
import { COMMANDS, commandsIn, type Declaration } from '../src/commands/index.ts';

export interface ListedCommand {
  /** What the chat product types for whoever picks it. */
  readonly title: string;
  readonly description: string;
}

/** Teams cuts off what is longer, though its schema admits more: what goes beyond the first sentence, or the example, is left out then. */
const MAX_DESCRIPTION = 128;

/** At most `limit` commands in the order of the help, which is among them in any case: it tells the rest. One with several faces is listed once. */
export function listedCommands(limit: number, language: Language = 'en'): ListedCommand[] {
  const { topics, example: shown } = LANGUAGES[language].help;
  const faces = commandsIn(language);
  const all = faces.filter(({ name }, at) => name !== faces[at - 1]?.name);
  const others = all.filter(({ name }) => name !== 'help');
  const help = all.filter(({ name }) => name === 'help');
  return [...others.slice(0, limit - help.length), ...help].map((command) => {
    const purpose = topics[command.name];
    const [first = purpose] = purpose.split(/(?<=[.。])\s*/u);
    const example = shown.replace('{example}', () => command.example);
    const descriptions = [`${purpose} ${example}`, `${first} ${example}`];
    const description = descriptions.find(({ length }) => length <= MAX_DESCRIPTION) ?? first;
    return { title: titleOf(command), description };
  });
}

/** Its verb, to be completed; in languages that put the name elsewhere, the line with what is to be filled in. */
function titleOf(
  command: ReturnType<typeof commandsIn>[number] & Partial<Pick<Declaration, 'verbs'>>,
): string {
  return command.verbs?.[0] ?? command.syntax.replace(/\s*\[[^\]]*\]/g, '').trim();
}

/** All commands in one line, as a hint for whoever types. */
export function usageHint(declarations: readonly Declaration[] = COMMANDS): string {
  return declarations.map(({ verbs, syntax }) => verbs[0] ?? syntax).join(' | ');
}

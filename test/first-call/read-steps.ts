/** A page of commands, as somebody reads it who types them one after the other. */

export interface Step {
  /** Its heading: `2. Kamailio: where phones register`. */
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Block {
  readonly commands: string;
  /** It goes on running, in a terminal of its own. */
  readonly isTerminal: boolean;
  /** What is shown then; `…` stands for anything. */
  readonly shows: readonly RegExp[];
}

const HEADING = /^## (.*)$/m;
const FENCE = /^```(sh|sh terminal|text)\n(.*?)^```$/gms;

/** The numbered headings of a Markdown page, with their `sh` and `sh terminal` blocks; `text` tells what the block before it shows. */
export function readSteps(page: string): readonly Step[] {
  const [, ...parts] = page.split(HEADING);
  const steps: Step[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    steps.push({ title: parts[i] ?? '', blocks: readBlocks(parts[i + 1] ?? '') });
  }
  return steps.filter(({ title }) => /^\d+\. /.test(title));
}

function readBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const [, kind, content = ''] of text.matchAll(FENCE)) {
    const before = blocks.at(-1);
    if (kind !== 'text') {
      blocks.push({ commands: content, isTerminal: kind === 'sh terminal', shows: [] });
    } else if (before) {
      blocks[blocks.length - 1] = { ...before, shows: [...before.shows, ...readShown(content)] };
    }
  }
  return blocks;
}

function readShown(content: string): readonly RegExp[] {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  return lines.map(
    (line) =>
      new RegExp(
        `^${line
          .split('…')
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')}$`,
        'm',
      ),
  );
}

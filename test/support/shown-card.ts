/** An Adaptive Card as somebody reads it: lines, rows of people with a word each, buttons. */

export interface ShownButton {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly url?: string;
  readonly data?: unknown;
}

export interface ShownRow {
  /** A name, a question, or what help explains. */
  readonly head: string;
  /** What is happening, without the time. */
  readonly word: string | undefined;
  readonly details: readonly string[];
  readonly buttons: readonly string[];
}

export interface ShownCard {
  /** Title, lines under it and lines under the rows. */
  readonly lines: readonly string[];
  readonly rows: readonly ShownRow[];
  /** All of them, those of the rows first. */
  readonly buttons: readonly ShownButton[];
}

interface Element {
  readonly type?: string;
  readonly text?: string;
  readonly inlines?: readonly { readonly text: string }[];
  readonly items?: readonly Element[];
  readonly columns?: readonly Element[];
  readonly actions?: readonly ShownButton[];
  readonly body?: readonly Element[];
}

export function readCard(content: unknown): ShownCard {
  const { body = [], actions = [] } = content as Element;
  const isRow = ({ type }: Element) => type === 'ColumnSet' || type === 'Container';
  const rows = body.filter(isRow);
  return {
    lines: body.filter((element) => !isRow(element)).flatMap(textsOf),
    rows: rows.map(readRow),
    buttons: [...rows.flatMap(buttonsOf), ...actions],
  };
}

/** The row with this name. */
export function rowOf(card: ShownCard | undefined, name: string): ShownRow | undefined {
  return card?.rows.find(({ head }) => head === name);
}

/** `Mary Lind: Joined`, one line per row. */
export function rowLines(card: ShownCard | undefined): string[] {
  return (card?.rows ?? []).map(({ head, word }) => (word === undefined ? head : `${head}: ${word}`));
}

function readRow(row: Element): ShownRow {
  const elements = leavesOf(row);
  const [head = '', ...details] = elements.filter(({ inlines }) => inlines !== undefined).flatMap(textsOf);
  const [status, ...next] = elements.filter(({ type }) => type === 'TextBlock').flatMap(textsOf);
  const buttons = buttonsOf(row).map(({ title }) => title);
  return { head, word: status?.split(' · ')[0], details: [...next, ...details], buttons };
}

function leavesOf(element: Element): Element[] {
  const inside = [...(element.items ?? []), ...(element.columns ?? [])];
  return inside.length === 0 ? [element] : inside.flatMap(leavesOf);
}

function textsOf({ text, inlines }: Element): string[] {
  if (inlines) return [inlines.map((run) => run.text).join('')];
  return text === undefined ? [] : [text];
}

function buttonsOf(element: Element): ShownButton[] {
  return leavesOf(element).flatMap(({ actions }) => actions ?? []);
}

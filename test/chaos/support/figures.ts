import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** So many of what is too much are shown. */
const TOLD = 5;

/** What was counted, and how much of it there may be. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** Without a bound it is only told. */
  readonly atMost?: number;
  readonly atLeast?: number;
  /** What made it so much, for whoever has to find out. */
  readonly of?: readonly unknown[];
}

/** Prints all of them, then fails with those that are out of bounds. */
export function judge(title: string, figures: readonly Figure[]): void {
  const isRight = ({ value, atMost = Infinity, atLeast = -Infinity }: Figure) =>
    value <= atMost && value >= atLeast;
  const lines = figures.map((figure) => {
    const { what, value, atMost, atLeast } = figure;
    const bound = [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`];
    const wanted = bound.filter((text) => text !== '').join(', ');
    return `  ${isRight(figure) ? ' ' : '✗'} ${String(value).padStart(7)}  ${what}${wanted === '' ? '' : ` (${wanted})`}`;
  });
  console.log(`\n  ${title}\n${lines.join('\n')}\n`);
  const wrong = figures.filter((figure) => !isRight(figure));
  for (const { what, of = [] } of wrong) console.error(what, inspect(of.slice(0, TOLD), { depth: null }));
  assert.deepEqual(
    wrong.map(({ what, value }) => `${what}: ${value}`),
    [],
  );
}

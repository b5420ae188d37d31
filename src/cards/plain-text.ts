import type { Card, CardRow } from './card.ts';

/** The card for clients that show no cards. Times are left out: plain text cannot be put into the reader's time zone. */
export function plainText(card: Card): string {
  return [card.title, ...card.lead, ...card.rows.flatMap(rowLines), ...card.lines].join('\n');
}

function rowLines({ head, word, next, details }: CardRow): string[] {
  return [word === undefined ? head : `${head}: ${word}`, ...(next ? [next.plain] : []), ...details];
}

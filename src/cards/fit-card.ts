import { type AdaptiveCard, adaptiveCard } from './adaptive-card.ts';
import type { Button, Card, CardRow } from './card.ts';
import { MAX_ROWS } from './thread-card.ts';

/** Older Teams clients take 28 kB for a whole message; the rest is left to what wraps the card. */
export const MAX_CARD_BYTES = 25_000;

/** A card with so many rows of their own, at most: the most urgent ones. The other people share lines. */
export type Sizes = (maxRows: number) => Card;

/**
 * With as much as fits into a message of its channel. First goes what can be done without (details where all is well, *In 5
 * minutes*), then what can be done elsewhere (all details, declining), then rows, the least urgent first.
 */
export function fitCard<Message>(
  card: Sizes,
  render: (card: Card) => Message,
  fits: (message: Message) => boolean,
): Message {
  for (const less of [whole, lean, bare]) {
    const message = render(less(card(MAX_ROWS)));
    if (fits(message)) return message;
  }
  for (let maxRows = MAX_ROWS - 1; maxRows > 0; maxRows -= 1) {
    const message = render(bare(card(maxRows)));
    if (fits(message)) return message;
  }
  return render(card(0));
}

export function fitAdaptiveCard(card: Sizes): AdaptiveCard {
  return fitCard(card, adaptiveCard, (one) => Buffer.byteLength(JSON.stringify(one)) <= MAX_CARD_BYTES);
}

const whole = (card: Card) => card;

function lean(card: Card): Card {
  return ofRows(card, (row) => ({
    ...row,
    details: row.tone === 'bad' ? row.details : [],
    buttons: row.buttons.filter((one) => !isOf(one, 'later')),
  }));
}

function bare(card: Card): Card {
  return ofRows(card, (row) => ({
    ...row,
    details: [],
    buttons: row.buttons.filter((one) => !isOf(one, 'later') && !isOf(one, 'refuse')),
  }));
}

/** The answers of a question are all needed, and a card of one person is no longer for them. */
function ofRows(card: Card, less: (row: CardRow) => CardRow): Card {
  return { ...card, rows: card.rows.map((row) => (row.word === undefined ? row : less(row))) };
}

function isOf(button: Button, verb: 'later' | 'refuse'): boolean {
  return button.kind === 'press' && button.verb === verb;
}

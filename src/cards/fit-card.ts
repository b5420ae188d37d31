import { type AdaptiveCard, adaptiveCard } from './adaptive-card.ts';
import type { Card } from './card.ts';
import { MAX_ROWS } from './thread-card.ts';

/** Older Teams clients take 28 kB for a whole message; the rest is left to what wraps the card. */
export const MAX_CARD_BYTES = 25_000;

/** A card with so many rows of their own, at most; the other people share lines. */
export type Sizes = (maxRows: number) => Card;

/** With as many rows as fit into a message of its channel. */
export function fitCard<Message>(
  card: Sizes,
  render: (card: Card) => Message,
  fits: (message: Message) => boolean,
): Message {
  for (const maxRows of [MAX_ROWS, 6, 3]) {
    const message = render(card(maxRows));
    if (fits(message)) return message;
  }
  return render(card(0));
}

export function fitAdaptiveCard(card: Sizes): AdaptiveCard {
  return fitCard(card, adaptiveCard, (one) => Buffer.byteLength(JSON.stringify(one)) <= MAX_CARD_BYTES);
}

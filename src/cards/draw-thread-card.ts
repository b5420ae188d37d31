import type { CardView } from '../desk/index.ts';
import { type AdaptiveCard, adaptiveCard } from './adaptive-card.ts';
import { MAX_ROWS, threadCard } from './thread-card.ts';

/** Older Teams clients take 28 kB for a whole message; the rest is left to what wraps the card. */
export const MAX_CARD_BYTES = 25_000;

/** The live card, with as many rows of their own as fit into a message; the others share lines. */
export function drawThreadCard(view: CardView, notes: readonly string[] = []): AdaptiveCard {
  for (const maxRows of [MAX_ROWS, 6, 3]) {
    const card = adaptiveCard(threadCard(view, notes, maxRows));
    if (Buffer.byteLength(JSON.stringify(card)) <= MAX_CARD_BYTES) return card;
  }
  return adaptiveCard(threadCard(view, notes, 0));
}

import { incomingCard, type Sizes, threadCard } from '../cards/index.ts';
import type { CardId, CardToDraw, IncomingToDraw } from '../desk/index.ts';
import type { Easel, ReceptionEasel } from './ports.ts';

/** Both kinds of cards: of an invite command, and of an invitation from outside. */
export type AnyCard = CardToDraw | IncomingToDraw;

export interface Easels {
  readonly desk: Pick<Easel, 'cardToDraw'>;
  readonly reception: ReceptionEasel;
}

/** A card as it stands now; undefined: no such card. */
export async function cardNow({ desk, reception }: Easels, id: CardId): Promise<AnyCard | undefined> {
  return (await desk.cardToDraw(id)) ?? reception.incomingToDraw(id);
}

/** `notes` are for one reader: what became of her press. */
export function faceOf({ view }: AnyCard, notes: readonly string[] = []): Sizes {
  return (maxRows) => ('kind' in view ? incomingCard(view, notes) : threadCard(view, notes, maxRows));
}

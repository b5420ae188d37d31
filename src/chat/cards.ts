import { incomingCard, personalCard, type Sizes, threadCard } from '../cards/index.ts';
import type { CardId, CardToDraw, IncomingToDraw, PersonalToDraw } from '../desk/index.ts';
import type { Easel, PersonalEasel, ReceptionEasel } from './ports.ts';

/** All kinds of cards: of an invite command, of an invitation from outside, and of one invited person for herself. */
export type AnyCard = CardToDraw | IncomingToDraw | PersonalToDraw;

export interface Easels {
  readonly desk: Pick<Easel, 'cardToDraw'>;
  readonly reception: ReceptionEasel;
  readonly personal: Pick<PersonalEasel, 'personalToDraw'>;
}

/** A card as it stands now; undefined: no such card. */
export async function cardNow(
  { desk, reception, personal }: Easels,
  id: CardId,
): Promise<AnyCard | undefined> {
  return (await desk.cardToDraw(id)) ?? (await reception.incomingToDraw(id)) ?? personal.personalToDraw(id);
}

/** `notes` are for one reader: what became of her press. */
export function faceOf({ view }: AnyCard, notes: readonly string[] = []): Sizes {
  return (maxRows) => {
    if (!('kind' in view)) return threadCard(view, notes, maxRows);
    return view.kind === 'incoming' ? incomingCard(view, notes) : personalCard(view, notes);
  };
}

import { incomingCard, personalCard, type Sizes, threadCard, wordsOf } from '../cards/index.ts';
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
export function faceOf({ view, thread }: AnyCard, notes: readonly string[] = []): Sizes {
  return (maxRows) => {
    if (!('kind' in view)) return threadCard(view, notes, maxRows);
    if (view.kind === 'incoming') return incomingCard(view, notes, wordsOf(localeOf(thread.reference)));
    return personalCard(view, notes, wordsOf(localeOf(thread.reference) ?? view.inviter.locale));
  };
}

/** The language of who was heard last in a chat; in one with a single person, hers. Undefined: nobody was heard there yet. */
function localeOf(reference: unknown): string | undefined {
  const locale =
    typeof reference === 'object' && reference !== null ? Reflect.get(reference, 'locale') : undefined;
  return typeof locale === 'string' ? locale : undefined;
}

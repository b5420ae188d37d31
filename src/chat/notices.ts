import {
  messageText,
  noticeText,
  notRemovedText,
  passedOverText,
  unreachableText,
  wordsOf,
} from '../cards/index.ts';
import type { CardId, CardView, InvitationId, Say } from '../desk/index.ts';
import type { DrawParts } from './draw.ts';
import { MessengerError } from './messenger-error.ts';
import { postOnce } from './send.ts';

/** How the people of a card ended. */
export interface Ends {
  readonly cardId: CardId;
  readonly invitationIds: readonly InvitationId[];
  /** Somebody without an invitation, whom the conference did not take out. */
  readonly notRemoved?: { readonly name: string; readonly code: number };
  /** Somebody who cannot be written to. */
  readonly unreachable?: { readonly name: string };
  /** Why people were passed over when it was their turn. */
  readonly passedOver?: readonly Say[];
  /** What somebody who was invited lets the thread know. */
  readonly message?: { readonly name: string; readonly words: string };
}

/**
 * The notice job: says in the thread how people ended, as a new message, because an edited card notifies nobody. The words
 * are made now, from what is stored now. Rejects with a MessengerError where trying again may help.
 */
export function noticeJob({ desk, messenger, patience, log }: DrawParts): (ends: Ends) => Promise<void> {
  return async (ends) => {
    const { cardId } = ends;
    const card = await desk.cardToDraw(cardId);
    if (!card) return log.warn({ cardId }, 'A card to tell about does not exist');
    const text = textOf(card.view, ends);
    if (text === undefined) return;
    const lane = messenger.lane(card.thread, 'post');
    await patience.wait(lane);
    try {
      const id = await postOnce(() => messenger.post(card.thread, { text }));
      if (id === undefined) log.warn({ cardId, threadId: card.thread.id }, 'A notice may not have arrived');
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      patience.hush(lane, error.retryAfterMs ?? 0);
      if (error.isPassing) throw error;
      log.warn({ err: error, cardId, threadId: card.thread.id }, 'A notice cannot be shown');
    }
  };
}

function textOf(
  view: CardView,
  { invitationIds, notRemoved, unreachable, passedOver, message }: Ends,
): string | undefined {
  const words = wordsOf(view.inviter.locale);
  if (notRemoved) return notRemovedText(notRemoved, words);
  if (unreachable) return unreachableText(unreachable, words);
  if (passedOver) return passedOverText(view, passedOver, words);
  if (message) return messageText(message, words);
  return noticeText(view, invitationIds, words);
}

import {
  messageText,
  noticeText,
  notRemovedText,
  scheduleNoticeText,
  unreachableText,
  wordsOf,
} from '../cards/index.ts';
import type { CardId, InvitationId, ScheduleNotice } from '../desk/index.ts';
import { type AnyCard, cardNow } from './cards.ts';
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
  /** What somebody who was invited lets the thread know. */
  readonly message?: { readonly name: string; readonly words: string };
  /** Something scheduled was due, and not all went as it should. */
  readonly schedule?: ScheduleNotice;
}

/**
 * The notice job: says in the thread how people ended, as a new message, because an edited card notifies nobody. The words
 * are made now, from what is stored now. Rejects with a MessengerError where trying again may help.
 */
export function noticeJob(parts: DrawParts): (ends: Ends) => Promise<void> {
  const { messenger, patience, log } = parts;
  return async (ends) => {
    const { cardId } = ends;
    const card = await cardNow(parts, cardId);
    if (!card) return log.warn({ cardId }, 'A card to tell about does not exist');
    const text = textOf(card.view, ends);
    if (text === undefined) return;
    await patience.wait(card.thread.id);
    try {
      const id = await postOnce(() => messenger.post(card.thread, { text }));
      if (id === undefined) log.warn({ cardId, threadId: card.thread.id }, 'A notice may not have arrived');
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      patience.hush(card.thread.id, error.retryAfterMs ?? 0);
      if (error.isPassing) throw error;
      log.warn({ err: error, cardId, threadId: card.thread.id }, 'A notice cannot be shown');
    }
  };
}

function textOf(
  view: AnyCard['view'],
  { invitationIds, notRemoved, unreachable, message, schedule }: Ends,
): string | undefined {
  if (schedule) return scheduleNoticeText(schedule);
  const words = wordsOf(authorOf(view)?.locale);
  if (notRemoved) return notRemovedText(notRemoved, words);
  if (unreachable) return unreachableText(unreachable, words);
  if (message) return messageText(message, words);
  return 'kind' in view ? undefined : noticeText(view, invitationIds, words);
}

/** In whose language the thread is told. */
function authorOf(view: AnyCard['view']): { readonly locale?: string } | undefined {
  if ('organizer' in view) return view.organizer;
  return 'inviter' in view && 'id' in view.inviter ? view.inviter : undefined;
}

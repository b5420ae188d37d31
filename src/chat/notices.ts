import {
  addressed,
  messageText,
  noticeText,
  notRemovedText,
  passedOverText,
  scheduleNoticeText,
  unreachableText,
  wordsOf,
} from '../cards/index.ts';
import type { CardId, InvitationId, Say, ScheduleNotice, Thread } from '../desk/index.ts';
import { type AnyCard, cardNow } from './cards.ts';
import type { DrawParts } from './draw.ts';
import { MessengerError } from './messenger-error.ts';
import type { Outgoing } from './ports.ts';
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
  readonly message?: { readonly name: string; readonly words: string; readonly ids?: readonly string[] };
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
    const notice = noticeOf(card.view, ends);
    if (notice === undefined) return;
    const lane = messenger.lane(card.thread, 'post');
    await patience.wait(lane);
    try {
      const id = await postOnce(() => post(card.thread, notice, parts));
      if (id === undefined) log.warn({ cardId, threadId: card.thread.id }, 'A notice may not have arrived');
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      patience.hush(lane, error.retryAfterMs ?? 0);
      if (error.isPassing) throw error;
      log.warn({ err: error, cardId, threadId: card.thread.id }, 'A notice cannot be shown');
    }
  };
}

type Notice = Extract<Outgoing, { text: string }>;

/** Who is not in the thread cannot be mentioned there: that must not keep the notice from being said. */
async function post(thread: Thread, notice: Notice, { messenger, log }: DrawParts): Promise<string> {
  try {
    return await messenger.post(thread, notice);
  } catch (error) {
    const isRefused = error instanceof MessengerError && error.code === 'refused';
    if (!isRefused || notice.mentioning === undefined) throw error;
    log.info({ err: error, threadId: thread.id }, 'A notice was refused, and is said without a mention');
    return messenger.post(thread, { text: notice.text });
  }
}

/** How people ended is for whoever has invited them; who writes is named as herself. */
function noticeOf(
  view: AnyCard['view'],
  { invitationIds, notRemoved, unreachable, passedOver, message, schedule }: Ends,
): Notice | undefined {
  if (schedule) {
    const { by } = schedule;
    const text = scheduleNoticeText(schedule);
    return { text, mentioning: { ids: [by.id], ...addressed(by.name, text, wordsOf(by.locale)) } };
  }
  const words = wordsOf(authorOf(view)?.locale);
  if (notRemoved) return { text: notRemovedText(notRemoved, words) };
  if (unreachable) return { text: unreachableText(unreachable, words) };
  if (message) {
    const { text, name, rest } = messageText(message, words);
    const { ids = [] } = message;
    return { text, mentioning: { ids, name, rest } };
  }
  if ('kind' in view) return undefined;
  if (passedOver) return { text: passedOverText(view, passedOver, words) };
  const text = noticeText(view, invitationIds, words);
  if (text === undefined) return undefined;
  const { inviter } = view;
  return { text, mentioning: { ids: [inviter.id], ...addressed(inviter.name, text, words) } };
}

/** In whose language the thread is told. */
function authorOf(view: AnyCard['view']): { readonly locale?: string } | undefined {
  if ('organizer' in view) return view.organizer;
  return 'inviter' in view && 'id' in view.inviter ? view.inviter : undefined;
}

import type { PersonalToDraw, Thread } from '../desk/index.ts';
import { faceOf } from './cards.ts';
import type { DrawParts } from './draw.ts';
import { MessengerError } from './messenger-error.ts';

/**
 * Shows somebody the card of her own for the first time, in a chat with her alone. Who has answered before is not asked any
 * more. Where she cannot be written to, that is remembered; her phone rings all the same. Rejects like the draw job.
 */
export async function drawPersonal(
  toDraw: PersonalToDraw,
  { desk, personal, messenger, patience, log }: DrawParts,
): Promise<void> {
  const { view, isOpen } = toDraw;
  if (view.actions.length === 0) return;
  try {
    const thread = isOpen ? toDraw.thread : await open();
    if (!thread) return await personal.unreachable(view.invitationId);
    const id = await messenger.post(thread, { card: faceOf(toDraw), alert: true });
    await desk.posted(view.id, id);
  } catch (error) {
    if (!(error instanceof MessengerError)) throw error;
    patience.hush(toDraw.thread.id, error.retryAfterMs ?? 0);
    if (error.isPassing) throw error;
    log.info({ err: error, cardId: view.id }, 'Somebody cannot be written to in the chat');
    await personal.unreachable(view.invitationId);
  }

  /** Written down before anything is posted, so that a press on it is known as hers. */
  async function open(): Promise<Thread | undefined> {
    const thread = await messenger.personal(toDraw.thread, toDraw.ids);
    if (thread) await personal.opened(view.invitationId, thread);
    return thread;
  }
}

import type { AttendeeToDraw, PersonalToDraw, Thread } from '../desk/index.ts';
import { faceOf } from './cards.ts';
import type { DrawParts } from './draw.ts';
import { MessengerError } from './messenger-error.ts';
import { postOnce } from './send.ts';

/**
 * Shows somebody the card of her own for the first time, in a chat with her alone. Who has answered before is not asked any
 * more. Where she cannot be written to, that is remembered; her phone rings all the same. Rejects like the draw job.
 */
export async function drawPersonal(toDraw: Hers, parts: DrawParts): Promise<void> {
  const { desk, messenger, patience, log } = parts;
  const { view, thread, isOpen, ids } = toDraw;
  if (view.actions.length === 0) return;
  try {
    if (isOpen) {
      const id = await postOnce(() => messenger.post(thread, { card: faceOf(toDraw), alert: true }));
      if (id !== undefined) return await desk.posted(view.id, id);
      return log.warn({ cardId: view.id }, 'A personal card may not have arrived; its next change posts it');
    }
    const alone = await messenger.personal(thread, ids);
    if (!alone) return await unreachable(toDraw, parts);
    // Written down before anything is posted, so that a press on it is known as hers.
    await opened(toDraw, alone, parts);
  } catch (error) {
    if (!(error instanceof MessengerError)) throw error;
    patience.hush(thread.id, error.retryAfterMs ?? 0);
    if (error.isPassing) throw error;
    log.info({ err: error, cardId: view.id }, 'Somebody cannot be written to in the chat');
    return unreachable(toDraw, parts);
  }
  // She may have picked up meanwhile.
  const now = await again(toDraw, parts);
  if (now?.isOpen) await drawPersonal(now, parts);
}

type Hers = PersonalToDraw | AttendeeToDraw;

function opened({ view }: Hers, alone: Thread, { personal, schedule }: DrawParts): Promise<void> {
  return view.kind === 'personal'
    ? personal.opened(view.invitationId, alone)
    : schedule.opened(view.id, alone);
}

function unreachable({ view }: Hers, { personal, schedule }: DrawParts): Promise<void> {
  return view.kind === 'personal' ? personal.unreachable(view.invitationId) : schedule.unreachable(view.id);
}

function again({ view }: Hers, { personal, schedule }: DrawParts): Promise<Hers | undefined> {
  return view.kind === 'personal' ? personal.personalToDraw(view.id) : schedule.attendeeToDraw(view.id);
}

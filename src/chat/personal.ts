import type { AttendeeToDraw, PersonalToDraw, Thread } from '../desk/index.ts';
import { faceOf } from './cards.ts';
import type { DrawParts } from './draw.ts';
import { MessengerError } from './messenger-error.ts';
import type { WayTo } from './ports.ts';
import { postOnce } from './send.ts';

/**
 * Shows somebody the card of her own for the first time, in a chat with her alone: in the product of the thread, where that
 * refuses in another one that knows her. Who has answered before is not asked any more. Where she cannot be written to, that is
 * remembered; her phone rings all the same. Rejects like the draw job.
 */
export async function drawPersonal(toDraw: Hers, parts: DrawParts): Promise<void> {
  const { desk, messenger, patience, log } = parts;
  const { view, thread, isOpen, ids } = toDraw;
  if (view.actions.length === 0) return;
  const way = isOpen ? messenger.wayTo(thread, ids) : await wayTo(thread, ids, parts);
  try {
    if (isOpen) {
      const id = await postOnce(() => messenger.post(thread, { card: faceOf(toDraw), alert: true }));
      if (id !== undefined) return await desk.posted(view.id, id);
      log.warn({ cardId: view.id }, 'A personal card may not have arrived; it is posted once more');
      return await unsure(toDraw, parts);
    }
    if (!way) return await unreachable(toDraw, ids, parts);
    // Written down before anything is posted, so that a press on it is known as hers.
    await opened(toDraw, await way.open(), parts);
  } catch (error) {
    if (!(error instanceof MessengerError)) throw error;
    patience.hush(messenger.lane(thread, 'post'), error.retryAfterMs ?? 0);
    if (error.isPassing) throw error;
    log.info({ err: error, cardId: view.id }, 'Somebody cannot be written to in the chat');
    // What is left of her ids is tried by the draw that this orders.
    return unreachable(toDraw, way?.ids ?? ids, parts);
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

function unsure({ view }: Hers, { personal, schedule }: DrawParts): Promise<void> {
  return view.kind === 'personal' ? personal.unsure(view.invitationId) : schedule.unsure(view.id);
}

/** `refused`: ids by which she cannot be written to. */
function unreachable(
  { view }: Hers,
  refused: readonly string[],
  { personal, schedule }: DrawParts,
): Promise<void> {
  return view.kind === 'personal'
    ? personal.unreachable(view.invitationId, refused)
    : schedule.unreachable(view.id, refused);
}

function again({ view }: Hers, { personal, schedule }: DrawParts): Promise<Hers | undefined> {
  return view.kind === 'personal' ? personal.personalToDraw(view.id) : schedule.attendeeToDraw(view.id);
}

/** The product of the thread goes first. */
async function wayTo(
  thread: Thread,
  ids: readonly string[],
  { messenger, personal }: Pick<DrawParts, 'messenger' | 'personal'>,
): Promise<WayTo | undefined> {
  if (ids.length === 0) return undefined;
  const here = messenger.wayTo(thread, ids);
  if (here) return here;
  const others = await personal.elsewhere(thread.channel, ids);
  return others.map((near) => messenger.wayTo(near, ids)).find((way) => way !== undefined);
}

import type { Sizes } from '../cards/index.ts';
import type { CardId } from '../desk/index.ts';
import { type AnyCard, cardNow, faceOf } from './cards.ts';
import { MessengerError } from './messenger-error.ts';
import type { Lane, Patience } from './patience.ts';
import { drawPersonal } from './personal.ts';
import type { Easel, Log, Mentioned, Messenger, PersonalEasel, ReceptionEasel } from './ports.ts';
import type { ReminderEasel, ScheduleEasel } from './schedule-ports.ts';
import { postOnce, sendFitting } from './send.ts';

export interface DrawParts {
  readonly desk: Easel;
  readonly reception: ReceptionEasel;
  readonly personal: PersonalEasel;
  readonly schedule: ScheduleEasel;
  readonly reminders: ReminderEasel;
  readonly messenger: Messenger;
  readonly patience: Patience;
  readonly log: Log;
}

/** It has no next change that would post it, and two of it are better than none. */
function isToldOnce({ view }: AnyCard): boolean {
  return 'kind' in view && view.kind === 'reminder';
}

/** Who is notified by it: a card alone notifies nobody among several people. */
function peopleOf({ view }: AnyCard): readonly Mentioned[] {
  if (!('kind' in view) || view.kind !== 'reminder' || view.people === 'everyone') return [];
  return view.people;
}

/**
 * The draw job: shows a card as it stands now. Posts it the first time, updates it from then on, and posts it anew where
 * somebody deleted the message. A post of which nobody knows whether it arrived is repeated once, by the next change or after a
 * while, unless somebody has pressed in it by then; a reminder at once. Safe to repeat.
 * Rejects with a MessengerError where trying again may help.
 */
export function drawJob(parts: DrawParts): (cardId: CardId) => Promise<void> {
  const { desk, messenger, patience, log } = parts;
  return async (cardId) => {
    const toDraw = await current(cardId);
    if (!toDraw) return log.warn({ cardId }, 'A card to draw does not exist');
    if ('isOpen' in toDraw && !toDraw.activityId) return drawPersonal(toDraw, parts);
    const { thread, activityId } = toDraw;
    const card = faceOf(toDraw);
    try {
      if (activityId && (await updated(toDraw, activityId, card))) return;
      const post = () => sendFitting(card, (fitting) => postCard(toDraw, fitting));
      const id = await (isToldOnce(toDraw) ? post() : postOnce(post));
      if (id !== undefined) return await desk.posted(cardId, id);
      log.warn({ cardId, threadId: thread.id }, 'A card may not have arrived; it is posted once more');
      await desk.unsure(cardId);
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      patience.hush(laneOf(toDraw), error.retryAfterMs ?? 0);
      if (error.isPassing) throw error;
      log.warn({ err: error, cardId, threadId: thread.id }, 'A card cannot be shown');
    }
  };

  /** Who is not in the thread cannot be mentioned there: that must not keep her reminder from being posted. */
  async function postCard(toDraw: AnyCard, card: Sizes): Promise<string> {
    const { thread, view } = toDraw;
    const mentioning = peopleOf(toDraw);
    if (mentioning.length === 0) return messenger.post(thread, { card });
    try {
      return await messenger.post(thread, { card, mentioning });
    } catch (error) {
      if (!(error instanceof MessengerError) || error.code !== 'refused') throw error;
      log.info({ err: error, cardId: view.id }, 'A card was refused, and is posted without a mention');
      return messenger.post(thread, { card });
    }
  }

  function laneOf({ thread, activityId }: AnyCard): Lane {
    return messenger.lane(thread, activityId ? 'update' : 'post');
  }

  /** Read after the pause: what changed meanwhile is drawn with it. */
  async function current(cardId: CardId): Promise<AnyCard | undefined> {
    const found = await cardNow(parts, cardId);
    return found && (await patience.wait(laneOf(found))) ? cardNow(parts, cardId) : found;
  }

  /** False: the message is gone. Written down before a new one is posted, so that a crash between leads to no update of it. */
  async function updated({ thread, view }: AnyCard, activityId: string, card: Sizes): Promise<boolean> {
    try {
      await sendFitting(card, (fitting) => messenger.update(thread, activityId, { card: fitting }));
      return true;
    } catch (error) {
      if (!(error instanceof MessengerError) || error.code !== 'gone') throw error;
      log.info({ cardId: view.id, threadId: thread.id }, 'The message of a card is gone; it is posted anew');
      await desk.posted(view.id, null);
      return false;
    }
  }
}

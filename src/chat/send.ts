/** How messages are sent where something may go wrong on the way. */
import type { Sizes } from '../cards/index.ts';
import { MessengerError } from './messenger-error.ts';

/** 413: the channel takes less than it is known for. Most people of the card then share lines, at last all of them. */
const FEWER_ROWS = [3, 0];

/** Sends a card as large as the channel takes it. Rejects as `send` does. */
export async function sendFitting<T>(card: Sizes, send: (card: Sizes) => Promise<T>): Promise<T> {
  let smaller = card;
  for (const limit of FEWER_ROWS) {
    try {
      return await send(smaller);
    } catch (error) {
      if (!(error instanceof MessengerError) || error.code !== 'too-big') throw error;
      smaller = (maxRows) => card(Math.min(maxRows, limit));
    }
  }
  return send(smaller);
}

/**
 * A post whose fate is not known is not repeated here: it may stand there twice then, and the first one never changes again.
 * Undefined then; all other errors are thrown. An update may be repeated: it says the same.
 */
export async function postOnce(post: () => Promise<string>): Promise<string | undefined> {
  try {
    return await post();
  } catch (error) {
    if (error instanceof MessengerError && error.code === 'unknown') return undefined;
    throw error;
  }
}

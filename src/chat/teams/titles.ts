import type { Activity } from 'botbuilder';
import { readTitle, rootOf } from './read-activity.ts';

const MAX_TITLES = 1_000;

/**
 * Titles of chats and channels. Only events of the thread itself (added, renamed) bring them, typed lines do not: what was
 * heard is remembered for as long as the process lives.
 */
export class Titles {
  readonly #heard = new Map<string, string>();

  hear(activity: Activity): void {
    const title = readTitle(activity);
    if (title === '') return;
    if (this.#heard.size >= MAX_TITLES) this.#heard.clear();
    this.#heard.set(rootOf(activity), title);
  }

  /** Empty: not heard of. */
  of(activity: Activity): string {
    return this.#heard.get(rootOf(activity)) ?? '';
  }
}

/** What Slack was told is taken stands here until it is done: after a crash somebody else does it. */
import type { Time } from '../patience.ts';
import type { Log } from '../ports.ts';
import { threadIdOf } from './place.ts';
import type { SlackCommand, SlackLine, SlackPress, SlackWelcome } from './read-event.ts';
import type { SlackForm } from './read-form.ts';

/** What is for us. Nothing else is kept. */
export type SlackWork = SlackLine | SlackWelcome | SlackCommand | SlackPress | SlackForm;

export interface InboxStore {
  /** False: it is being worked on, or was done. */
  keep(key: string, work: object): Promise<boolean>;
  /** From now on it is this. */
  amend(key: string, work: object): Promise<void>;
  /** It is done, and not taken again for longer than anybody sends the same once more. */
  done(key: string): Promise<void>;
  /** It has changed nothing, and may come again. */
  drop(key: string): Promise<void>;
  /** It did not work out: `takeOver` hands it out again, a few times. */
  release(key: string): Promise<void>;
  /** What was released, and what dead processes left, oldest first, so many at most; not what is so old that nobody waits for it any more. */
  takeOver(most: number): Promise<readonly { readonly key: string; readonly work: object }[]>;
}

/** Does it once; `isAwaited`: Slack still takes what it resolves with. Rejects where trying again may help. */
export type Worker = (
  work: SlackWork,
  isAwaited: () => boolean,
  amend: (work: SlackWork) => Promise<void>,
) => Promise<object | undefined>;

export interface InboxParts {
  readonly store: InboxStore;
  readonly time: Time;
  readonly log: Log;
  readonly worker: Worker;
  /** Counts and logs what was refused, by a stable code. */
  readonly refused: (reason: string, facts?: object) => void;
}

/** Slack gives up after 3 s: an event is sent again, and who typed a command is told that it has failed. */
const ANSWER_LIMIT_MS = 2_300;
/** What was answered just before is still written down, and its answer not lost. */
const GRACE_MS = 200;
/** At a time, also of what Slack waits for no longer. More it is asked to send again, and what others have left waits for the next sweep. */
const MAX_UNDER_WAY = 500;

export class Inbox {
  readonly #parts: InboxParts;
  #underWay = 0;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Resolves with the answer, or with nothing where that takes too long. Rejects where the work could not be kept, or is too much. */
  async take(work: SlackWork): Promise<object | undefined> {
    const { store, time, refused } = this.#parts;
    const key = keyOf(work);
    if (this.#underWay >= MAX_UNDER_WAY) {
      refused('overloaded', { kind: work.kind });
      throw new Error('Too much of what came from Slack is under way');
    }
    this.#underWay += 1;
    let isNew = false;
    try {
      isNew = await store.keep(key, work);
    } finally {
      if (!isNew) this.#underWay -= 1;
    }
    if (!isNew) {
      refused('repeated', { key, kind: work.kind });
      return undefined;
    }
    let isAwaited = true;
    const limit = async () => {
      await time.sleep(ANSWER_LIMIT_MS);
      isAwaited = false;
      await time.sleep(GRACE_MS);
      return undefined;
    };
    return Promise.race([this.#attempt(key, work, () => isAwaited), limit()]);
  }

  /** Begins what others have left. */
  async sweep(): Promise<void> {
    const most = MAX_UNDER_WAY - this.#underWay;
    if (most <= 0) return;
    for (const { key, work } of await this.#parts.store.takeOver(most)) {
      this.#underWay += 1;
      void this.#attempt(key, work as SlackWork, () => false);
    }
  }

  /** Never rejects; counted as under way before. */
  async #attempt(key: string, work: SlackWork, isAwaited: () => boolean): Promise<object | undefined> {
    const { store, log, worker } = this.#parts;
    try {
      const answer = await worker(work, isAwaited, (amended) => store.amend(key, amended));
      // A form that stays open is sent again when it has been corrected.
      await (work.kind === 'form' && answer ? store.drop(key) : store.done(key));
      return answer;
    } catch (err) {
      log.warn({ err, key, kind: work.kind }, 'What came from Slack failed; it is tried again');
      await store
        .release(key)
        .catch((cause: unknown) => log.warn({ err: cause }, 'It is tried again when this process has ended'));
      return undefined;
    } finally {
      this.#underWay -= 1;
    }
  }
}

/** The same for all deliveries; the thread of a command changes when it is opened. */
function keyOf(work: SlackWork): string {
  const { team, channel } = work.place;
  switch (work.kind) {
    case 'line':
      return `${threadIdOf(work.place)} ${work.ts}`;
    case 'added':
      return `${team}:${channel} added`;
    case 'command':
    case 'press':
    case 'form':
      return `${team}:${channel} ${work.id}`;
  }
}

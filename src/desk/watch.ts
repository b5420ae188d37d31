import { setTimeout as sleep } from 'node:timers/promises';
import { type TakeoverOptions, takeOver } from './takeover.ts';

export interface WatchOptions extends TakeoverOptions {
  /** Whether SIP can be spoken: a call cannot be recovered before. */
  readonly isReady: () => boolean;
}

const EVERY_MS = 3_000;

/**
 * Looks after what nobody else would: calls of processes that died, and wishes whose wake-up call was lost. At once, and
 * then every 3 s. Returns how to stop; that resolves when a round under way is over.
 */
export function keepWatch(options: WatchOptions): () => Promise<void> {
  const { owner, log, isReady } = options;
  const stop = new AbortController();
  const rounds = (async () => {
    while (!stop.signal.aborted) {
      try {
        await owner.sweep();
        if (isReady()) await takeOver(options);
      } catch (err) {
        log.warn({ err }, 'could not look after lost calls; trying again');
      }
      await sleep(EVERY_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return async () => {
    stop.abort();
    await rounds;
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type TakeoverOptions, takeOver } from './takeover.ts';

export interface WatchOptions extends TakeoverOptions {
  /** Whether SIP can be spoken: a call cannot be recovered before. */
  readonly isReady: () => boolean;
}

const EVERY_MS = 3_000;

/**
 * Looks after what nobody else would: calls of processes that died, and wishes whose wake-up call was lost. At once, and
 * then every 3 s. Returns how to stop; that resolves when what was begun is done.
 */
export function keepWatch(options: WatchOptions): () => Promise<void> {
  const { owner, log, isReady } = options;
  const stop = new AbortController();
  const takeovers = new Set<Promise<void>>();
  const report = (err: unknown) => log.warn({ err }, 'could not look after lost calls; trying again');

  /** Resolves with the takeover, or with the pause: a call whose far ends are silent takes half a minute to recover. */
  const takeOverWithin = async (pause: Promise<void>) => {
    const takeover = takeOver(options)
      .catch(report)
      .finally(() => takeovers.delete(takeover));
    takeovers.add(takeover);
    await Promise.race([takeover, pause]);
  };
  const rounds = (async () => {
    while (!stop.signal.aborted) {
      const pause = sleep(EVERY_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (isReady()) await takeOverWithin(pause);
      // Behind the takeover: until it was ours, a wish about a call reached nobody.
      await owner.sweep().catch(report);
      await pause;
    }
  })();
  return async () => {
    stop.abort();
    await rounds;
    await Promise.all(takeovers);
  };
}

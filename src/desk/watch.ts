import { setTimeout as sleep } from 'node:timers/promises';
import type { Attendance } from './attendance.ts';
import type { IncomingOwner } from './incoming-owner.ts';
import { endQuiet } from './quiet-end.ts';
import type { InvitationId } from './records.ts';
import { type TakeoverOptions, takeOver } from './takeover.ts';

export interface WatchOptions extends TakeoverOptions {
  readonly attendance: Pick<Attendance, 'sweep' | 'stop'>;
  readonly incoming: Pick<IncomingOwner, 'sweep'>;
  /** What chat services were told is taken; undefined: none are told so. */
  readonly inbox?: { sweep(): Promise<void> } | undefined;
  /** Whether SIP can be spoken: a call cannot be recovered before, and no roster followed. */
  readonly isReady: () => boolean;
}

const EVERY_MS = 3_000;

/**
 * Looks after what nobody else would: calls, rosters, invitations and messages of processes that died, wishes whose wake-up call was lost, and
 * conferences in which nobody is any more. At once, and then every 3 s. Returns how to stop; that resolves when what was begun is done.
 */
export function keepWatch(options: WatchOptions): () => Promise<void> {
  const { store, owner, attendance, incoming, inbox, log, isReady } = options;
  const stop = new AbortController();
  const takeovers = new Set<Promise<void>>();
  const restoring = new Set<InvitationId>();
  const report = (err: unknown) => log.warn({ err }, 'could not look after what was left; trying again');

  /** Resolves with the takeover, or with the pause: a call whose far ends are silent takes half a minute to recover. */
  const takeOverWithin = async (pause: Promise<void>) => {
    const takeover = takeOver({ ...options, restoring })
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
      await incoming.sweep().catch(report);
      await inbox?.sweep().catch(report);
      if (isReady()) await attendance.sweep().catch(report);
      await endQuiet(store).catch(report);
      await pause;
    }
  })();
  store.onGivenAway(() => {
    if (isReady() && !stop.signal.aborted) void takeOverWithin(Promise.resolve());
  });
  return async () => {
    stop.abort();
    await rounds;
    await Promise.all([...takeovers, attendance.stop()]);
  };
}

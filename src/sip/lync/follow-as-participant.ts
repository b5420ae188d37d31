/**
 * The roster of a Lync conference: a focus tells only its participants, so we are in for as long as somebody listens.
 *
 *   connected ──► joining ──2xx──► following ──the dialog has ended──► unknown, a pause ──► connected …
 *                    ├── refused ──► following all the same: the roster itself says why there is none
 *                    └── not answered, overloaded ──► a pause ──► connected …
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConferenceServer, Outcome, Roster } from '../../core/index.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { Focus } from './focus.ts';
import type { Focuses } from './focuses.ts';

export interface FollowOptions {
  readonly userAgent: SipUserAgent;
  readonly focuses: Focuses;
  /** Follows it by its event package. */
  readonly roster: Pick<ConferenceServer, 'followRoster'>;
  readonly conferenceUri: string;
  readonly rejoinMs: number;
  listener(roster: Roster): void;
}

/** As ConferenceServer.followRoster. */
export function followAsParticipant(options: FollowOptions): () => Promise<void> {
  const stopping = new AbortController();
  const stopped = follow(options, stopping.signal).catch((err) => {
    if (!stopping.signal.aborted) options.userAgent.log.error({ err }, 'a roster is not followed any more');
  });
  return async () => {
    stopping.abort();
    await stopped;
  };
}

/** Rejects when it is stopped while it waits. */
async function follow(
  { userAgent, focuses, roster, conferenceUri, rejoinMs, listener }: FollowOptions,
  signal: AbortSignal,
): Promise<void> {
  const isStopped = once(signal, 'abort');
  for (;;) {
    if (!userAgent.ready) await once(userAgent, 'ready', { signal });
    const { joined, release } = focuses.hold(conferenceUri);
    const focus = await joined;
    if (!signal.aborted && !isPassing(focus)) {
      const stop = roster.followRoster(conferenceUri, listener);
      await (focus instanceof Focus ? Promise.race([focus.ended, isStopped]) : isStopped);
      await stop();
    }
    release();
    if (!signal.aborted) listener({ kind: 'unknown' });
    await sleep(rejoinMs, undefined, { signal });
  }
}

/** We are not in, and nobody has said that we may not. */
function isPassing(focus: Focus | Outcome): boolean {
  return !(focus instanceof Focus) && (!focus.answer || focus.detail === 'retry-later');
}

import type { Roster } from '../../core/index.ts';
import { afterTimeout, type Later } from '../user-agent/later.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import { ROSTER_TIMERS, RosterFollower, type RosterTimers } from './roster-follower.ts';

export interface RostersOptions {
  readonly userAgent: SipUserAgent;
  /** Nobody is asked before: a server may refuse for good whom it does not know yet. */
  readonly registered?: Promise<unknown> | undefined;
  readonly timers?: Partial<RosterTimers> | undefined;
  /** 0 to 1; Math.random unless given. */
  readonly random?: (() => number) | undefined;
  /** setTimeout unless given. */
  readonly later?: Later | undefined;
}

interface Followed {
  readonly follower: RosterFollower;
  readonly listeners: Set<(roster: Roster) => void>;
}

/** The rosters that somebody listens to: one subscription per conference, however many threads share a room. */
export class Rosters {
  readonly #options: RostersOptions;
  readonly #followed = new Map<string, Followed>();

  constructor(options: RostersOptions) {
    this.#options = options;
  }

  /** As ConferenceServer.followRoster; the listener is never called before this returns. */
  follow(conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void> {
    const followed = this.#followed.get(conferenceUri) ?? this.#begin(conferenceUri);
    const own = (roster: Roster) => listener(roster);
    queueMicrotask(() => {
      const { told } = followed.follower;
      if (followed.listeners.has(own) && told) own(told);
    });
    followed.listeners.add(own);
    return async () => {
      if (!followed.listeners.delete(own) || followed.listeners.size > 0) return;
      this.#followed.delete(conferenceUri);
      await followed.follower.stop();
    };
  }

  #begin(conferenceUri: string): Followed {
    const { userAgent, registered, timers, random = Math.random, later = afterTimeout } = this.#options;
    const listeners = new Set<(roster: Roster) => void>();
    const follower = new RosterFollower({
      userAgent,
      conferenceUri,
      listener: (roster) => {
        for (const listener of [...listeners]) listener(roster);
      },
      timers: { ...ROSTER_TIMERS, ...timers },
      random,
      later,
    });
    const followed = { follower, listeners };
    this.#followed.set(conferenceUri, followed);
    if (registered) void registered.finally(() => follower.start());
    else follower.start();
    return followed;
  }
}

import type { ConferenceServer, Removal, Roster, RosterTarget } from '../../src/core/index.ts';
import { FakeMethod } from './fake-method.ts';

/** A conference server without any wire: it tells what a test puts in, and writes down what it was asked. */
export class FakeConferenceServer implements ConferenceServer {
  readonly dialOut = new FakeMethod(() => ({ outcome: { word: 'cannot' } }), {
    name: 'dial-out',
    isDialOut: true,
  });
  readonly removals: { conferenceUri: string; who: RosterTarget }[] = [];
  /** What it answers when it is to take somebody out. */
  removing: (who: RosterTarget) => Promise<Removal> | Removal = () => ({ kind: 'removed' });
  readonly #followers = new Map<string, Set<(roster: Roster) => void>>();

  followRoster(conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void> {
    const followers = this.#followers.get(conferenceUri) ?? new Set();
    this.#followers.set(conferenceUri, followers.add(listener));
    return async () => {
      followers.delete(listener);
    };
  }

  /** How many follow the roster of a conference. */
  followersOf(conferenceUri: string): number {
    return this.#followers.get(conferenceUri)?.size ?? 0;
  }

  /** Tells those who follow it. */
  tell(conferenceUri: string, roster: Roster): void {
    for (const listener of this.#followers.get(conferenceUri) ?? []) listener(roster);
  }

  async remove(conferenceUri: string, who: RosterTarget): Promise<Removal> {
    this.removals.push({ conferenceUri, who });
    return this.removing(who);
  }
}

/** A conference server that is spoken to in a language of its own: what is the same for all of them. */
import type { ConferenceServer, Removal, Roster, RosterTarget } from '../core/index.ts';
import type { ServerCallRecord } from './call-record.ts';
import type { Link, LinkProblem } from './link.ts';
import { type RoomSource, Rooms } from './rooms.ts';
import { isTarget } from './roster-target.ts';
import type { ServerCall } from './server-call.ts';
import {
  type CallRecovery,
  type Dialler,
  type DialOutSurroundings,
  type DialOutTimers,
  ServerDialOut,
} from './server-dial-out.ts';

/** One kind of server; everything that a driver is. */
export interface Driver<Event, Call extends ServerCall<Event>>
  extends Dialler<Event, Call>,
    RoomSource<Event> {
  /** Takes an entry out of a room. Resolves with the code of the answer where the server will not, 0: nobody answered. */
  takeOut(room: string, key: string): Promise<number | undefined>;
}

const NOBODY_KNOWN = new Map();

export abstract class DrivenServer<Event, Call extends ServerCall<Event>> implements ConferenceServer {
  readonly dialOut: ServerDialOut<Event, Call>;
  readonly #driver: Driver<Event, Call>;
  readonly #link: Link<Event>;
  readonly #rooms: Rooms<Event>;

  constructor(
    driver: Driver<Event, Call>,
    surroundings: DialOutSurroundings,
    timers?: Partial<DialOutTimers>,
  ) {
    this.#driver = driver;
    this.#link = driver.link;
    this.dialOut = new ServerDialOut(driver, surroundings, timers);
    this.#rooms = new Rooms(driver);
  }

  /** Why it is not reached; undefined: it is. */
  get problem(): LinkProblem | undefined {
    return this.#link.problem;
  }

  /** Begins to connect, and heals by itself from then on. Resolves when the first attempt is over, however it ended. */
  start(): Promise<void> {
    return this.#link.start();
  }

  stop(): Promise<void> {
    return this.#link.stop();
  }

  followRoster(conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void> {
    const room = this.#driver.roomOf(conferenceUri);
    if (room === undefined) {
      listener({ kind: 'none', code: 404 });
      return async () => {};
    }
    const stop = this.#rooms.follow(room, listener);
    return async () => stop();
  }

  async remove(conferenceUri: string, target: RosterTarget): Promise<Removal> {
    const room = this.#driver.roomOf(conferenceUri);
    if (room === undefined) return { kind: 'not-in' };
    const entries = await this.#driver.entries(room, NOBODY_KNOWN);
    if (!entries) return { kind: 'refused', code: 0 };
    const hers = [...entries.values()].filter((entry) => isTarget(entry, target));
    if (hers.length === 0) return { kind: 'not-in' };
    for (const { key } of hers) {
      const code = await this.#driver.takeOut(room, key);
      if (code !== undefined) return { kind: 'refused', code };
    }
    return { kind: 'removed' };
  }

  /** See `ServerDialOut`. */
  recover(record: ServerCallRecord): Promise<CallRecovery> {
    return this.dialOut.recover(record);
  }
}

/**
 * Who is in which room of a conference server. Events only say that something has changed; who is in is then asked, so that
 * nothing lost on the way can make it wrong for long.
 */
import type { Roster, RosterEntry } from '../core/index.ts';
import type { Link } from './link.ts';

/** What a driver knows of the rooms of its server. */
export interface RoomSource<Event> {
  readonly link: Link<Event>;
  /** The room of which this event says that somebody has come or gone. */
  changedRoom(event: Event): string | undefined;
  /**
   * Who is in, by key; `known`: what was told of those who were in before and need not be asked for again. Undefined: the server
   * does not tell.
   */
  entries(room: string, known: Entries): Promise<Entries | undefined>;
}

export type Entries = ReadonlyMap<string, RosterEntry>;

interface Room {
  readonly listeners: Set<(roster: Roster) => void>;
  /** Of those who are in: what an entry tells does not change. */
  entries: Entries;
  roster: Roster;
  isAsking: boolean;
  hasChanged: boolean;
}

const UNKNOWN: Roster = { kind: 'unknown' };

export class Rooms<Event> {
  readonly #source: RoomSource<Event>;
  readonly #rooms = new Map<string, Room>();

  constructor(source: RoomSource<Event>) {
    this.#source = source;
    source.link.on('event', (event) => {
      const name = source.changedRoom(event);
      const room = name === undefined ? undefined : this.#rooms.get(name);
      if (name !== undefined && room) void this.#ask(name, room);
    });
    source.link.on('ready', () => {
      for (const [name, room] of this.#rooms) void this.#ask(name, room);
    });
    source.link.on('lost', () => {
      for (const room of this.#rooms.values()) tell(room, UNKNOWN);
    });
  }

  /** Tells who is in, from now until the returned function is called. */
  follow(name: string, listener: (roster: Roster) => void): () => void {
    const room = this.#rooms.get(name) ?? {
      ...{ listeners: new Set(), entries: new Map(), roster: UNKNOWN },
      ...{ isAsking: false, hasChanged: false },
    };
    this.#rooms.set(name, room);
    // The same function may follow twice.
    const one = (roster: Roster) => listener(roster);
    room.listeners.add(one);
    one(room.roster);
    if (this.#source.link.ready) void this.#ask(name, room);
    return () => {
      room.listeners.delete(one);
      if (room.listeners.size === 0) this.#rooms.delete(name);
    };
  }

  async #ask(name: string, room: Room): Promise<void> {
    const { link } = this.#source;
    room.hasChanged = true;
    if (room.isAsking) return;
    room.isAsking = true;
    while (room.hasChanged) {
      room.hasChanged = false;
      const entries = await this.#source.entries(name, room.entries);
      if (!entries) link.restart();
      else if (!room.hasChanged && link.ready) {
        room.entries = entries;
        tell(room, { kind: 'known', entries: [...entries.values()] });
      }
    }
    room.isAsking = false;
  }
}

function tell(room: Room, roster: Roster): void {
  if (JSON.stringify(roster) === JSON.stringify(room.roster)) return;
  room.roster = roster;
  for (const listener of room.listeners) listener(roster);
}

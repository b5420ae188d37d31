/**
 * Who is in which ConfBridge. Events only say that something has changed; who is in is then asked, so that nothing lost on the
 * way can make it wrong for long.
 */
import type { EndpointStatus, Roster, RosterEntry } from '../../core/index.ts';
import { type AriBridge, type AriChannel, isRoom } from './ari.ts';
import type { AriClient } from './ari-client.ts';
import { isOurs } from './dialled-channel.ts';

interface Room {
  readonly listeners: Set<(roster: Roster) => void>;
  /** Of those who are in, by channel: what a channel tells does not change. */
  entries: ReadonlyMap<string, RosterEntry>;
  roster: Roster;
  isAsking: boolean;
  hasChanged: boolean;
}

const UNKNOWN: Roster = { kind: 'unknown' };
const CONNECTED: EndpointStatus = 'connected';
/** Channels of Asterisk's own in a ConfBridge: its announcer and its recorder. */
const NOBODY = /^(CBAnn|CBRec|Announcer|Recorder)\//;

export class Rooms {
  readonly #client: AriClient;
  readonly #rooms = new Map<string, Room>();

  constructor(client: AriClient) {
    this.#client = client;
    client.on('event', ({ bridge }) => {
      const room = bridge && this.#rooms.get(bridge.name);
      if (room && isRoom(bridge, bridge.name)) this.#ask(bridge.name, room);
    });
    client.on('ready', () => {
      for (const [name, room] of this.#rooms) this.#ask(name, room);
    });
    client.on('lost', () => {
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
    if (this.#client.ready) this.#ask(name, room);
    return () => {
      room.listeners.delete(one);
      if (room.listeners.size === 0) this.#rooms.delete(name);
    };
  }

  /** Undefined: Asterisk does not tell. */
  async entries(name: string, known: ReadonlyMap<string, RosterEntry> = new Map()) {
    const { code, body } = await this.#client.request('GET', '/bridges');
    if (code !== 200) return undefined;
    const bridge = (body as AriBridge[]).find((one) => isRoom(one, name));
    const channels = bridge?.channels ?? [];
    const entries = await Promise.all(channels.map(async (id) => known.get(id) ?? (await this.#entry(id))));
    return new Map(entries.flatMap((entry) => (entry ? [[entry.key, entry] as const] : [])));
  }

  async #ask(name: string, room: Room): Promise<void> {
    room.hasChanged = true;
    if (room.isAsking) return;
    room.isAsking = true;
    while (room.hasChanged) {
      room.hasChanged = false;
      const entries = await this.entries(name, room.entries);
      if (!entries) this.#client.restart();
      else if (!room.hasChanged && this.#client.ready) {
        room.entries = entries;
        tell(room, { kind: 'known', entries: [...entries.values()] });
      }
    }
    room.isAsking = false;
  }

  /** Undefined: it has left meanwhile, or is nobody. */
  async #entry(id: string): Promise<RosterEntry | undefined> {
    const { code, body } = await this.#client.request('GET', `/channels/${encodeURIComponent(id)}`);
    if (code !== 200) return undefined;
    const { name, caller, protocol_id } = body as AriChannel;
    if (NOBODY.test(name)) return undefined;
    // Ours are known to others by the name that we gave them, everybody else by the Call-ID of the SIP call.
    const callId = isOurs(id) ? id : protocol_id;
    const address = await this.#addressOf(id, caller.number);
    return { key: id, address, name: caller.name, status: CONNECTED, ...(callId ? { callId } : {}) };
  }

  async #addressOf(id: string, number: string): Promise<string> {
    if (isOurs(id)) return await this.#variable(id, 'USHER_ADDRESS');
    const remote = await this.#variable(id, 'CHANNEL(pjsip,remote_uri)');
    const uri = /<(sips?:[^>]+)>/.exec(remote)?.[1] ?? remote;
    if (/^sips?:/.test(uri)) return uri;
    return /^\+\d{5,15}$/.test(number) ? `tel:${number}` : '';
  }

  async #variable(id: string, variable: string): Promise<string> {
    const path = `/channels/${encodeURIComponent(id)}/variable`;
    const { code, body } = await this.#client.request('GET', path, { variable });
    return code === 200 ? (body as { value: string }).value : '';
  }
}

function tell(room: Room, roster: Roster): void {
  if (JSON.stringify(roster) === JSON.stringify(room.roster)) return;
  room.roster = roster;
  for (const listener of room.listeners) listener(roster);
}

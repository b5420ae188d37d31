/** Who is in which ConfBridge, as the bridges and their channels tell. */
import type { EndpointStatus, RosterEntry } from '../../core/index.ts';
import type { Entries } from '../rooms.ts';
import { isOurs } from '../server-call.ts';
import { type AriBridge, type AriChannel, isRoom } from './ari.ts';
import type { AriClient } from './ari-client.ts';

const CONNECTED: EndpointStatus = 'connected';
/** Channels of Asterisk's own in a ConfBridge: its announcer and its recorder. */
const NOBODY = /^(CBAnn|CBRec|Announcer|Recorder)\//;

export class Bridges {
  readonly #client: AriClient;

  constructor(client: AriClient) {
    this.#client = client;
  }

  /** By channel. Undefined: Asterisk does not tell. */
  async entries(room: string, known: Entries): Promise<Entries | undefined> {
    const { code, body } = await this.#client.request('GET', '/bridges');
    if (code !== 200) return undefined;
    const bridge = (body as AriBridge[]).find((one) => isRoom(one, room));
    const channels = bridge?.channels ?? [];
    const entries = await Promise.all(channels.map(async (id) => known.get(id) ?? (await this.#entry(id))));
    if (entries.includes(undefined)) return undefined;
    return new Map(entries.flatMap((entry) => (entry ? [[entry.key, entry] as const] : [])));
  }

  /** Null: it has left meanwhile, or is nobody; undefined: Asterisk does not tell. */
  async #entry(id: string): Promise<RosterEntry | null | undefined> {
    const { code, body } = await this.#client.request('GET', `/channels/${encodeURIComponent(id)}`);
    if (code === 404) return null;
    if (code !== 200) return undefined;
    const { name, caller, protocol_id } = body as AriChannel;
    if (NOBODY.test(name)) return null;
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

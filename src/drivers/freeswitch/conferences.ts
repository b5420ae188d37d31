/** Who is in which conference, as `json_list` and the channels of its members tell. */
import { type EndpointStatus, formatAddress, parseAddress, type RosterEntry } from '../../core/index.ts';
import type { Entries } from '../rooms.ts';
import { isOurs } from '../server-call.ts';
import { CHANNEL_NAME, channelOf } from './channel.ts';
import type { EslClient } from './esl-client.ts';
import { type Facts, readJson } from './facts.ts';

interface Member {
  /** Number in its conference. */
  readonly id: number;
  /** Of its channel. */
  readonly uuid: string;
}

const CONNECTED: EndpointStatus = 'connected';
/** What `hup` answers where it has done it (nothing), and where she or everybody has gone already. */
const IS_OUT = /no reply|non-exist|not found/i;

export class Conferences {
  readonly #client: EslClient;

  constructor(client: EslClient) {
    this.#client = client;
  }

  /** By channel. Undefined: FreeSWITCH does not tell. */
  async entries(room: string, known: Entries): Promise<Entries | undefined> {
    const members = await this.#members(room);
    if (!members) return undefined;
    const entries = await Promise.all(
      members.map(async ({ uuid }) => known.get(uuid) ?? (await this.#entry(uuid))),
    );
    if (entries.includes(undefined)) return undefined;
    return new Map(entries.flatMap((entry) => (entry ? [[entry.key, entry] as const] : [])));
  }

  /** Resolves when she is out, else with 0 where nobody answered, and 500 where FreeSWITCH will not. */
  async takeOut(room: string, uuid: string): Promise<number | undefined> {
    const members = await this.#members(room);
    if (!members) return 0;
    for (const { id } of members.filter((one) => one.uuid === uuid)) {
      const reply = await this.#client.api(`conference ${room} hup ${id}`);
      if (reply === undefined) return 0;
      if (reply.startsWith('-ERR') && !IS_OUT.test(reply)) return 500;
    }
    return undefined;
  }

  async #members(room: string): Promise<Member[] | undefined> {
    const reply = await this.#client.api(`conference ${room} json_list`);
    if (reply === undefined) return undefined;
    // Without anybody there is no conference.
    if (/conference \S+ not found/i.test(reply)) return [];
    const conferences = readJson(reply);
    if (!Array.isArray(conferences)) return undefined;
    return conferences
      .filter((one) => one?.conference_name === room && Array.isArray(one.members))
      .flatMap(({ members }) => members.filter(isMember));
  }

  /** Null: she has left meanwhile; undefined: FreeSWITCH does not tell. */
  async #entry(uuid: string): Promise<RosterEntry | null | undefined> {
    const facts = await channelOf(this.#client, uuid);
    if (facts === undefined) return undefined;
    if (facts === 'gone') return null;
    // Ours are known to others by the name that we gave them, everybody else by the Call-ID of the SIP call.
    if (isOurs(uuid)) {
      const { variable_usher_address: address = '', variable_usher_name: name = '' } = facts;
      return { key: uuid, address, name, status: CONNECTED, callId: uuid };
    }
    const callId = facts.variable_sip_call_id;
    const name = facts['Caller-Caller-ID-Name'] ?? '';
    return { key: uuid, address: addressOf(facts), name, status: CONNECTED, ...(callId ? { callId } : {}) };
  }
}

/** Files that are recorded are members too, without a channel. */
function isMember(one: unknown): one is Member {
  if (typeof one !== 'object' || one === null) return false;
  const { id, uuid } = one as Record<string, unknown>;
  return Number.isInteger(id) && typeof uuid === 'string' && CHANNEL_NAME.test(uuid);
}

/** Whoever has called, by her address; without SIP by her number. */
function addressOf(facts: Facts): string {
  const number = facts['Caller-Caller-ID-Number'] ?? '';
  try {
    return formatAddress(parseAddress(`sip:${facts.variable_sip_from_uri ?? ''}`));
  } catch {
    return /^\+\d{5,15}$/.test(number) ? `tel:${number}` : '';
  }
}

/**
 * Who is in a conference, put together from its documents (RFC 4575 4): rows of people, and rows of their endpoints.
 *
 *   empty ──full──► known ──full; partial of the next version──► known
 *     │               └── a version is missing, or runs backwards; too many ──► empty: only a full document helps
 *     └── partial ──► empty
 *
 * The CSeq of the NOTIFYs has put them in order, so the version tells only whether all have come: one that runs backwards was
 * counted anew by a server that has begun again.
 */
import type { RosterEntry } from '../../core/index.ts';
import {
  type ConferenceDocument,
  type EndpointPart,
  MAX_ENDPOINTS,
  type PartState,
  type UserPart,
} from './conference-document.ts';
import { rosterAddress } from './roster-address.ts';
import { rosterKey } from './roster-key.ts';

interface UserRow {
  readonly entity: string;
  readonly address: string;
  name: string;
  /** Undefined: none was ever told, and the server only says that she is in. */
  endpoints: Map<string, EndpointRow> | undefined;
}

interface EndpointRow {
  name: string;
  status: RosterEntry['status'];
  callId: string | undefined;
}

/** `lost`: what was known is not the truth any more, and a full document has to be asked for. */
export type Applied = 'applied' | 'ignored' | 'lost';

export class ConferenceTable {
  readonly #ownDomain: string;
  readonly #users = new Map<string, UserRow>();
  #isKnown = false;
  #isWithheld = false;
  #version: number | undefined;
  #entity: string | undefined;

  /** @param ownDomain numbers are known by their URIs of this domain. */
  constructor(ownDomain: string) {
    this.#ownDomain = ownDomain;
  }

  /** Everybody in it; undefined: nobody can say. */
  get entries(): readonly RosterEntry[] | undefined {
    if (!this.#isKnown || this.#isWithheld) return undefined;
    return [...this.#users.values()].flatMap(entriesOf);
  }

  apply(document: ConferenceDocument): Applied {
    // Servers write their own URI in ways of their own; but it has to be about one conference.
    this.#entity ??= document.entity;
    if (document.entity !== this.#entity) return 'ignored';
    const isNext = this.#judge(document);
    if (isNext !== 'applied') return isNext;
    this.#version = document.version;
    this.#isKnown = true;
    if (document.state !== 'partial') this.#isWithheld = false;
    const { users, userCount = 0 } = document;
    flush(this.#users, document.state);
    if (!users && document.state === 'full') this.#isWithheld = userCount > 0;
    if (users && document.state !== 'deleted') {
      flush(this.#users, users.state);
      for (const user of users.users) this.#applyUser(user);
    }
    if (this.#size <= MAX_ENDPOINTS) return 'applied';
    this.forget();
    return 'lost';
  }

  /** From now on only a full document counts, whatever its version. */
  forget(): void {
    this.#users.clear();
    this.#isKnown = false;
    this.#isWithheld = false;
    this.#version = undefined;
  }

  #judge({ state, version }: ConferenceDocument): Applied {
    if (!this.#isKnown) return state === 'partial' ? 'lost' : 'applied';
    if (version === undefined || this.#version === undefined) return 'applied';
    const ahead = version - this.#version;
    if (ahead === 0) return state === 'partial' ? 'ignored' : 'applied';
    const isWhole = ahead > 0 && (ahead === 1 || state !== 'partial');
    if (isWhole) return 'applied';
    this.forget();
    return 'lost';
  }

  #applyUser(part: UserPart): void {
    const key = part.entity || `name ${part.name}`;
    if (part.state === 'deleted') {
      this.#users.delete(key);
      return;
    }
    const before = part.state === 'partial' ? this.#users.get(key) : undefined;
    const row: UserRow = before ?? {
      entity: part.entity,
      address: rosterAddress(part.entity, this.#ownDomain),
      name: '',
      endpoints: undefined,
    };
    row.name = part.name ?? row.name;
    for (const endpoint of part.endpoints) {
      row.endpoints ??= new Map();
      applyEndpoint(row.endpoints, endpoint);
    }
    this.#users.set(key, row);
  }

  get #size(): number {
    let size = 0;
    for (const { endpoints } of this.#users.values()) size += Math.max(1, endpoints?.size ?? 0);
    return size;
  }
}

function entriesOf({ entity, address, name, endpoints }: UserRow): RosterEntry[] {
  if (!endpoints) return [{ key: rosterKey(entity || name), address, name, status: 'connected' }];
  return [...endpoints].map(([endpoint, { name: endpointName, status, callId }]) => ({
    key: rosterKey(entity || name, endpoint),
    address,
    name: name || endpointName,
    status,
    ...(callId ? { callId } : {}),
  }));
}

function applyEndpoint(rows: Map<string, EndpointRow>, part: EndpointPart): void {
  if (part.state === 'deleted') {
    rows.delete(part.entity);
    return;
  }
  const before = part.state === 'partial' ? rows.get(part.entity) : undefined;
  rows.set(part.entity, {
    name: part.name ?? before?.name ?? '',
    status: part.status ?? before?.status ?? 'connected',
    callId: part.callId ?? before?.callId,
  });
}

/** 4.4: what is full replaces all rows under it. */
function flush(rows: Map<string, unknown>, state: PartState): void {
  if (state !== 'partial') rows.clear();
}

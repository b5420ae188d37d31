/** What a conference says about who is in (RFC 4575 5), for those who subscribe to it. */
export interface RosterUser {
  readonly uri: string;
  /** Empty: not known. */
  readonly name: string;
  readonly endpoints: readonly RosterEndpoint[];
}

export interface RosterEndpoint {
  readonly status: 'dialing-in' | 'dialing-out' | 'connected';
  /** Of the call between her and the conference: with a bot between them, that of its leg (5.7.9). */
  readonly callId: string;
}

export interface RosterDocument {
  readonly entity: string;
  readonly version: number;
  /** Everybody; undefined: nobody was told anything yet, so that there is nothing that could have changed. */
  readonly users: readonly RosterUser[];
  readonly before?: readonly RosterUser[] | undefined;
}

/** A full document, or with `before` one of what has changed since; undefined: nothing has. */
export function rosterDocument({ entity, version, users, before }: RosterDocument): string | undefined {
  const told = new Map(before?.map((user) => [user.uri, userElement(user)]));
  const changed = users.map(userElement).filter((element, i) => told.get(users[i]?.uri ?? '') !== element);
  const isIn = new Set(users.map(({ uri }) => uri));
  const gone = [...told.keys()].filter((uri) => !isIn.has(uri));
  if (before && changed.length + gone.length === 0) return undefined;
  const state = before ? 'partial' : 'full';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="${escaped(entity)}" state="${state}" version="${version}">`,
    `<conference-state><user-count>${users.length}</user-count></conference-state>`,
    `<users state="${state}">`,
    ...changed,
    ...gone.map((uri) => `<user entity="${escaped(uri)}" state="deleted"/>`),
    '</users>',
    '</conference-info>',
  ].join('\r\n');
}

function userElement({ uri, name, endpoints }: RosterUser): string {
  const parts = endpoints.map(
    ({ status, callId }) =>
      `<endpoint entity="${escaped(`${uri};call=${callId}`)}"><status>${status}</status>` +
      `<call-info><sip><call-id>${escaped(callId)}</call-id></sip></call-info></endpoint>`,
  );
  const shown = name === '' ? '' : `<display-text>${escaped(name)}</display-text>`;
  return `<user entity="${escaped(uri)}" state="full">${shown}${parts.join('')}</user>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  // XML has no way to write control characters.
  return text.replace(/\p{Cc}/gu, ' ').replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}

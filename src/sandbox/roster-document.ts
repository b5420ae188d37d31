import { CONFERENCE_INFO_NAMESPACE } from '../sip/roster/conference-document.ts';
import { Markup, xml } from '../sip/xml.ts';

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

/** What a document says of each person, by her URI. */
export type RosterParts = ReadonlyMap<string, Markup>;

export function rosterParts(users: readonly RosterUser[]): RosterParts {
  return new Map(users.map((user) => [user.uri, userElement(user)]));
}

/** A full document, or one of what has changed since `before`; undefined: nothing has. */
export function rosterDocument(
  entity: string,
  version: number,
  parts: RosterParts,
  before: RosterParts | undefined,
): string | undefined {
  const changed = [...parts]
    .filter(([uri, { text }]) => before?.get(uri)?.text !== text)
    .map(([, part]) => part);
  const gone = [...(before?.keys() ?? [])].filter((uri) => !parts.has(uri));
  if (before && changed.length + gone.length === 0) return undefined;
  const state = before ? 'partial' : 'full';
  const deleted = gone.map((uri) => xml`<user entity="${uri}" state="deleted"/>`);
  const { text } =
    xml`<conference-info xmlns="${CONFERENCE_INFO_NAMESPACE}" entity="${entity}" state="${state}" version="${String(version)}">
<conference-state><user-count>${String(parts.size)}</user-count></conference-state>
<users state="${state}">${joined([...changed, ...deleted])}</users>
</conference-info>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
}

function userElement({ uri, name, endpoints }: RosterUser): Markup {
  const parts = endpoints.map(
    ({ status, callId }) => xml`<endpoint entity="${uri};call=${callId}"><status>${status}</status>
<call-info><sip><call-id>${callId}</call-id></sip></call-info></endpoint>`,
  );
  return xml`<user entity="${uri}" state="full"><display-text>${name}</display-text>${joined(parts)}</user>`;
}

function joined(parts: readonly Markup[]): Markup {
  return new Markup(parts.map(({ text }) => text).join(''));
}

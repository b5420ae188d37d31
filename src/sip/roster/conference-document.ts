/**
 * Reads `application/conference-info+xml` (RFC 4575 5): who has changed, and how. Only what a roster needs, from whomever:
 * no document type and so no entities, everything within bounds, and no element of another namespace.
 */
import { XmlElement } from '@rgrove/parse-xml';
import type { EndpointStatus } from '../../core/index.ts';
import { childElements, localName, readXml } from '../xml.ts';

export const CONFERENCE_INFO = 'application/conference-info+xml';
export const CONFERENCE_INFO_NAMESPACE = 'urn:ietf:params:xml:ns:conference-info';

/** 4.4: what a part says about the rows of the table under it. */
export type PartState = 'full' | 'partial' | 'deleted';

export interface ConferenceDocument {
  /** URI of the conference, as written. */
  readonly entity: string;
  readonly state: PartState;
  readonly version: number | undefined;
  /** How many are in, where it says so. */
  readonly userCount: number | undefined;
  readonly users: { readonly state: PartState; readonly users: readonly UserPart[] } | undefined;
}

export interface UserPart {
  /** URI of the person as written; empty: not told. */
  readonly entity: string;
  readonly state: PartState;
  /** Undefined: not told by this document. */
  readonly name: string | undefined;
  readonly endpoints: readonly EndpointPart[];
}

export interface EndpointPart {
  readonly entity: string;
  readonly state: PartState;
  readonly name: string | undefined;
  readonly status: EndpointStatus | undefined;
  readonly callId: string | undefined;
}

export type DocumentFault = 'xml' | 'not-conference-info' | 'too-large';

export class DocumentError extends Error {
  readonly fault: DocumentFault;

  constructor(fault: DocumentFault) {
    super(`No conference document: ${fault}`);
    this.name = 'DocumentError';
    this.fault = fault;
  }
}

/** Endpoints of one conference; a server that mixes more than that tells its clients less. */
export const MAX_ENDPOINTS = 2_000;
const MAX_URI_LENGTH = 512;
const MAX_NAME_LENGTH = 200;
const STATES: ReadonlySet<string> = new Set<PartState>(['full', 'partial', 'deleted']);
const STATUSES: ReadonlySet<string> = new Set<EndpointStatus>([
  'pending',
  'dialing-out',
  'dialing-in',
  'alerting',
  'on-hold',
  'connected',
  'muted-via-focus',
  'disconnecting',
  'disconnected',
]);

/** Throws DocumentError, and nothing else. */
export function readConferenceDocument(text: string): ConferenceDocument {
  const root = rootOf(text);
  const users = childOf(root, 'users');
  let room = MAX_ENDPOINTS;
  const parts = users && childrenOf(users, 'user').map(userOf);
  for (const { endpoints } of parts ?? []) room -= Math.max(1, endpoints.length);
  if (room < 0) throw new DocumentError('too-large');
  const conferenceState = childOf(root, 'conference-state');
  return {
    entity: uriOf(root),
    state: stateOf(root),
    version: numberIn(root.attributes.version),
    userCount: numberIn(conferenceState && textIn(conferenceState, 'user-count')),
    users: users && parts ? { state: stateOf(users), users: parts } : undefined,
  };
}

function rootOf(text: string): XmlElement {
  const root = readXml(text);
  if (!root) throw new DocumentError('xml');
  if (!isNamed(root, 'conference-info')) throw new DocumentError('not-conference-info');
  return root;
}

function userOf(user: XmlElement): UserPart {
  return {
    entity: uriOf(user),
    state: stateOf(user),
    name: textIn(user, 'display-text')?.slice(0, MAX_NAME_LENGTH),
    endpoints: childrenOf(user, 'endpoint').map(endpointOf),
  };
}

function endpointOf(endpoint: XmlElement): EndpointPart {
  const status = textIn(endpoint, 'status');
  const callInfo = childOf(endpoint, 'call-info');
  const sip = callInfo && childOf(callInfo, 'sip');
  const callId = sip && textIn(sip, 'call-id');
  return {
    entity: uriOf(endpoint),
    state: stateOf(endpoint),
    name: textIn(endpoint, 'display-text')?.slice(0, MAX_NAME_LENGTH),
    // A word that we do not know: she is neither in nor gone.
    status: status === undefined || isStatus(status) ? status : 'pending',
    callId: callId !== undefined && callId.length <= MAX_URI_LENGTH ? callId : undefined,
  };
}

function isStatus(text: string): text is EndpointStatus {
  return STATUSES.has(text);
}

function stateOf({ attributes }: XmlElement): PartState {
  const { state = 'full' } = attributes;
  return STATES.has(state) ? (state as PartState) : 'full';
}

function uriOf({ attributes }: XmlElement): string {
  const uri = (attributes.entity ?? '').trim();
  if (uri.length > MAX_URI_LENGTH) throw new DocumentError('too-large');
  return uri;
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : undefined;
}

/** Text on one line, without what surrounds it; undefined: there is no such element. */
function textIn(parent: XmlElement, name: string): string | undefined {
  const element = childOf(parent, name);
  if (!element) return undefined;
  const words = element.children.map((child) =>
    'text' in child && !(child instanceof XmlElement) ? child.text : '',
  );
  return words.join('').replace(/\s+/g, ' ').trim();
}

function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  return childrenOf(parent, name)[0];
}

function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  return childElements(parent).filter((child) => isNamed(child, name));
}

function isNamed(element: XmlElement, wanted: string): boolean {
  if (localName(element) !== wanted) return false;
  const prefix = element.name.slice(0, -wanted.length - 1);
  const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  for (let scope: unknown = element; scope instanceof XmlElement; scope = scope.parent) {
    const namespace = scope.attributes[declaration];
    if (namespace !== undefined) return namespace === CONFERENCE_INFO_NAMESPACE;
  }
  return false;
}

/**
 * C3P, the language of a Lync focus: requests and responses of [MS-CONFBAS] 2.2, as bodies of SIP messages. Who asks is
 * `from`, the focus is `to`, and an answer is found by its `requestId`.
 */
import type { Body } from 'sip.js/lib/core/index.js';
import { childElements, localName, type Markup, readXml, xml } from '../xml.ts';

const CONTENT_TYPE = 'application/cccp+xml';

/** Responses repeat at most what was asked for. */
const MAX_CHARACTERS = 65_536;

export interface Envelope {
  /** Whole number, another one for each request of ours. */
  readonly requestId: string;
  /** Our SIP URI. */
  readonly from: string;
  /** Focus URI, which is also the conference URI. */
  readonly to: string;
}

export interface C3pResponse {
  readonly requestId: string;
  readonly code: 'success' | 'pending' | 'failure';
  /** Of a failure, as `UserBusy` (UCMA CommandFailureReasons); empty: not told. */
  readonly reason: string;
}

/**
 * We join the focus ([MS-CONFBAS] 2.2.3.3). As a presenter, because attendees may be refused to have others called (3015);
 * the focus grants what its policy allows.
 */
export function joinRequest(envelope: Envelope, endpoint: string): Body {
  return request(
    envelope,
    xml`<addUser><conferenceKeys confEntity="${envelope.to}"/>${user(envelope.from, '', 'presenter', endpoint)}</addUser>`,
  );
}

export interface DialOut {
  /** SIP URI of who is to be called. */
  readonly person: string;
  /** As the roster is to show her; empty: the server knows better. */
  readonly name: string;
  /** Of the conferencing server that calls: see `audioVideoUri`. */
  readonly mcuUri: string;
  /** A fresh GUID. */
  readonly endpoint: string;
}

/** The conferencing server calls somebody ([MS-CONFBAS] 2.2.3.15). */
export function dialOutRequest(envelope: Envelope, { person, name, mcuUri, endpoint }: DialOut): Body {
  const method = xml`<ci:joining-method>dialed-out</ci:joining-method>`;
  const called = user(person, name, 'attendee', endpoint, method);
  return request(
    envelope,
    xml`<addUser mcuUri="${mcuUri}"><conferenceKeys confEntity="${envelope.to}"/>${called}</addUser>`,
  );
}

/** Somebody is taken out, with all her endpoints ([MS-CONFIM] 4.3.1). */
export function deleteUserRequest(envelope: Envelope, person: string): Body {
  return request(
    envelope,
    xml`<deleteUser><userKeys confEntity="${envelope.to}" userEntity="${person}"/></deleteUser>`,
  );
}

function request({ requestId, from, to }: Envelope, command: Markup): Body {
  const { text } =
    xml`<?xml version="1.0"?><request xmlns="urn:ietf:params:xml:ns:cccp" C3PVersion="1" to="${to}" from="${from}" requestId="${requestId}">${command}</request>`;
  return { content: text, contentType: CONTENT_TYPE, contentDisposition: 'render' };
}

function user(entity: string, name: string, role: string, endpoint: string, inEndpoint = xml``): Markup {
  const shown = name === '' ? xml`` : xml`<ci:display-text>${name}</ci:display-text>`;
  return xml`<ci:user xmlns:ci="urn:ietf:params:xml:ns:conference-info" entity="${entity}">${shown}<ci:roles><ci:entry>${role}</ci:entry></ci:roles><ci:endpoint entity="{${endpoint}}">${inEndpoint}</ci:endpoint></ci:user>`;
}

/** Undefined: no C3P response, or none that says what became of the request. */
export function readC3pResponse(text: string): C3pResponse | undefined {
  const root = text.length > MAX_CHARACTERS ? undefined : readXml(text);
  if (!root || localName(root) !== 'response') return undefined;
  const { requestId = '', code, reason } = root.attributes;
  if (code !== 'success' && code !== 'pending' && code !== 'failure') return undefined;
  const told = reason ?? childElements(root)[0]?.attributes.reason ?? '';
  return { requestId, code, reason: told.slice(0, 80) };
}

/**
 * The URI of the audio and video server of a conference, which stands in its roster too; it differs from the focus URI only
 * in the name of the application. Undefined: no focus URI.
 */
export function audioVideoUri(focusUri: string): string | undefined {
  const uri = focusUri.replace(/(;opaque=app:conf:)focus(:)/i, '$1audio-video$2');
  return uri === focusUri ? undefined : uri;
}

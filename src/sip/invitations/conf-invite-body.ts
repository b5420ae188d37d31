import type { XmlElement } from '@rgrove/parse-xml';
import { formatAddress, parseAddress } from '../../core/index.ts';
import { childElements, localName, readXml } from '../xml.ts';

/** Lync's App-INVITE: an invitation to a conference, without any media description. */
export const CONF_INVITE_TYPE = 'application/ms-conf-invite+xml';

export interface ConferenceTarget {
  /** Canonical `sip:` or `sips:` address. */
  readonly conferenceUri: string;
  /** On one line; empty: none. */
  readonly subject: string;
}

const MAX_CHARACTERS = 16_384;
const MAX_SUBJECT = 200;

/**
 * `<Conferencing><focus-uri>sip:…</focus-uri><subject>…</subject>…</Conferencing>`. Undefined for anything else: too long, not
 * well-formed, with a document type, or without the address of a conference.
 */
export function readConfInvite(body: string): ConferenceTarget | undefined {
  const root = body.length > MAX_CHARACTERS ? undefined : readXml(body);
  if (!root || localName(root) !== 'Conferencing') return undefined;
  return conferenceTarget(textOf(root, 'focus-uri'), textOf(root, 'subject'));
}

/** Undefined where `uri` is no SIP address. */
export function conferenceTarget(uri: string, subject: string): ConferenceTarget | undefined {
  try {
    const address = parseAddress(uri);
    if (address.scheme === 'tel') return undefined;
    const line = subject.replace(/[\p{Cc}\s]+/gu, ' ').trim();
    return { conferenceUri: formatAddress(address), subject: [...line].slice(0, MAX_SUBJECT).join('') };
  } catch {
    return undefined;
  }
}

function textOf(root: XmlElement, name: string): string {
  return (
    childElements(root)
      .find((child) => localName(child) === name)
      ?.text.trim() ?? ''
  );
}

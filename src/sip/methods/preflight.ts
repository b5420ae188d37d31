import { type Delivery, type Outcome, parseAddress, toSipUri } from '../../core/index.ts';
import { parseUri } from '../user-agent/uri.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import type { SipMethodOptions } from './method-options.ts';

/** What goes on the wire for the person: a number becomes a SIP URI of our own domain. */
export function personUri({ destination }: Delivery, userAgent: SipUserAgent): string {
  return toSipUri(parseAddress(destination), userAgent.uri.host);
}

/** Why a delivery must not, or cannot, even begin; nothing has been sent then. */
export function refusalBefore(
  { userAgent, mayCall }: Pick<SipMethodOptions, 'userAgent' | 'mayCall'>,
  delivery: Delivery,
): Outcome | undefined {
  const { destination, conference } = delivery;
  if (!mayCall(destination)) return { word: 'not-allowed', detail: 'gate' };
  if (!mayCall(conference.uri, 'conference')) return { word: 'failed', detail: 'conference-not-allowed' };
  // The core takes some addresses that the grammar of SIP URIs does not (an IPv4 address of three parts).
  if (!isUri(personUri(delivery, userAgent))) return { word: 'not-found', detail: 'address' };
  if (!isUri(conference.uri)) return { word: 'failed', detail: 'conference-address' };
  return userAgent.ready ? undefined : { word: 'failed', detail: 'no-server' };
}

/** A `method` parameter turns "call her" into something else where it is referred to (RFC 3261 19.1.1). */
function isUri(text: string): boolean {
  try {
    return !parseUri(text).hasParam('method');
  } catch {
    return false;
  }
}

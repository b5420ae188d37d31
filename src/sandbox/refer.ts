/** Both ends of being referred (RFC 3515): what a REFER asks for, and the NOTIFYs that tell how it goes. */
import { type Body, type IncomingReferRequest, NameAddrHeader, type URI } from 'sip.js/lib/core/index.js';
import type { SipResponse } from '../core/index.ts';
import { newTag } from '../sip/user-agent/identifiers.ts';
import type { Line } from './line.ts';

export interface ReferReport {
  /** NOTIFY with the response as message/sipfrag; the last one ends the subscription. */
  notify(response: SipResponse, isLast: boolean): void;
}

export interface ReferTarget {
  /** Whom to call, without what was only meant for us. */
  readonly uri: URI;
  readonly name: string;
  /** INVITE, or BYE for taking somebody out (RFC 4579 5.11). */
  readonly method: string;
  /** Subject that the new call shall have; empty: none. */
  readonly subject: string;
}

/** Reads Refer-To; undefined where it is missing or no SIP URI. */
export function referTarget({ message }: IncomingReferRequest): ReferTarget | undefined {
  const header = message.parseHeader('refer-to');
  if (!(header instanceof NameAddrHeader) || !header.uri.user) return undefined;
  const uri = header.uri.clone();
  const method = uri.getParam('method')?.toUpperCase() ?? 'INVITE';
  const subject = decode(uri.getHeader('Subject')?.[0] ?? '');
  uri.deleteParam('method');
  uri.clearHeaders();
  return { uri, name: header.displayName, method, subject };
}

/**
 * Accepts a REFER outside a dialog; its NOTIFYs make a dialog of their own with whoever sent it (RFC 3515 2.4.4). None
 * comes where none is wanted (RFC 4488).
 */
export function acceptRefer(line: Line, request: IncomingReferRequest): ReferReport {
  const { message } = request;
  const tag = newTag();
  if (/^\s*false/i.test(message.getHeader('refer-sub') ?? '')) {
    line.responding(() => request.accept({ statusCode: 202, extraHeaders: ['Refer-Sub: false'] }));
    return { notify: () => {} };
  }
  line.responding(() => request.accept({ statusCode: 202, toTag: tag, extraHeaders: [line.contactHeader] }));
  const contact = message.parseHeader('contact');
  const target = contact instanceof NameAddrHeader ? contact.uri : message.from.uri;
  let cseq = 0;
  return {
    notify: (response, isLast) => {
      cseq += 1;
      const identity = {
        callId: message.callId,
        fromTag: tag,
        toTag: message.fromTag,
        cseq,
        to: message.from.uri,
      };
      const { headers, body } = sipfrag(response, isLast);
      line.request('NOTIFY', target, identity, headers, body);
    },
  };
}

export function sipfrag(
  { code, reasonPhrase }: SipResponse,
  isLast: boolean,
): { headers: string[]; body: Body } {
  const state = isLast ? 'terminated;reason=noresource' : 'active;expires=60';
  return {
    headers: ['Event: refer', `Subscription-State: ${state}`],
    body: {
      contentDisposition: 'render',
      contentType: 'message/sipfrag;version=2.0',
      content: `SIP/2.0 ${code} ${reasonPhrase}\r\n`,
    },
  };
}

function decode(text: string): string {
  try {
    // What was percent-encoded must not become a header of its own.
    return decodeURIComponent(text).replace(/\s+/g, ' ').trim();
  } catch {
    return '';
  }
}

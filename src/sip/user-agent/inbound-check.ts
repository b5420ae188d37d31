import type { IncomingRequestMessage, IncomingResponseMessage } from 'sip.js/lib/core/index.js';

/** Headers that every message must have (RFC 3261 8.1.1, 8.2.6.2); sip.js reads them without looking. */
const MANDATORY = ['from', 'to', 'call-id', 'cseq', 'via'];

export function hasMandatoryHeaders(message: IncomingRequestMessage | IncomingResponseMessage): boolean {
  return MANDATORY.every((name) => message.hasHeader(name)) && Boolean(message.viaBranch && message.fromTag);
}

/** What a request must be refused with before sip.js sees it, because it would throw there; undefined: it may pass. */
export function refusalOf(request: IncomingRequestMessage): number | undefined {
  if (!request.ruri) return 416; // a scheme that its grammar does not know, such as tel:
  if (request.method === 'PRACK' && !request.toTag) return 481;
  return request.method === 'INVITE' && !request.hasHeader('contact') ? 400 : undefined;
}

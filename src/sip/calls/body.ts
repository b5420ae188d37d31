import type { Body, IncomingRequestMessage, IncomingResponseMessage } from 'sip.js/lib/core/index.js';

/** The body of a message with its Content-Type as it was written, for passing it on unchanged. */
export function bodyOf(message: IncomingRequestMessage | IncomingResponseMessage): Body | undefined {
  if (!message.body) return undefined;
  const contentType = message.getHeader('content-type') ?? 'application/sdp';
  return { content: message.body, contentType, contentDisposition: dispositionOf(contentType) };
}

export function sdpBody(content: string): Body {
  return { content, contentType: 'application/sdp', contentDisposition: 'session' };
}

/** RFC 3261 13.2.1; sip.js follows offers and answers by it. */
function dispositionOf(contentType: string): string {
  return /^application\/sdp/i.test(contentType) ? 'session' : 'render';
}

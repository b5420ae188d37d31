import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';
import { type Answer, type Outcome, outcomeOf } from '../../core/index.ts';
import { codeOf, isConnectionLost, isMadeHere } from '../user-agent/responses.ts';

/** What the core wants to know about a final response, from its headers and from what we know beside it. */
export function answerOf(
  message: IncomingResponseMessage,
  context: Pick<Answer, 'answeredBy' | 'rang' | 'request' | 'cancelled'>,
): Answer {
  const q850 = q850Of(message);
  const retryAfterSeconds = retryAfterOf(message);
  const diagnosticsId = diagnosticsIdOf(message);
  return {
    code: codeOf(message),
    reasonPhrase: message.reasonPhrase ?? '',
    ...context,
    ...(q850 === undefined ? {} : { q850 }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(diagnosticsId === undefined ? {} : { diagnosticsId }),
  };
}

/** The outcome of a final response that is no 2xx. Of one that nobody sent, only that nobody knows. */
export function outcomeOfResponse(
  message: IncomingResponseMessage,
  context: Pick<Answer, 'answeredBy' | 'rang' | 'request' | 'cancelled'>,
): Outcome {
  if (!isMadeHere(message)) return outcomeOf(answerOf(message, context));
  return { word: 'unknown', detail: isConnectionLost(message) ? 'connection-lost' : 'no-response' };
}

/** Cause of the first `Reason: Q.850;cause=…` (RFC 3326). */
function q850Of(message: IncomingResponseMessage): number | undefined {
  for (const value of message.getHeaders('reason')) {
    const cause = /(?:^|,)\s*Q\.850\b[^,]*?;\s*cause\s*=\s*(\d{1,3})/i.exec(value)?.[1];
    if (cause !== undefined) return Number(cause);
  }
  return undefined;
}

/** Id of ms-diagnostics ([MS-OCER] 7, 8): `3015;reason="…";source="…"`; the public form goes to other companies. */
function diagnosticsIdOf(message: IncomingResponseMessage): number | undefined {
  const value = message.getHeader('ms-diagnostics') ?? message.getHeader('ms-diagnostics-public') ?? '';
  const id = /^\s*(\d{1,9})/.exec(value)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** Seconds of Retry-After (RFC 3261 20.33), without its comment and parameters. */
function retryAfterOf(message: IncomingResponseMessage): number | undefined {
  const seconds = /^\s*(\d{1,9})/.exec(message.getHeader('retry-after') ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

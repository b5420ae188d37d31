import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js';

/** Between them a registration is refreshed neither all the time nor practically never, whatever a registrar says. */
const SHORTEST_SECONDS = 10;
export const LONGEST_SECONDS = 86_400;

/**
 * How long the registrar keeps this Contact of ours, `<sip:…>`, in seconds: it lists all those of the address (RFC 3261 10.2.4). Undefined:
 * it does not say.
 */
export function grantedSeconds(message: IncomingResponseMessage, contact: string): number | undefined {
  const address = contact.slice(1, -1).split(';')[0]?.toLowerCase() ?? '';
  const listed = message.getHeaders('contact');
  // A border controller may have written another address: where there is one only, it is ours.
  const isOurs = (line: string) => [';', '>'].some((end) => line.toLowerCase().includes(address + end));
  const ours = listed.find(isOurs) ?? (listed.length === 1 ? listed[0] : undefined);
  const written = /;[ \t]*expires[ \t]*=[ \t]*"?(\d+)/i.exec(ours?.replace(/<[^>]*>/, '') ?? '')?.[1];
  const seconds = written === undefined ? secondsIn(message, 'expires') : Number(written);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS);
}

/** A header that begins with a number of seconds, such as Retry-After (RFC 3261 20.33). */
export function secondsIn(message: IncomingResponseMessage, header: string): number | undefined {
  const digits = /^\s*(\d{1,10})(?!\d)/.exec(message.getHeader(header) ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

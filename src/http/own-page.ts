import type { IncomingHttpHeaders } from 'node:http';

const OWN_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/**
 * Whether a request names this machine as this machine. What only this machine may ask for, a page of somebody else in a browser on it may
 * not: the browser sends its requests with the name that the page has, wherever that name leads now (DNS rebinding), or says in Origin
 * whose they are (RFC 6454 7).
 */
export function isOwnPage({ host = '', origin }: IncomingHttpHeaders): boolean {
  return OWN_NAME.test(host) && (origin === undefined || OWN_NAME.test(origin.replace(/^https?:\/\//i, '')));
}

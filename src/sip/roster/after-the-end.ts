/**
 * What to do when a subscription is over (RFC 6665 4.1.3, 4.4.1).
 *
 *   again ──► another one, after the usual pause or the one that the notifier wants
 *   gone  ──► the conference has ended: nobody is in, until another one begins under its URI
 *   final ──► the notifier tells nobody, or not us
 */
import type { SubscriptionEnd } from './subscription.ts';

export type Sequel =
  | { readonly kind: 'again'; readonly pauseSeconds: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'final'; readonly code: number };

/**
 * A room comes to life when somebody calls it: 404 and 480 are no refusal of the kind that stays. 477 is what Kamailio says
 * where the next hop is dead.
 */
const PASSING = new Set([404, 408, 423, 429, 430, 477, 480, 481, 482, 486, 487, 491, 600]);
/** 501 and 505 are about the method, 513 about its size. */
const LASTING_SERVER_FAILURES = new Set([501, 505, 513]);
/** A notifier that wants more has forgotten us long before. */
const LONGEST_PAUSE_SECONDS = 3_600;

export function afterTheEnd(end: SubscriptionEnd): Sequel {
  switch (end.how) {
    case 'silence':
      return again(undefined);
    case 'refused':
      return isPassing(end.code) ? again(end.retryAfterSeconds) : { kind: 'final', code: end.code };
    case 'terminated':
      if (end.reason === 'rejected') return { kind: 'final', code: 403 };
      if (end.reason === 'noresource') return { kind: 'gone' };
      // With the other reasons a Retry-After has no meaning (4.1.3).
      return again(/^(?:deactivated|timeout)$/.test(end.reason) ? undefined : end.retryAfterSeconds);
  }
}

function isPassing(code: number): boolean {
  if (code >= 500 && code < 600) return !LASTING_SERVER_FAILURES.has(code);
  return code === 0 || PASSING.has(code);
}

function again(pauseSeconds = 0): Sequel {
  return { kind: 'again', pauseSeconds: Math.min(pauseSeconds, LONGEST_PAUSE_SECONDS) };
}

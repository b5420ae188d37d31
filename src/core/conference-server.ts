/**
 * The port to the server that mixes a conference, beside its being called: who is in, calling somebody from there, taking
 * somebody out. One implementation per kind of server (CONFERENCE_DRIVER); plain SIP is one of them (RFC 4575, RFC 4579).
 */
import type { DeliveryMethod } from './delivery-method.ts';

export interface ConferenceServer {
  /** The server calls the person into its conference (RFC 4579 5.5): the `dial-out` of INVITE_METHODS. */
  readonly dialOut: DeliveryMethod;
  /**
   * Tells who is in, from now until the returned function is called: the whole roster as soon as it is known, and again with
   * each change. Heals by itself; never throws.
   */
  followRoster(conferenceUri: string, listener: (roster: Roster) => void): () => Promise<void>;
  /**
   * Takes somebody out who is in by herself (RFC 4579 5.11). Resolves when the server has done it, with what it answered where
   * it will not. Never rejects.
   */
  remove(conferenceUri: string, who: RosterTarget): Promise<Removal>;
}

/** Whom to take out: by what the roster calls her, where it is known; the address is the canonical one of the invitation. */
export interface RosterTarget {
  readonly address: string;
  readonly key?: string;
}

export type Removal =
  | { readonly kind: 'removed' | 'not-in' }
  /** `code` of the answer, 0: nobody answered. */
  | { readonly kind: 'refused'; readonly code: number };

export type Roster =
  /** Everybody whom the server counts as a participant at this moment; empty: nobody is in. */
  | { readonly kind: 'known'; readonly entries: readonly RosterEntry[] }
  /** For the time being nobody can say: the server is not reached, or has lost our subscription. */
  | { readonly kind: 'unknown' }
  /** The server tells nobody, or not us (489, 403 …): said once, and there is no more to come. */
  | { readonly kind: 'none'; readonly code: number };

/** One endpoint of one person, as the server sees it (RFC 4575 5.6, 5.7; UCMA ParticipantEndpoint). */
export interface RosterEntry {
  /** Names this endpoint in its conference as long as it is in. */
  readonly key: string;
  /** Canonical address of the person, as the server tells it; empty: withheld. */
  readonly address: string;
  /** As the server shows it; empty: not told. */
  readonly name: string;
  /** RFC 4575 5.7.3; UCMA ConferenceEndpointState. Somebody is in when `connected`, `on-hold` or `muted-via-focus`. */
  readonly status: EndpointStatus;
  /**
   * Call-ID of the dialog through which the server reaches this endpoint, where it tells one (RFC 4575 5.7.9 call-info), or
   * the server's own word for it. It is how an entry that bears our own address is matched to one of our legs.
   */
  readonly callId?: string;
}

export type EndpointStatus =
  | 'pending'
  | 'dialing-out'
  | 'dialing-in'
  | 'alerting'
  | 'on-hold'
  | 'connected'
  | 'muted-via-focus'
  | 'disconnecting'
  | 'disconnected';

/** Whether this endpoint takes part: it may be muted or held, but nobody still waits for it. */
export function isTakingPart({ status }: Pick<RosterEntry, 'status'>): boolean {
  return status === 'connected' || status === 'on-hold' || status === 'muted-via-focus';
}

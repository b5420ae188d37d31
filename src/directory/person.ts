import { formatAddress, parseAddress } from '../core/index.ts';
import type { WorkingHours } from './read-hours.ts';

/** Exactly one human being (or one phone), and how to reach her. */
export interface Person {
  /**
   * Stable identity, for "at most one living invitation per conference and person": her address in lower case without
   * parameters, `sips:` as `sip:`; or `id:…` (the channel's id) for somebody without an address. Somebody whose address was
   * typed keeps the key of the person it belongs to, so that two ways to write Mary are one Mary.
   */
  readonly key: string;
  /** For show; data, to be escaped wherever it is drawn. No control characters, at most 200 characters, never empty. */
  readonly name: string;
  /** Canonical `sip:`, `sips:` or `tel:` address; undefined: she is known, but there is no way to ring her. */
  readonly address: string | undefined;
  /** The address is only `sip:` + mail, which nobody has confirmed; to be said when it fails. */
  readonly guessed: boolean;
  /** Lower case. */
  readonly email?: string;
  /** Where she was found; for one who is in several, the first of people file, directory and roster. */
  readonly source: 'roster' | 'people-file' | 'directory' | 'typed' | 'mention';
  /** Another address of hers, canonical `tel:`; known so that a typed number finds its owner. */
  readonly tel?: string;
  /** Other names she goes by, for the search. */
  readonly aliases: readonly string[];
  /** Groups of the people file and of the directory that she belongs to, as written there. */
  readonly groups?: readonly string[];
  /** The channel's ids of her (Teams id, AAD object id, Slack id), for personal cards. */
  readonly ids: readonly string[];
  /** IANA time zone in which she lives. */
  readonly timezone?: string;
  /** When she works; missing: at all times. */
  readonly hours?: WorkingHours;
}

/** A member of the thread, as `TeamsInfo.getPagedMembers` returns them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly userPrincipalName?: string | undefined;
  readonly aadObjectId?: string | undefined;
}

/** See Person.key. */
export function keyOf(address: string): string {
  const { scheme, user, host, port } = parseAddress(address);
  return formatAddress({
    scheme: scheme === 'sips' ? 'sip' : scheme,
    user: user.toLowerCase(),
    host,
    port,
    parameters: '',
  });
}

/** The canonical form of an address, or undefined where it is none. */
export function canonicalAddress(text: string): string | undefined {
  try {
    return formatAddress(parseAddress(text));
  } catch {
    return undefined;
  }
}

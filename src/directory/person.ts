import type { Facts } from '../core/errors.ts';

/** Exactly one human being (or one phone), and how to reach her. */
export interface Person {
  /**
   * Stable identity, for "at most one living invitation per conference and person": her canonical address in lower case
   * without port and parameters, or `id:…` (the channel's id) for somebody without an address.
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
  /** Where she was found; for one who is in the roster and in the people file, the people file. */
  readonly source: 'roster' | 'people-file' | 'typed' | 'mention';
  /** Other names she goes by, for the search. */
  readonly aliases: readonly string[];
  /** The channel's ids of her (Teams id, AAD object id, Slack id), for personal cards. */
  readonly ids: readonly string[];
}

/** A member of the thread, as `TeamsInfo.getPagedMembers` returns them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly userPrincipalName?: string | undefined;
  readonly aadObjectId?: string | undefined;
}

/** Somebody as typed; the shape of commands' `InviteeText`. */
export type Wanted =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'mention'; readonly id: string; readonly name: string }
  | { readonly kind: 'address'; readonly address: string; readonly name?: string };

/** How well a name fitted, best first. */
export type Tier = 'exact' | 'alias' | 'part' | 'prefix' | 'fuzzy';

export type Found =
  /** `tier` is there when a name was searched for; `fuzzy` means that a typo was forgiven. */
  | { readonly kind: 'person'; readonly person: Person; readonly tier?: Tier }
  /** At least two who fit equally well, in a stable order. Ask, never guess. */
  | { readonly kind: 'question'; readonly wanted: string; readonly candidates: readonly Person[] }
  /** Nobody; at most three whose names are near. */
  | { readonly kind: 'nobody'; readonly wanted: string; readonly nearest: readonly Person[] }
  /** Codes: `address.invalid` (address) as core has it · `roster.unavailable` (wanted). */
  | {
      readonly kind: 'problem';
      readonly wanted: string;
      readonly code: string;
      readonly facts: Facts;
      readonly cause?: unknown;
    };

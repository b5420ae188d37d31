import type { Facts } from '../core/errors.ts';
import type { Person } from './person.ts';

/** Somebody as typed; the shape of commands' `InviteeText`. */
export type Wanted =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'mention'; readonly id: string; readonly name: string }
  | { readonly kind: 'address'; readonly address: string; readonly name?: string };

/**
 * How well a name fitted, best first: all of it · one of her aliases · whole parts of it or their nicknames · beginnings
 * of parts · with a slip of the fingers.
 */
export type Tier = 'exact' | 'alias' | 'part' | 'prefix' | 'fuzzy';

/**
 * Codes: `directory.old` (seconds: for how long it has not answered; people may have changed) · `directory.unread` (it could not
 * be read yet; whoever is only in it is not known).
 */
export interface Doubt {
  readonly code: 'directory.old' | 'directory.unread';
  readonly facts: Facts;
}

/** `doubt` is there where the answer rests on a directory that does not answer at the moment. */
export type Found =
  /** `tier` is there when a name was searched for; `fuzzy` means that a slip was forgiven, which is worth saying. */
  | { readonly kind: 'person'; readonly person: Person; readonly tier?: Tier; readonly doubt?: Doubt }
  /** At least two who fit equally well, at most MAX_QUESTION, in a stable order. Ask, never guess. */
  | {
      readonly kind: 'question';
      readonly wanted: string;
      readonly candidates: readonly Person[];
      readonly doubt?: Doubt;
    }
  /** All who belong to a group of the people file or the directory: at least one, at most MAX_GROUP, in their order there. */
  | {
      readonly kind: 'group';
      readonly wanted: string;
      readonly members: readonly Person[];
      readonly doubt?: Doubt;
    }
  /** Nobody; at most three whose names are near. */
  | {
      readonly kind: 'nobody';
      readonly wanted: string;
      readonly nearest: readonly Person[];
      readonly doubt?: Doubt;
    }
  | FoundProblem;

/** More people than this are not called by one word. */
export const MAX_GROUP = 50;

/** More than these are no question, but a name that says too little. */
export const MAX_QUESTION = 20;

/** Codes: `command.too-many-names` (count, limit: of a group) · `person.too-many` (count: who fit equally well) · `address.invalid` (address) as core has it · `roster.unavailable` (the roster could not be read; cause). */
export interface FoundProblem {
  readonly kind: 'problem';
  readonly wanted: string;
  readonly code: string;
  readonly facts: Facts;
  readonly cause?: unknown;
}

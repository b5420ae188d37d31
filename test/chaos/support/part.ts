import type { Figure } from './figures.ts';
import type { Phones } from './phones.ts';
import type { Replicas } from './replicas.ts';
import type { UnreliableChat } from './unreliable-chat.ts';

/** What outlives the processes, and those processes. */
export interface World {
  readonly chat: UnreliableChat;
  readonly phones: Phones;
  readonly replicas: Replicas;
  /** Asks the database, also where it is away for a while. */
  query<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
}

/** Something that is under way while processes die, and what must be true of it in the end. */
export interface Part {
  /** All that is under way from the beginning. */
  begin(): Promise<void>;
  /** Again and again during the storm. */
  stir(): Promise<void>;
  /** When nothing of it is under way any more, or that takes far too long. */
  settle(): Promise<void>;
  figures(): Promise<readonly Figure[]>;
}

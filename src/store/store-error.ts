import type { Facts } from '../core/errors.ts';

/** Why the store cannot work: `code` is stable (`store.…`), `message` is for the log and says what to do. */
export class StoreError extends Error {
  readonly code: string;
  readonly facts: Facts;

  constructor(code: string, message: string, facts: Facts = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
    this.facts = facts;
  }
}

/**
 * Why a message did not arrive. `gone`: there is no such message or thread any more. `forbidden`: the bot was removed, or
 * blocked. `refused`: the message itself is wrong, trying again cannot help. `busy`: too fast (429), or two at once (412).
 * `unreachable`: no answer, or a fault of the service; nobody knows whether it arrived.
 */
export type MessengerCode = 'gone' | 'forbidden' | 'refused' | 'busy' | 'unreachable';

export class MessengerError extends Error {
  readonly code: MessengerCode;
  /** HTTP status; undefined: no answer. */
  readonly status: number | undefined;
  /** How long the service asks to wait, in ms; undefined: it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number | undefined, retryAfterMs: number | undefined, options?: ErrorOptions) {
    super(`The chat service answered ${status ?? 'nothing'}`, options);
    this.name = 'MessengerError';
    this.code = codeOf(status);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same message may arrive later. */
  get isPassing(): boolean {
    return this.code === 'busy' || this.code === 'unreachable';
  }
}

function codeOf(status: number | undefined): MessengerCode {
  if (status === undefined || status >= 500 || status === 408) return 'unreachable';
  if (status === 412 || status === 429) return 'busy';
  if (status === 404 || status === 410) return 'gone';
  // 401 passes as soon as the credentials are right again, and the card is then still wanted.
  if (status === 401) return 'unreachable';
  return status === 403 ? 'forbidden' : 'refused';
}

/**
 * Why a message did not arrive. `gone`: there is no such message or thread any more. `forbidden`: the bot was removed, or
 * blocked. `too-big`: a smaller one would be taken. `refused`: the message itself is wrong, trying again cannot help. `busy`:
 * not taken now (429 too fast, 412 two at once, 401, 503, no connection). `unknown`: no answer, or a fault of the service
 * or of a gateway before it; nobody knows whether it arrived.
 */
export type MessengerCode = 'gone' | 'forbidden' | 'too-big' | 'refused' | 'busy' | 'unknown';

export class MessengerError extends Error {
  readonly code: MessengerCode;
  /** HTTP status; undefined: no answer. */
  readonly status: number | undefined;
  /** How long the service asks to wait, in ms; undefined: it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number | undefined, retryAfterMs: number | undefined, options?: ErrorOptions) {
    super(`The chat service answered ${status ?? 'nothing'}`, options);
    this.name = 'MessengerError';
    this.code = status === undefined && neverLeft(options?.cause) ? 'busy' : codeOf(status);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same message may arrive later. */
  get isPassing(): boolean {
    return this.code === 'busy' || this.code === 'unknown';
  }
}

/** A channel refuses messages, and tells nothing of itself, where the bot is not in it. */
export function isOutside(error: unknown): boolean {
  return error instanceof MessengerError && (error.code === 'gone' || error.code === 'forbidden');
}

const CODES: Readonly<Record<number, MessengerCode>> = {
  // Passes as soon as the credentials are right again, and the card is then still wanted.
  401: 'busy',
  403: 'forbidden',
  404: 'gone',
  408: 'unknown',
  410: 'gone',
  412: 'busy',
  413: 'too-big',
  429: 'busy',
  // RFC 9110 15.6.4: the server says that it did not work on the request, as a 500 or a gateway (502, 504) does not.
  503: 'busy',
};

function codeOf(status: number | undefined): MessengerCode {
  if (status === undefined || (status >= 500 && status !== 503)) return 'unknown';
  return CODES[status] ?? 'refused';
}

const NO_CONNECTION = new Set<unknown>([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** Whether there was no connection for the request to leave by; clients wrap what the system says. */
function neverLeft(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, cause, original } = error as Readonly<Record<string, unknown>>;
  return NO_CONNECTION.has(code) || neverLeft(cause) || neverLeft(original);
}

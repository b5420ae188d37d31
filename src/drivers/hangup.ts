import { type Outcome, outcomeOf } from '../core/index.ts';

/** How a call of a conference server ended that nobody had answered. */
export interface Hangup {
  /** Q.850; telephone exchanges say it, servers derive it from the SIP code where there was one. 0: not told. */
  readonly cause: number;
  /** Code of the SIP response, where the server tells it. */
  readonly sipCode?: number;
  readonly text: string;
}

/** ISUP to SIP: RFC 3398 7.2.4.1. */
const SIP_CODES: Readonly<Record<number, number>> = {
  1: 404, // unallocated number
  2: 404,
  3: 404,
  17: 486, // user busy
  18: 408, // no user responding
  19: 480, // no answer from user
  20: 480, // subscriber absent
  21: 403, // call rejected
  22: 410, // number changed
  26: 404,
  27: 502, // destination out of order
  28: 484, // address incomplete
  29: 501, // facility rejected
  34: 503, // no circuit available
  38: 503, // network out of order
  41: 503, // temporary failure
  42: 503, // congestion
  47: 503,
  55: 403,
  57: 403,
  58: 503,
  65: 488,
  70: 488,
  79: 501,
  87: 403,
  88: 503,
  102: 504, // recovery on timer expiry
  111: 500,
};

/** Nothing that anybody answered: normal clearing, and what servers say where they know nothing. */
const NO_ANSWER_AT_ALL = new Set([0, 16, 31, 32, 127]);

/** Whether her end said anything, or the call was just taken down. */
export function isAnswer({ cause, sipCode }: Hangup): boolean {
  return sipCode === undefined ? !NO_ANSWER_AT_ALL.has(cause) : sipCode >= 300 && sipCode !== 487;
}

/**
 * The cause counts only where no SIP code is told: else it is the server's own translation of that code, and folds a phone's
 * decline (486 after ringing) into busy.
 */
export function outcomeOfHangup(hangup: Hangup, rang: boolean): Outcome {
  const { cause, sipCode, text } = hangup;
  const answer = { reasonPhrase: text, answeredBy: 'person', rang, request: 'INVITE' } as const;
  if (!isAnswer(hangup)) return outcomeOf({ ...answer, code: 487 });
  if (sipCode !== undefined) return outcomeOf({ ...answer, code: sipCode });
  return outcomeOf({ ...answer, code: SIP_CODES[cause] ?? 500, q850: cause });
}

/**
 * What became of one person's invitation. Never a boolean and never the code alone: PBXs fold many causes into 403 and 480,
 * so a word about a person needs (code, who answered, whether an 18x came before, the Reason header, whether we cancelled),
 * and the outcome keeps all of them.
 */

/** The words that end a delivery; `cards/words` has a sentence for each. */
export type OutcomeWord =
  | 'joined'
  | 'answered'
  | 'accepted'
  | 'declined'
  | 'busy'
  | 'no-answer'
  | 'offline'
  | 'not-found'
  | 'not-allowed'
  | 'cannot'
  | 'withdrawn'
  | 'failed'
  | 'unknown';

/**
 * Who gave the answer: the `person` (her phone, or a server on the way to it), the `conference` (its answer to our second
 * leg or to a REFER), or the `server`: our own SIP server or stack, before anything was passed on.
 */
export type AnsweredBy = 'person' | 'conference' | 'server';

export interface SipResponse {
  /** 100–699. */
  readonly code: number;
  readonly reasonPhrase: string;
}

export interface Answer extends SipResponse {
  readonly answeredBy: AnsweredBy;
  /** A 180, 181, 182 or 183 came before: a phone rang, so a refusal is a person's. */
  readonly rang: boolean;
  /** The request that was answered; REFER: phones and focuses refuse it with more codes than INVITE. */
  readonly request?: 'INVITE' | 'REFER';
  /** Cause of a `Reason: Q.850;cause=…` header (RFC 3326), which wins over the code. */
  readonly q850?: number;
  /**
   * Address of who really answered, where that is told: asserted by the server (RFC 3325), or where a redirect has led. It
   * may be somebody else than who was invited.
   */
  readonly identity?: string;
  /** Why we had sent a CANCEL, if we had. */
  readonly cancelled?: 'withdrawn' | 'ring-timeout';
  /** Of 503 and others (RFC 3261 20.33), in seconds. */
  readonly retryAfterSeconds?: number;
  /** Id of an ms-diagnostics header (UCMA DiagnosticInformation.ErrorCode): Lync says there what its code does not. */
  readonly diagnosticsId?: number;
}

/** Why, where the word alone does not say it. Stable codes; `cards/words` has a sentence for each. */
export type OutcomeDetail =
  // failed: what was answered
  | 'conference-unreachable' // the person answered, the conference did not, or refused
  | 'conference-refused' // the conference was asked to call her, and could not
  | 'redirected'
  | 'credentials'
  | 'no-connection' // the server lost the way to her phone (477)
  | 'call-gone'
  | 'cancelled-elsewhere'
  | 'extension-required'
  | 'retry-later'
  | 'server-error'
  | 'refused'
  // failed: what happened on the way
  | 'no-conference-server' // it could not even be asked; nobody was called
  | 'too-many-waiting' // SIP_CALLS_PER_SECOND has more to do than anybody would wait for; nothing was sent
  | 'too-many-calls' // as many of ours as SIP_MAX_CALLS; nothing was sent
  | 'no-server' // we have no connection to the SIP server; nothing was sent
  | 'hung-up-early' // she answered, and hung up before the conference did
  | 'no-common-media'
  | 'joining-failed' // her phone was asked to call the conference, and did not get in
  | 'factory-refused' // no conference was made: CONFERENCE_FACTORY refused, or was silent
  | 'no-focus' // what the factory answered with is no conference (RFC 4579 5.4: `isfocus`)
  | 'conference-not-allowed' // the gate does not let us call the conference
  | 'conference-address' // nothing that SIP could call
  // not allowed, not found: before anything was sent
  | 'gate'
  | 'address'
  // not allowed: by the conference server
  | 'conference-policy'
  // no answer: by a human being
  | 'not-confirmed' // the call was answered, and nobody pressed 1
  // unknown: who does not know what
  | 'connection-lost'
  | 'no-response'
  | 'cancel-unanswered'
  | 'no-notify'
  | 'no-word-of-joining' // her phone was asked to call the conference, and never said whether it did
  | 'not-recallable' // withdrawn when her phone had been asked already
  | 'ownership-lost'
  // failed, or unknown
  | 'interrupted' // our process stopped or died
  | 'internal-error';

export interface Outcome {
  readonly word: OutcomeWord;
  /** The answer behind the word; missing where nobody answered. */
  readonly answer?: Answer;
  readonly detail?: OutcomeDetail;
}

const Q850_WORDS: Readonly<Record<number, OutcomeWord>> = {
  17: 'busy', // user busy
  18: 'no-answer', // no user responding
  19: 'no-answer', // no answer from user (alerted)
  21: 'declined', // call rejected
};

/** Refusals of the form or the method, not of the invitation: the next form or method may work. */
const CANNOT = new Set([400, 405, 406, 415, 420, 488, 489, 501, 606]);
const CANNOT_REFER = new Set([403, 481, 603]);

const AFTER_RINGING: Readonly<Record<number, OutcomeWord>> = {
  403: 'declined',
  408: 'no-answer',
  480: 'no-answer',
  486: 'declined', // busy only where a Reason says so: 486 is also how phones decline
  600: 'busy',
  603: 'declined',
  605: 'declined',
};

const BEFORE_RINGING: Readonly<Record<number, OutcomeWord>> = {
  403: 'not-allowed',
  408: 'offline',
  410: 'offline',
  430: 'offline',
  480: 'offline',
  486: 'busy',
  600: 'busy',
  603: 'declined',
  605: 'declined',
};

const NOT_FOUND = new Set([404, 416, 484, 485, 604]);

/** A server cannot be busy or decline for her: what it refuses, it does not allow. */
const SERVER_WORDS: Readonly<Record<number, OutcomeWord>> = {
  486: 'failed',
  600: 'failed',
  603: 'not-allowed',
  605: 'not-allowed',
};

/** The outcome of a final answer. An unnamed code falls to its class; a 1xx as an end means that nobody knows. */
export function outcomeOf(answer: Answer): Outcome {
  const word = wordOf(answer);
  const detail = detailOf(answer, word);
  return detail === undefined ? { word, answer } : { word, answer, detail };
}

function wordOf(answer: Answer): OutcomeWord {
  const { code, answeredBy, rang, cancelled } = answer;
  if (code < 200) return 'unknown';
  if (isCannot(answer)) return 'cannot';
  if (answeredBy === 'conference') return code < 300 ? 'answered' : 'failed';
  if (code < 300) return 'answered';
  if (code === 487) return cancelled === 'withdrawn' ? 'withdrawn' : cancelled ? 'no-answer' : 'failed';
  const cause = answer.q850 === undefined ? undefined : Q850_WORDS[answer.q850];
  if (cause && answeredBy === 'person') return cause;
  if (answeredBy === 'server' && SERVER_WORDS[code]) return SERVER_WORDS[code];
  if (NOT_FOUND.has(code)) return 'not-found';
  return (rang ? AFTER_RINGING[code] : undefined) ?? BEFORE_RINGING[code] ?? 'failed';
}

function isCannot({ code, answeredBy, rang, request }: Answer): boolean {
  if (request === 'REFER' && !rang && CANNOT_REFER.has(code)) return true;
  // The conference refusing our second leg says nothing about what her phone can do.
  if (answeredBy === 'conference' && request !== 'REFER') return false;
  return CANNOT.has(code);
}

function detailOf(
  { code, answeredBy, retryAfterSeconds }: Answer,
  word: OutcomeWord,
): OutcomeDetail | undefined {
  if (word !== 'failed') return undefined;
  if (answeredBy === 'conference') return 'conference-unreachable';
  if (code >= 300 && code < 400) return 'redirected';
  if (code === 401 || code === 407) return 'credentials';
  if (code === 477) return 'no-connection';
  if (code === 481) return 'call-gone';
  if (code === 487) return 'cancelled-elsewhere';
  if (code === 421 || code === 422) return 'extension-required';
  if (code === 429 || code === 503 || retryAfterSeconds !== undefined) return 'retry-later';
  return code >= 500 ? 'server-error' : 'refused';
}

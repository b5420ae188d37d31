/**
 * What the focus says, in the words of the core: failures of commands by their reason (UCMA CommandFailureReasons), refused
 * requests by their code and the id of their ms-diagnostics ([MS-OCER] 7.4).
 */
import type { Answer, Outcome } from '../../core/index.ts';

const REASONS: ReadonlyMap<string, Outcome> = new Map([
  ['userbusy', { word: 'busy' }],
  ['userdeclined', { word: 'declined' }],
  ['usernotanswered', { word: 'no-answer' }],
  ['userunknown', { word: 'not-found' }],
  ['userdoesnotexist', { word: 'not-found' }],
  ['userexists', { word: 'joined' }],
  ['userdenied', { word: 'not-allowed', detail: 'conference-policy' }],
  ['forbidden', { word: 'not-allowed', detail: 'conference-policy' }],
  ['unauthorized', { word: 'not-allowed', detail: 'conference-policy' }],
  ['anonymoususersnotallowed', { word: 'not-allowed', detail: 'conference-policy' }],
  ['federatedusersnotallowed', { word: 'not-allowed', detail: 'conference-policy' }],
  ['notsupported', { word: 'cannot' }],
  ['medianotsupported', { word: 'cannot' }],
  ['mcutypenotavailable', { word: 'cannot' }],
  ['unknownmcutype', { word: 'cannot' }],
  ['requestcancelled', { word: 'failed', detail: 'cancelled-elsewhere' }],
  ['timeout', { word: 'unknown', detail: 'no-response' }],
] as const);

/** Of deleteUser: there is nobody to take out. */
const NOT_IN = new Set(['userdoesnotexist', 'userunknown', 'endpointdoesnotexist', 'conferencedoesnotexist']);

/** No answer of a person came with it, so a reason nobody has named is a failure of the conference. */
export function outcomeOfFailure(reason: string): Outcome {
  return REASONS.get(reason.toLowerCase()) ?? { word: 'failed', detail: 'conference-refused' };
}

export function isNotIn(reason: string): boolean {
  return NOT_IN.has(reason.toLowerCase());
}

const DIAGNOSTICS: ReadonlyMap<number, Pick<Outcome, 'word' | 'detail'>> = new Map([
  [3002, { word: 'not-found' }],
  [3003, { word: 'failed', detail: 'conference-address' }],
  [3012, { word: 'failed', detail: 'conference-address' }],
  [3013, { word: 'failed', detail: 'conference-address' }],
  [3014, { word: 'not-allowed', detail: 'conference-policy' }],
  [3015, { word: 'not-allowed', detail: 'conference-policy' }],
  [3017, { word: 'not-allowed', detail: 'conference-policy' }],
  [3019, { word: 'not-allowed', detail: 'conference-policy' }],
]);

/**
 * Of a refused INVITE or INFO. 503 is a failure that may pass, 603 one that stays: of the command, not of the person
 * ([MS-CONFBAS] INFO response codes).
 */
export function outcomeOfRefusal(answer: Answer): Outcome {
  const known = answer.diagnosticsId === undefined ? undefined : DIAGNOSTICS.get(answer.diagnosticsId);
  if (known) return { ...known, answer };
  const isTransient = answer.code === 503 || answer.retryAfterSeconds !== undefined;
  return { word: 'failed', detail: isTransient ? 'retry-later' : 'conference-refused', answer };
}

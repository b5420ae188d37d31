import type { OutcomeWord } from '../core/index.ts';
import type { InvitationRow } from '../desk/index.ts';
import { fill } from './sentence.ts';
import { en } from './words/en.ts';
import type { DetailCode, Facts, Words } from './words/words.ts';

/** A wrong address ends in one of these. */
const ADDRESS_MAY_BE_WRONG: ReadonlySet<string> = new Set<OutcomeWord>([
  'offline',
  'not-found',
  'not-allowed',
  'cannot',
  'failed',
]);

/** What is said under the word of a row: why, and what to do. Empty where the word says it all. */
export function rowDetails(row: InvitationRow, words: Words = en): string[] {
  const code = detailOf(row);
  const facts = factsOf(row);
  const details = code === undefined ? [] : [fill(words.details[code], facts, words)];
  const blamesAddress =
    ADDRESS_MAY_BE_WRONG.has(row.status) && row.outcome?.answer?.answeredBy !== 'conference';
  if (row.guessed && blamesAddress) details.push(fill(words.details.guessed, facts, words));
  return details;
}

const SAME_NAME = ['answered', 'offline', 'not-found', 'not-allowed', 'cannot'] as const;

function detailOf({ status, queued, outcome }: InvitationRow): DetailCode | undefined {
  if (status === 'inviting') return queued ? 'queued' : undefined;
  if (status === 'failed') return failureOf(outcome);
  if (status === 'unknown') {
    if (outcome?.detail === 'interrupted') return 'interrupted-unknown';
    return outcome?.detail === 'connection-lost' ? 'connection-lost' : 'unknown';
  }
  return SAME_NAME.find((code) => code === status);
}

/** The codes that outcomes of `failed` carry in `detail`; what has none is a plain refusal, or our own fault. */
const FAILURES = [
  'interrupted',
  'internal-error',
  'connection-lost',
  'redirected',
  'credentials',
  'no-connection',
  'call-gone',
  'cancelled-elsewhere',
  'extension-required',
  'retry-later',
  'server-error',
  'refused',
] as const satisfies readonly DetailCode[];

function failureOf(outcome: InvitationRow['outcome']): DetailCode {
  if (outcome?.detail === 'conference-unreachable' || outcome?.answer?.answeredBy === 'conference') {
    // A focus that refuses our REFER never called her; one that refuses our second leg left her waiting.
    return outcome.answer?.request === 'REFER' ? 'conference-refused' : 'conference-unreachable';
  }
  return (
    FAILURES.find((code) => code === outcome?.detail) ?? (outcome?.answer ? 'refused' : 'internal-error')
  );
}

function factsOf({ name, address, outcome }: InvitationRow): Facts {
  const seconds = outcome?.answer?.retryAfterSeconds;
  return {
    name,
    address: address.replace(/^(sips?|tel):/, ''),
    ...(outcome?.answer ? { code: outcome.answer.code } : {}),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

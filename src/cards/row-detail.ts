import type { Outcome, OutcomeWord } from '../core/index.ts';
import type { InvitationRow } from '../desk/index.ts';
import { fill, sentence } from './sentence.ts';
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

/** What of a row its details are made of. */
type DetailedRow = Pick<
  InvitationRow,
  'name' | 'address' | 'status' | 'outcome' | 'queued' | 'guessed' | 'removal'
> &
  Partial<Pick<InvitationRow, 'answer' | 'message' | 'passedOver'>>;

/** What is said under the word of a row: why, and what to do. Empty where the word says it all. */
export function rowDetails(row: DetailedRow, words: Words = en): string[] {
  const code = detailOf(row, words);
  const facts = factsOf(row);
  const details = code === undefined ? [] : [fill(words.details[code], facts, words)];
  if (facts.by !== undefined) details.push(fill(words.details['answered-by'], facts, words));
  const blamesAddress =
    ADDRESS_MAY_BE_WRONG.has(row.status) &&
    row.outcome?.answer?.answeredBy !== 'conference' &&
    row.outcome?.detail !== 'interrupted';
  if (row.guessed && blamesAddress) details.push(fill(words.details.guessed, facts, words));
  const { passedOver } = row;
  if (passedOver) details.push(sentence(passedOver.code, passedOver.facts, words));
  return [...details, ...herWords(row, words)];
}

/** What she has said herself, in the chat. */
function herWords({ name, status, answer, message }: DetailedRow, words: Words): string[] {
  const { postponed, writes } = words.personal;
  return [
    ...(answer?.wish === 'later' && status === 'withdrawn'
      ? [fill(postponed, { names: [name] }, words)]
      : []),
    ...[answer?.words, message]
      .filter((said) => typeof said === 'string')
      .map((said) => fill(writes, { name, words: said }, words)),
  ];
}

/** Words that have more to say than themselves, also without a detail. */
const SAME_NAME = [
  'waiting',
  'answered',
  'offline',
  'not-found',
  'not-allowed',
  'cannot',
  'unknown',
] as const;

function detailOf(
  { status, queued, outcome, removal }: DetailedRow,
  { details }: Words,
): DetailCode | undefined {
  if (removal) return removal.kind === 'refused' ? 'not-removed' : 'removing';
  if (status === 'inviting') return queued ? 'queued' : undefined;
  // What came of the call is not what is said of somebody who has come, or left, since.
  const { detail, answer }: Partial<Outcome> = outcome?.word === status ? outcome : {};
  // A focus that refuses our REFER never called her; one that refuses our second leg left her waiting.
  if (detail === 'conference-unreachable' && answer?.request === 'REFER') return 'conference-refused';
  if (detail === 'interrupted' && status === 'unknown') return 'interrupted-unknown';
  // What an older or newer version has written may be unknown here.
  if (detail !== undefined && detail in details) return detail;
  if (status === 'failed') return answer ? 'refused' : 'internal-error';
  return SAME_NAME.find((code) => code === status);
}

function factsOf({ name, address, outcome, removal }: DetailedRow): Facts {
  const seconds = outcome?.answer?.retryAfterSeconds;
  return {
    name,
    address: address.replace(/^(sips?|tel):/, ''),
    ...(outcome?.answer ? { code: outcome.answer.code } : {}),
    ...answererOf(address, outcome?.answer?.identity),
    ...(seconds === undefined ? {} : { seconds }),
    ...(removal?.kind === 'refused' ? { code: removal.code } : {}),
  };
}

/** Who has answered, where that is somebody else than who was invited. */
function answererOf(address: string, identity: string | undefined): { by?: string } {
  if (identity === undefined || sameWithoutParameters(address, identity)) return {};
  return { by: bare(identity) };
}

function sameWithoutParameters(a: string, b: string): boolean {
  return bare(a).toLowerCase() === bare(b).toLowerCase();
}

function bare(address: string): string {
  return address.replace(/^(sips?|tel):/, '').replace(/[;?].*$/, '');
}

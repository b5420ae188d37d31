/**
 * `conference NAME@PROFILE bgdial {variables}dial-string`: the command by which FreeSWITCH dials somebody into a conference. Its
 * line is cut at spaces, then at commas, then at `=`, with quotes that are dropped on the way; so nothing that could mean any of
 * that gets into it, and nothing has to be escaped.
 */
import type { Delivery } from '../../core/index.ts';

export interface BgdialOptions {
  readonly callId: string;
  readonly room: string;
  /** ESL_PROFILE. */
  readonly profile: string;
  readonly dialString: string;
  readonly timeoutSeconds: number;
  readonly delivery: Pick<
    Delivery,
    'destination' | 'inviteeName' | 'fromName' | 'toast' | 'conference' | 'headers'
  >;
  /** What her phone can call back. */
  readonly callerNumber: string;
}

const MAX_NAME_CHARACTERS = 40;
const MAX_SUBJECT_CHARACTERS = 100;

/** Names, numbers, addresses and dial strings. */
const PLAIN = /^[\w.+~*:;=@/-]+$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Throws TypeError for a part that could mean something else; `dialString` and `roomOf` let none through. */
export function bgdial(options: BgdialOptions): string {
  const { callId, room, profile, dialString, timeoutSeconds, delivery, callerNumber } = options;
  const { destination, inviteeName, fromName, toast, conference } = delivery;
  const variables: readonly (readonly [name: string, value: string])[] = [
    // The successor of a dead process finds the call by this name.
    ['origination_uuid', plain(callId)],
    ['originate_timeout', `${timeoutSeconds}`],
    // A voice before the answer is no answer: she would be in the room while her phone still rings.
    ['ignore_early_media', 'true'],
    ['origination_caller_id_name', words(fromName, MAX_NAME_CHARACTERS)],
    ['origination_caller_id_number', PLAIN.test(callerNumber) ? callerNumber : ''],
    // Read again where the roster is asked.
    ['usher_address', plain(destination)],
    ['usher_name', words(inviteeName, MAX_NAME_CHARACTERS)],
    ['sip_h_Subject', words(toast?.line ?? conference.subject, MAX_SUBJECT_CHARACTERS)],
    ...extraHeaders(delivery),
  ];
  const inBraces = variables
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${quoted(value)}`);
  return `conference ${plain(room)}@${plain(profile)} bgdial {${inBraces.join(',')}}${plain(dialString)}`;
}

/** A header with a value that could not be sent as it is, is left out: half of it would be another one. */
function extraHeaders({ headers }: Pick<Delivery, 'headers'>): [string, string][] {
  return headers
    .filter(({ name, value }) => HEADER_NAME.test(name) && value === words(value, value.length))
    .map(({ name, value }) => [`sip_h_${name}`, value]);
}

function plain(text: string): string {
  if (!PLAIN.test(text)) throw new TypeError('not plain enough for a dial string');
  return text;
}

/** What a phone shows: letters, digits and a few marks that mean nothing in a dial string. */
function words(text: string, characters: number): string {
  const safe = text
    .replaceAll("'", '’')
    .replace(/[^\p{L}\p{M}\p{N}.:!?+’-]+/gu, ' ')
    .trim();
  return [...safe].slice(0, characters).join('').trim();
}

function quoted(value: string): string {
  return value.includes(' ') ? `'${value}'` : value;
}

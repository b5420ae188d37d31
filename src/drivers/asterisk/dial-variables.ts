/** Variables of a channel that is dialled; those with parentheses are functions of the dialplan that Asterisk runs at once. */
import type { Delivery } from '../../core/index.ts';

type Variables = Readonly<Record<string, string>>;

const MAX_NAME_CHARACTERS = 40;
const MAX_SUBJECT_CHARACTERS = 100;

/** Who calls whom. `callerNumber` is what her phone can call back. */
export function identities(
  { destination, inviteeName, fromName }: Pick<Delivery, 'destination' | 'inviteeName' | 'fromName'>,
  callerNumber: string,
): Variables {
  const number = destination.replace(/^(sips?|tel):|@.*$/g, '');
  return {
    // Read again where the roster is asked.
    USHER_ADDRESS: destination,
    // What her phone shows …
    'CONNECTEDLINE(all)': callerId(fromName, callerNumber),
    // … and as whom the room knows her.
    'CALLERID(all)': callerId(inviteeName, number),
  };
}

/** Whether Asterisk can put headers into the INVITE. */
export function isSip(endpoint: string): boolean {
  return endpoint.startsWith('PJSIP/');
}

/** Subject (the toast, or else what the conference is about) and the extra headers. */
export function sipHeaders({
  toast,
  conference,
  headers,
}: Pick<Delivery, 'toast' | 'conference' | 'headers'>): Variables {
  const subject = cut(toast?.line ?? conference.subject, MAX_SUBJECT_CHARACTERS);
  const all = [...(subject === '' ? [] : [{ name: 'Subject', value: subject }]), ...headers];
  return Object.fromEntries(all.map(({ name, value }) => [`PJSIP_HEADER(add,${name})`, oneLine(value)]));
}

/** `"Mary Smith" <mary>`, the name without what could end it. */
function callerId(name: string, number: string): string {
  const shown = cut(name.replace(/["\\<>]/g, ''), MAX_NAME_CHARACTERS);
  return shown === '' ? `<${number}>` : `"${shown}" <${number}>`;
}

function cut(text: string, characters: number): string {
  return [...oneLine(text)].slice(0, characters).join('').trim();
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .toWellFormed()
    .trim();
}

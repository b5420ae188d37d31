import { ArgumentError } from './errors.ts';

/** An extra SIP header of an invitation (UCMA ConferenceInvitationDeliverOptions.Headers). */
export interface Header {
  readonly name: string;
  readonly value: string;
}

const ALLOWED = /^(x-[a-z0-9-]+|organization|accept-language|priority)$/i;
/** RFC 3261 20.26, without `emergency`: what that does to a call is the business of emergency services. */
const PRIORITIES = /^(non-urgent|normal|urgent)$/i;

/**
 * Extra headers pass only from an allow-list: `X-*`, `Organization`, `Accept-Language`, `Priority`. Others could change what a phone
 * does: Answer-Mode answers it, Alert-Info and Call-Info fetch or play things, and can so open a microphone.
 * Throws ArgumentError `header.restricted` or `header.invalid` (facts: name).
 */
export function checkHeaders(headers: readonly Header[]): readonly Header[] {
  for (const { name, value } of headers) {
    if (!ALLOWED.test(name) || (/^priority$/i.test(name) && !PRIORITIES.test(value))) {
      throw new ArgumentError('header.restricted', `The header ${JSON.stringify(name)} is not allowed`, {
        name: name.slice(0, 80),
      });
    }
    if (/\p{Cc}/u.test(value) || value.trim() === '' || value.length > 1024) {
      throw new ArgumentError('header.invalid', `The value of the header ${name} is not one line of text`, {
        name,
      });
    }
  }
  return headers;
}

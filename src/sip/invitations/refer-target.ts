import { type ConferenceTarget, conferenceTarget } from './conf-invite-body.ts';

/**
 * The conference that a REFER names (RFC 4579 5.6): `Refer-To: <sip:standup@conf…>`, perhaps with `;method=INVITE` and a
 * Subject for the call. Undefined for everything else: several of them, another method, other embedded headers (`Replaces`
 * would let us take over a call).
 */
export function readReferTo(values: readonly string[]): ConferenceTarget | undefined {
  const [value = '', ...more] = values;
  const uri = /<([^<>]*)>[^<>]*$/.exec(value)?.[1] ?? value.trim();
  if (more.length > 0 || value.length > 1_024) return undefined;
  const [target = '', embedded = ''] = cutOnce(uri, '?');
  const subject = /^(?:subject=([^&]*))?$/i.exec(embedded);
  const called = target.replace(/;method=INVITE(?=;|$)/i, '');
  if (!subject || /;method=/i.test(called)) return undefined;
  return conferenceTarget(called, decode(subject[1] ?? ''));
}

function cutOnce(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

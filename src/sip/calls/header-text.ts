/** Text from people on its way into SIP headers. Nothing here lets a CR, LF or other control character through. */

export const MAX_DISPLAY_NAME_CHARACTERS = 40;
export const MAX_SUBJECT_BYTES = 200;

/** One line of visible text: control characters and runs of blanks become one blank. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/**
 * A display name for sip.js, which puts it between quotes as it is: cut to 40 characters, quotes and backslashes escaped
 * (RFC 3261 25.1, quoted-string).
 */
export function displayName(text: string): string {
  const cut = [...oneLine(text).toWellFormed()].slice(0, MAX_DISPLAY_NAME_CHARACTERS).join('');
  return cut.trim().replace(/["\\]/g, '\\$&');
}

/** The value of Subject: at most 200 bytes of UTF-8, no character cut in two. Empty where there is nothing to say. */
export function subject(text: string): string {
  let result = '';
  let bytes = 0;
  for (const character of oneLine(text).toWellFormed()) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_SUBJECT_BYTES) break;
    result += character;
  }
  return result.trim();
}

/** One header line. Both parts are made harmless again: this is the last gate before the wire. */
export function headerLine(name: string, value: string): string {
  return `${name.replace(/[^A-Za-z0-9-]/g, '')}: ${oneLine(value).toWellFormed()}`;
}

/**
 * A SIP message for people to read: without what would let a reader call in our name or listen in (credentials, nonces, media
 * keys), and without control characters, which could steer the terminal that shows it.
 */

const REMOVED = '(removed)';

/** Header names may be folded over several lines (RFC 3261 7.3.1). */
const CREDENTIALS = /^((?:proxy-)?authorization[ \t]*:[ \t]*[\w-]*)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim;
const CHALLENGE =
  /^(?:(?:www|proxy)-authenticate|(?:proxy-)?authentication-info)[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim;
const CHALLENGE_SECRET =
  /\b((?:next)?nonce|cnonce|opaque|rspauth)([ \t]*=[ \t]*)("(?:[^"\\]|\\.)*"?|[^\s,]+)/gi;
/** RFC 4568, RFC 4567, RFC 8839, RFC 8866 5.12: the tag and the suite of a key may be read. */
const MEDIA_KEYS = /^(a=crypto:[ \t]*\d*[ \t]*[\w-]*|a=key-mgmt:|a=ice-pwd:|k=)[^\r\n]*/gim;

export function withoutSecrets(message: string): string {
  return message
    .replace(CREDENTIALS, `$1 ${REMOVED}`)
    .replace(CHALLENGE, (header) => header.replace(CHALLENGE_SECRET, `$1$2"${REMOVED}"`))
    .replace(MEDIA_KEYS, `$1 ${REMOVED}`)
    .replaceAll('\r\n', '\n')
    .replace(/[^\P{Cc}\n\t]/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

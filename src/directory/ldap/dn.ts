/** Distinguished names (RFC 4514), as far as they have to be compared and shown. */

/** One form of a DN: servers differ in case and blanks, and `uniqueMember` may have bits behind it (RFC 4517 3.3.21). */
export function keyOfDn(dn: string): string {
  return dn
    .replace(/#'[01]*'B$/, '')
    .toLowerCase()
    .replace(/\s*(?<!\\)([,=+])\s*/g, '$1')
    .trim();
}

/** The value of the first part: "Surgery" of "CN=Surgery,OU=Groups,DC=contoso,DC=com". */
export function nameOfDn(dn: string): string {
  const value = /^[^=]+=((?:\\.|[^\\,+])*)/s.exec(dn)?.[1] ?? '';
  return value
    .replace(/(?:\\[0-9a-f]{2})+/gi, unescapeBytes)
    .replace(/\\(.)/gs, '$1')
    .trim();
}

function unescapeBytes(escaped: string): string {
  return Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString();
}

/**
 * A SIP message as lines (RFC 3261 7.3): enough to judge it before sip.js spends time on it, and to refuse one that sip.js
 * cannot read. Folded lines are joined, compact names written out, Via headers one to a line.
 */
export interface RawMessage {
  readonly startLine: string;
  readonly headers: readonly RawHeader[];
  /** Lines among the headers that are none. */
  readonly strayLines: readonly string[];
  readonly body: string;
}

export interface RawHeader {
  /** In lower case, never the compact form. */
  readonly name: string;
  readonly value: string;
}

/** RFC 3261 7.3.3, 3515, 3841, 3892, 4028, 4474, 6665. */
const COMPACT_NAMES: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
  ['y', 'identity'],
]);

const HEADER = /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*:([^\r\n]*)$/;

export function readRaw(text: string): RawMessage {
  const end = text.indexOf('\r\n\r\n');
  const [startLine = '', ...lines] = unfold(end === -1 ? text : text.slice(0, end)).split('\r\n');
  const headers: RawHeader[] = [];
  const strayLines: string[] = [];
  for (const line of lines) {
    const [, written, value = ''] = HEADER.exec(line) ?? [];
    if (written === undefined) {
      strayLines.push(line);
      continue;
    }
    const name = COMPACT_NAMES.get(written.toLowerCase()) ?? written.toLowerCase();
    const values = name === 'via' ? splitList(value) : [value];
    headers.push(...values.map((one) => ({ name, value: one.trim() })));
  }
  return { startLine, headers, strayLines, body: end === -1 ? '' : text.slice(end + 4) };
}

/** As sip.js takes it. `__proto__` is a legal name for a header, which it would look up among those it has. */
export function writeRaw({ startLine, headers, body }: RawMessage): string {
  const lines = headers
    .filter(({ name }) => name !== '__proto__')
    .map(({ name, value }) => `${name}: ${value}`);
  return `${[startLine, ...lines].join('\r\n')}\r\n\r\n${body}`;
}

export function valuesOf({ headers }: RawMessage, wanted: string): string[] {
  return headers.filter(({ name }) => name === wanted).map(({ value }) => value);
}

/** Without Contacts of other schemes: they are legal in a redirect (RFC 3261 20.10), but sip.js drops the whole message. */
export function withSipContactsOnly(raw: RawMessage): RawMessage {
  const headers = raw.headers.flatMap(({ name, value }) => {
    if (name !== 'contact' || !isForeign(value)) return [{ name, value }];
    const ours = splitList(value).filter((one) => !isForeign(one));
    return ours.length === 0 ? [] : [{ name, value: ours.join(',') }];
  });
  return { ...raw, headers };
}

/** Not by what is quoted: `+sip.instance` is a URN (RFC 5626 4.1). */
function isForeign(contact: string): boolean {
  return FOREIGN_URI.test(contact.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
}

/** A URI of another scheme than SIP's, in brackets or at the beginning of a value. */
const FOREIGN_URI = /(?:<|^)[ \t]*(?!sips?:)[a-z][a-z0-9+.-]*:/i;

/** A header goes on where a line begins with white space (RFC 3261 7.3.1). */
export function unfold(head: string): string {
  return head.replace(/\r\n[ \t]+/g, ' ');
}

/** The elements of a list, cut at commas outside of quoted strings. Linear, whatever a peer writes. */
export function splitList(value: string): string[] {
  const elements: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < value.length; index += 1) {
    const character = value[index];
    if (isQuoted && character === '\\') index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted) {
      elements.push(value.slice(start, index));
      start = index + 1;
    }
  }
  return [...elements, value.slice(start)];
}

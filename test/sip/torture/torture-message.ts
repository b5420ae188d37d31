/**
 * What a message of RFC 4475 is for this user agent, which takes no calls from strangers and is no registrar, over a stream.
 * `answered`: understood, and answered as such a user agent should. `refused`: found to be wrong, and told so with this code.
 * `dropped`: not answered, counted as `reason`. `closed`: the connection is, since nobody knows where the next message begins.
 */
export type Expectation =
  | { readonly kind: 'answered' | 'refused'; readonly code: number; readonly header?: RegExp }
  | { readonly kind: 'dropped' | 'closed'; readonly reason: string };

export interface TortureMessage {
  /** Of RFC 4475. */
  readonly section: string;
  readonly name: string;
  readonly title: string;
  readonly text: Buffer;
  readonly expected: Expectation;
}

export const answered = (code: number): Expectation => ({ kind: 'answered', code });
export const refused = (code: number, header?: RegExp): Expectation => ({
  kind: 'refused',
  code,
  ...(header && { header }),
});
export const dropped = (reason: string): Expectation => ({ kind: 'dropped', reason });
export const closed = (reason: string): Expectation => ({ kind: 'closed', reason });

/** Lines with CRLF between them; `{length}` is that of the body. The first line break after the backtick does not count. */
export function lines(head: string, body: string | Buffer = ''): Buffer {
  const content =
    typeof body === 'string' ? Buffer.from(body.replace(/^\n/, '').replaceAll('\n', '\r\n')) : body;
  const written = head
    .replace(/^\n|\n$/g, '')
    .replaceAll('{length}', String(content.length))
    .replaceAll('\n', '\r\n');
  return Buffer.concat([Buffer.from(`${written}\r\n\r\n`), content]);
}

export const SDP = `
v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.3
s=-
c=IN IP4 192.0.2.4
t=0 0
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC
`;

/** What a server does with an Authorization header, written from RFC 7616 3.4 on its own. */
import { createHash } from 'node:crypto';

/** The parameters of a Digest header, without quotes and escapes. */
export function parametersOf(header: string): Record<string, string> {
  assertDigest(header);
  const found = header.slice('Digest '.length).matchAll(/([a-z-]+)=("(?:[^"\\]|\\.)*"|[^",\s]+)(?:, |$)/g);
  return Object.fromEntries(
    Array.from(found, ([, name = '', value = '']) => [
      name,
      value.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1'),
    ]),
  );
}

/** The `response` that somebody who knows the password writes for the other parameters. */
export function expectedResponse(
  header: string,
  { hash, method, password, body = '' }: { hash: string; method: string; password: string; body?: string },
): string {
  const { username, realm, nonce, uri, qop, nc, cnonce, algorithm = '' } = parametersOf(header);
  const h = (text: string) => createHash(hash).update(text).digest('hex');
  let a1 = h(`${username}:${realm}:${password}`);
  if (algorithm.endsWith('-sess')) a1 = h(`${a1}:${nonce}:${cnonce}`);
  const a2 = qop === 'auth-int' ? h(`${method}:${uri}:${h(body)}`) : h(`${method}:${uri}`);
  return h(qop === undefined ? `${a1}:${nonce}:${a2}` : `${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}`);
}

function assertDigest(header: string): void {
  if (!header.startsWith('Digest ')) throw new Error(`no Digest credentials: ${JSON.stringify(header)}`);
}

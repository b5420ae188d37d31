/** The answer to one Digest challenge (RFC 7616 3.4; in SIP: RFC 3261 22.4 and RFC 8760). */
import { createHash } from 'node:crypto';
import type { Challenge } from './challenges.ts';

export interface DigestRequest {
  readonly method: string;
  /** The Request-URI as it stands in the request line. */
  readonly uri: string;
  readonly body: string;
}

export interface Account {
  readonly username: string;
  readonly password: string;
}

export interface ClientNonce {
  readonly cnonce: string;
  /** How often we have used the server's nonce, this time included. */
  readonly count: number;
}

/** By their names in RFC 7616 6.1, the weakest first. */
const HASHES = new Map([
  ['MD5', 'md5'],
  ['SHA-256', 'sha256'],
  ['SHA-512-256', 'sha512-256'],
]);
const NAMES = [...HASHES.keys()];

/** 0 for a challenge that we cannot answer. */
export function strengthOf({ algorithm, qop }: Challenge): number {
  const canProtect = qop.length === 0 || qop.includes('auth') || qop.includes('auth-int');
  return canProtect ? NAMES.indexOf(hashName(algorithm)) + 1 : 0;
}

/** The value of Authorization or Proxy-Authorization. The strength of the challenge must not be 0. */
export function credentialsValue(
  challenge: Challenge,
  { username, password }: Account,
  { method, uri, body }: DigestRequest,
  { cnonce, count }: ClientNonce,
): string {
  const { realm, nonce, opaque, algorithm } = challenge;
  const hash = (...parts: string[]) =>
    createHash(HASHES.get(hashName(algorithm)) ?? '')
      .update(parts.join(':'))
      .digest('hex');
  const nc = count.toString(16).padStart(8, '0');
  const qop = ['auth', 'auth-int'].find((offered) => challenge.qop.includes(offered));

  const secret = hash(username, realm, password);
  const a1 = isSession(algorithm) ? hash(secret, nonce, cnonce) : secret;
  const a2 = qop === 'auth-int' ? hash(method, uri, hash(body)) : hash(method, uri);
  const response = qop ? hash(a1, nonce, nc, cnonce, qop, a2) : hash(a1, nonce, a2);

  const parameters = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(qop || isSession(algorithm) ? [`cnonce="${cnonce}"`] : []),
    ...(qop ? [`qop=${qop}`, `nc=${nc}`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${parameters.join(', ')}`;
}

function hashName(algorithm = 'MD5'): string {
  return algorithm.toUpperCase().replace(/-SESS$/, '');
}

function isSession(algorithm: string | undefined): boolean {
  return /-sess$/i.test(algorithm ?? '');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

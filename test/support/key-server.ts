/**
 * Stands for those who sign what a bot is sent: publishes an OpenID configuration with its keys, made anew in each test, and signs
 * tokens with them. Written with node:crypto alone, so that what reads the tokens is not what has written them.
 */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Claims = Readonly<Record<string, unknown>>;

export interface SigningKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  /** Channels that it may speak for. */
  readonly endorsements: readonly string[];
}

export function makeKey(kid: string, endorsements: readonly string[] = ['msteams']): SigningKey {
  return { kid, endorsements, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

export class KeyServer {
  /** What it publishes now. */
  keys: SigningKey[] = [makeKey('key-1')];
  /** The next requests are answered with this status; undefined: with what was asked for. */
  status: number | undefined;
  /** How often its keys were read. */
  reads = 0;
  readonly #server = createServer(({ url }, res) => {
    if (url === '/keys') this.reads += 1;
    res.statusCode = this.status ?? 200;
    res.setHeader('content-type', 'application/json');
    const jwks = this.keys.map(({ kid, publicKey, endorsements }) => {
      const { n, e } = publicKey.export({ format: 'jwk' });
      return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, endorsements };
    });
    res.end(JSON.stringify(url === '/keys' ? { keys: jwks } : { jwks_uri: `${this.#origin}/keys` }));
  });

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Each name is another configuration with the same keys: the library keeps what it has read by its address. */
  configuration(name = 'openid'): string {
    return `${this.#origin}/${name}`;
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** An Authorization header, signed with RS256 by the first key unless told otherwise. */
  bearer(claims: Claims, { key = this.keys[0], header = {} }: Signing = {}): string {
    if (!key) throw new Error('no key');
    const text = signed({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header }, claims);
    return `Bearer ${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`;
  }

  /** With nobody's signature. */
  unsigned(claims: Claims, { key = this.keys[0] }: Signing = {}): string {
    return `Bearer ${signed({ alg: 'none', typ: 'JWT', kid: key?.kid }, claims)}.`;
  }

  /** With the public key, which everybody knows, in the place of a secret (RFC 8725 2.1). */
  hashed(claims: Claims, { key = this.keys[0] }: Signing = {}): string {
    const text = signed({ alg: 'HS256', typ: 'JWT', kid: key?.kid }, claims);
    const secret = key?.publicKey.export({ type: 'pkcs1', format: 'pem' }) ?? '';
    return `Bearer ${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }
}

interface Signing {
  readonly key?: SigningKey | undefined;
  readonly header?: Claims;
}

function signed(header: Claims, claims: Claims): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

import { type Contact, URI } from 'sip.js/lib/core/index.js';
import { bracketed, type HostPort } from '../transport/host-port.ts';

const USER = 'usher';

/** Where others reach us: what our Contact headers say. It moves with our connection to the server. */
export class OwnContact implements Contact {
  readonly uri: URI;
  readonly pubGruu = undefined;
  readonly tempGruu = undefined;
  #text: string;
  // Made once: each request that waits keeps it.
  #header: string;

  /** `transport` as in a URI parameter. */
  constructor(transport: string) {
    this.uri = new URI('sip', USER, '127.0.0.1', undefined, { transport });
    this.#text = `<${this.uri}>`;
    this.#header = `Contact: ${this.#text}`;
  }

  /** The header value, `<sip:usher@host:port;transport=tcp>`. */
  toString(): string {
    return this.#text;
  }

  /** The header line. */
  get header(): string {
    return this.#header;
  }

  /** The header value for a request to this address: a `sips` one has to be answered with `sips` (RFC 3261 8.1.1.8). */
  textTo({ scheme }: URI): string {
    if (scheme !== 'sips') return this.#text;
    const uri = this.uri.clone();
    uri.scheme = scheme;
    if (uri.getParam('transport') === 'tls') uri.setParam('transport', 'tcp'); // 26.2.2: sips says TLS already
    return `<${uri}>`;
  }

  /** Returns whether that is another address than before. */
  moveTo({ host, port }: HostPort): boolean {
    const before = this.#text;
    this.uri.host = bracketed(host);
    this.uri.port = port;
    this.#text = `<${this.uri}>`;
    this.#header = `Contact: ${this.#text}`;
    return before !== this.#text;
  }
}

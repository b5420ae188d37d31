/**
 * Who may connect to SIP_LISTEN. What is said on such a connection is believed as far as it fits a call of ours, so that whoever says it
 * has to be somewhere that we know: at one of SIP_ALLOWED_PEERS, or else where our server is.
 */
import { BlockList, isIP } from 'node:net';
import { ArgumentError } from '../../core/index.ts';

export interface KnownPeersOptions {
  /** Addresses and networks, `10.0.0.5`, `10.0.0.0/24`, `2001:db8::/32`; undefined: those of the server. */
  readonly allowed: readonly string[] | undefined;
  /** Without a server and a list anybody is known: the sandbox, on loopback. */
  readonly hasServer: boolean;
}

/** Addresses that are remembered so that each is logged once. */
const MAX_STRANGERS = 1_000;

export class KnownPeers {
  readonly #list: BlockList | undefined;
  readonly #hasServer: boolean;
  #server: ReadonlySet<string> = new Set();
  readonly #strangers = new Map<string, { readonly remote: { readonly host: string } }>();

  /** Throws ArgumentError `sip.peers`. */
  constructor({ allowed, hasServer }: KnownPeersOptions) {
    this.#list = allowed && listOf(allowed);
    this.#hasServer = hasServer;
  }

  /** The addresses that DNS has for the server now. */
  serverIsAt(hosts: readonly string[]): void {
    this.#server = new Set(hosts);
  }

  /** `host`: an IP address. */
  has(host: string): boolean {
    if (this.#list) return isIP(host) !== 0 && this.#list.check(host, familyOf(host));
    return !this.#hasServer || this.#server.has(host);
  }

  /** The same object for the same address, for a while. */
  stranger(host: string): { readonly remote: { readonly host: string } } {
    const known = this.#strangers.get(host);
    if (known) return known;
    if (this.#strangers.size >= MAX_STRANGERS) this.#strangers.clear();
    const stranger = { remote: { host } };
    this.#strangers.set(host, stranger);
    return stranger;
  }
}

function listOf(peers: readonly string[]): BlockList {
  const list = new BlockList();
  for (const peer of peers) {
    const [, address = '', length] = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/i.exec(peer) ?? [];
    const bits = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const prefix = Number(length ?? bits);
    if (bits === -1 || prefix > bits) {
      throw new ArgumentError('sip.peers', `SIP_ALLOWED_PEERS has no address or network: ${peer}`, { peer });
    }
    list.addSubnet(address, prefix, familyOf(address));
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/**
 * The addresses behind SIP_SERVER, in the order they are to be tried (RFC 3263 4.2, RFC 2782).
 *
 *   a port or an IP address is given, or a WebSocket URL ──► no SRV: A and AAAA of the host
 *   else SRV of _sip._tcp or _sips._tcp                  ──► its targets by priority and weight; none: A and AAAA, default port
 */
import { Resolver as DnsResolver, lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConnectError } from './connect-error.ts';
import type { HostPort } from './host-port.ts';
import { DEFAULT_PORTS, type ServerAddress } from './server-address.ts';

export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  /** The lowest goes first. */
  readonly priority: number;
  /** Among those of one priority: how often one goes first. */
  readonly weight: number;
}

/** Both reject where there is nothing. */
export interface Resolver {
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** IP addresses, in the order they are to be tried. */
  addresses(host: string): Promise<readonly string[]>;
}

/** c-ares would ask each name server four times for 5 s. */
const SRV_TIMEOUT = { timeout: 2_000, tries: 2 };

/** The system's. SRV records come from its name servers, addresses also from its hosts file. */
export const SYSTEM_RESOLVER: Resolver = {
  srv: (name) => new DnsResolver(SRV_TIMEOUT).resolveSrv(name),
  addresses: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
};

/** Rejects with ConnectError `sip.dns` where no name has an address. `random` is like Math.random. */
export async function serverTargets(
  server: ServerAddress,
  resolver: Resolver,
  random: () => number,
): Promise<readonly HostPort[]> {
  const targets: HostPort[] = [];
  let failure: unknown;
  for (const { host, port } of await hostsOf(server, resolver, random)) {
    try {
      const addresses = isIP(host) ? [host] : await resolver.addresses(host);
      targets.push(...addresses.map((address) => ({ host: address, port })));
    } catch (error) {
      failure = error;
    }
  }
  if (targets.length === 0) throw new ConnectError('dns', failure);
  return targets;
}

async function hostsOf(
  server: ServerAddress,
  resolver: Resolver,
  random: () => number,
): Promise<readonly HostPort[]> {
  const { transport, host, port } = server;
  const itself = [{ host, port: port ?? DEFAULT_PORTS[transport] }];
  const isPlain = port !== undefined || isIP(host) || host === 'localhost' || server.url !== undefined;
  if (isPlain) return itself;
  // Without an answer about SRV the address itself is the better guess: many networks have no name server that knows SRV.
  const service = transport === 'tls' ? '_sips._tcp' : '_sip._tcp';
  const records = await resolver.srv(`${service}.${host}`).catch(() => []);
  if (records.length === 0) return itself;
  // A single "." says that there is no such service (RFC 2782).
  const offered = records.filter(({ name }) => name !== '' && name !== '.');
  return inOrder(offered, random).map((record) => ({ host: record.name, port: record.port }));
}

/** By priority, and within one by lot, where a weight is the number of tickets (RFC 2782). */
export function inOrder(records: readonly SrvRecord[], random: () => number): readonly SrvRecord[] {
  const left = records.toSorted((a, b) => a.priority - b.priority);
  const ordered: SrvRecord[] = [];
  while (left.length > 0) {
    const weights = left.filter(({ priority }) => priority === left[0]?.priority).map(({ weight }) => weight);
    ordered.push(...left.splice(draw(weights, random), 1));
  }
  return ordered;
}

/** The index of one of them; those without a weight come last, and where nobody has one all are equal. */
function draw(weights: readonly number[], random: () => number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return Math.floor(random() * weights.length);
  let ticket = random() * total;
  return weights.findIndex((weight) => {
    ticket -= weight;
    return ticket < 0;
  });
}

import { isIP, type Socket } from 'node:net';
import { ArgumentError } from '../../core/index.ts';

export interface HostPort {
  /** A name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

export const DEFAULT_SIP_PORT = 5060;

/** A host as URIs and Via headers write it. */
export function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** `host:port` as URIs and Via headers write it. */
export function formatHostPort({ host, port }: HostPort): string {
  return `${bracketed(host)}:${port}`;
}

export function isWildcard({ host }: HostPort): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** Reads SIP_LISTEN, `host:port`; a missing port is 5060, port 0 lets the system choose. Throws ArgumentError `sip.listen`. */
export function parseListen(text: string): HostPort {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/i.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? DEFAULT_SIP_PORT : Number(match[3]);
  if (host === undefined || port > 65535) {
    throw new ArgumentError('sip.listen', `SIP_LISTEN is not host:port: ${text}`, { value: text });
  }
  return { host, port };
}

/** The other end of an open socket. */
export function remoteEnd({ remoteAddress, remotePort = 0 }: Socket): HostPort {
  return { host: unmapped(remoteAddress), port: remotePort };
}

/** Our end of an open socket. */
export function localEnd({ localAddress, localPort = 0 }: Socket): HostPort {
  return { host: unmapped(localAddress), port: localPort };
}

/** An IPv4 peer on a socket that also takes IPv6 shows up as ::ffff:1.2.3.4. */
function unmapped(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/** The next hop in a URI, or in the first Route of a request. */
export function hostPortOf(uri: string): HostPort | undefined {
  const match = /^<?sips?:(?:[^@>]*@)?(\[[^\]]+\]|[^;:?>\s]+)(?::(\d+))?/i.exec(uri.trim());
  if (!match?.[1]) return undefined;
  return { host: match[1].replace(/^\[|\]$/g, ''), port: match[2] ? Number(match[2]) : DEFAULT_SIP_PORT };
}

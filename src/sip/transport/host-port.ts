import { isIP } from 'node:net';
import { ArgumentError, parseAddress } from '../../core/index.ts';

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

/** Reads SIP_SERVER, `sip:host:port;transport=tcp`. Throws ArgumentError `sip.server` for other transports. */
export function parseServer(text: string): HostPort {
  const fail = (why: string) => new ArgumentError('sip.server', `SIP_SERVER: ${why}`, { value: text });
  let address: ReturnType<typeof parseAddress>;
  try {
    address = parseAddress(text);
  } catch {
    throw fail('expected sip:host:port;transport=tcp');
  }
  const transport = /(?:^|;)transport=([^;]*)/i.exec(address.parameters)?.[1]?.toLowerCase() ?? 'tcp';
  if (address.scheme !== 'sip' || transport !== 'tcp') throw fail('only TCP is spoken');
  return { host: bare(address.host), port: address.port ?? DEFAULT_SIP_PORT };
}

/** The next hop in a URI, or in the first Route of a request. */
export function hostPortOf(uri: string): HostPort | undefined {
  const match = /^<?sips?:(?:[^@>]*@)?(\[[^\]]+\]|[^;:?>\s]+)(?::(\d+))?/i.exec(uri.trim());
  if (!match?.[1]) return undefined;
  return { host: bare(match[1]), port: match[2] ? Number(match[2]) : DEFAULT_SIP_PORT };
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

import { isIP } from 'node:net';
import { ArgumentError, parseAddress } from '../../core/index.ts';

export type TransportName = 'tcp' | 'tls' | 'ws' | 'wss';

export interface ServerAddress {
  readonly transport: TransportName;
  /** A name, an IPv4 address, or an IPv6 address without brackets: also what its certificate has to name. */
  readonly host: string;
  /** Undefined: that of the SRV records, else the default of the transport. */
  readonly port: number | undefined;
  /** Where the WebSocket is asked for; undefined for TCP and TLS. */
  readonly url: string | undefined;
}

/** Where there is neither a port nor an SRV record (RFC 3261 19.1.2, RFC 6455 3). */
export const DEFAULT_PORTS: Readonly<Record<TransportName, number>> = {
  tcp: 5060,
  tls: 5061,
  ws: 80,
  wss: 443,
};

export const isSecure = (transport: TransportName): boolean => transport === 'tls' || transport === 'wss';

/** As the `transport` parameter of a URI says it: over TLS or not, a WebSocket is `ws` (RFC 7118 4.2). */
export const uriTransport = (transport: TransportName): string => (transport === 'wss' ? 'ws' : transport);

/**
 * Reads SIP_SERVER: `sip:host:port;transport=tcp`, `sip:host;transport=tls`, `sips:host`, `ws://host/path`, `wss://host/path`.
 * Throws ArgumentError `sip.server`.
 */
export function parseServerAddress(text: string): ServerAddress {
  try {
    return /^wss?:/i.test(text) ? webSocketAddress(text) : sipAddress(text);
  } catch (cause) {
    throw new ArgumentError(
      'sip.server',
      `SIP_SERVER: expected sip:host:port;transport=tcp, sips:host, ws://… or wss://…: ${text}`,
      { value: text },
      { cause },
    );
  }
}

function sipAddress(text: string): ServerAddress {
  const { scheme, host, port, parameters } = parseAddress(text);
  const given = /(?:^|;)transport=([^;]*)/i.exec(parameters)?.[1]?.toLowerCase();
  const transport = scheme === 'sips' && (given === undefined || given === 'tcp') ? 'tls' : (given ?? 'tcp');
  if (scheme === 'tel' || (transport !== 'tcp' && transport !== 'tls')) throw new Error('no such transport');
  return { transport, host: bare(host), port, url: undefined };
}

function webSocketAddress(text: string): ServerAddress {
  const url = new URL(text);
  if (url.username || url.password || url.hash) throw new Error('neither a user nor a fragment is sent');
  const transport = url.protocol === 'wss:' ? 'wss' : 'ws';
  return {
    transport,
    host: bare(url.hostname),
    port: url.port === '' ? undefined : Number(url.port),
    url: url.href,
  };
}

function bare(host: string): string {
  const inside = host.replace(/^\[|\]$/g, '');
  return isIP(inside) === 6 ? inside : host;
}

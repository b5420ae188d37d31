import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { ConnectError, connectErrorOf, type Stage } from './connect-error.ts';
import type { HostPort } from './host-port.ts';

export interface OpenSocketOptions {
  /** For the connection, and once more for the TLS handshake. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Over TLS, where given. */
  readonly tls?: { readonly context: SecureContext; readonly serverName: string } | undefined;
}

/**
 * Connects to an IP address, over TLS with the server's certificate checked against `serverName`: the name in SIP_SERVER,
 * not that of an SRV target, which anybody could have put into the DNS (RFC 5922 4). Rejects with ConnectError.
 */
export function openSocket(target: HostPort, { timeoutMs, signal, tls }: OpenSocketOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls
      ? connectTls({
          ...target,
          secureContext: tls.context,
          ...(isIP(tls.serverName) ? { host: target.host } : { servername: tls.serverName }),
        })
      : connect({ ...target });
    let stage: Stage = 'connect';
    const late = () => socket.destroy(new ConnectError(stage === 'connect' ? 'timeout' : 'no-tls'));
    const stopped = () => socket.destroy(new ConnectError('stopped'));
    let timeout = setTimeout(late, timeoutMs);
    const settle = () => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', stopped);
    };
    signal.addEventListener('abort', stopped);
    socket.once('connect', () => {
      stage = 'handshake';
      clearTimeout(timeout);
      timeout = setTimeout(late, timeoutMs);
    });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      settle();
      resolve(socket);
    });
    // Stays: an error may come before the new owner listens.
    socket.on('error', (error) => {
      settle();
      reject(connectErrorOf(error, stage));
    });
  });
}

import { IncomingResponseMessage, type OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import type { HostPort } from '../transport/host-port.ts';

/** The real status code: that of an 18x to an INVITE is hidden from sip.js. */
export function codeOf(message: IncomingResponseMessage): number {
  const written = /^SIP\/2\.0 (\d{3})/.exec(message.data ?? '')?.[1];
  return written === undefined ? (message.statusCode ?? 0) : Number(written);
}

/** Whether nobody sent this response: sip.js or we made it because of a timeout (408) or a lost connection (503). */
export function isMadeHere(message: IncomingResponseMessage): boolean {
  return !message.hasHeader('via');
}

/** Whether it was made here because the connection is lost, or was never there. */
export function isConnectionLost(message: IncomingResponseMessage): boolean {
  return isMadeHere(message) && message.statusCode === 503;
}

/** The response that ends a request whose connection is lost. */
export function connectionLost(request: OutgoingRequestMessage): IncomingResponseMessage {
  const message = new IncomingResponseMessage();
  message.statusCode = 503;
  message.reasonPhrase = 'Connection Lost';
  message.setHeader('to', request.to.toString());
  return message;
}

/** Where the other side saw us: `received` and `rport` in our Via (RFC 3581). */
export function seenAddress(message: IncomingResponseMessage): HostPort | undefined {
  const via = message.getHeader('via') ?? '';
  const host = /;[ \t]*received=\[?([^;,\]\s]+)/i.exec(via)?.[1];
  const port = /;[ \t]*rport=(\d+)/i.exec(via)?.[1];
  return host && port ? { host, port: Number(port) } : undefined;
}

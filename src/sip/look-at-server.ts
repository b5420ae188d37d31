/** What is behind SIP_SERVER, and how it answers, for whoever wants to run Usher with it: `npm run doctor`. */
import type { TLSSocket } from 'node:tls';
import { URI } from 'sip.js/lib/core/index.js';
import { type ConnectError, connectErrorOf } from './transport/connect-error.ts';
import { formatHostPort } from './transport/host-port.ts';
import { openSocket } from './transport/open-socket.ts';
import { isSecure, parseServerAddress } from './transport/server-address.ts';
import { type Resolver, SYSTEM_RESOLVER, serverTargets } from './transport/server-targets.ts';
import { loadTlsFiles, type TlsFiles } from './transport/tls-files.ts';
import { newCallId, newTag } from './user-agent/identifiers.ts';
import { codeOf, isMadeHere } from './user-agent/responses.ts';
import { parseUri } from './user-agent/uri.ts';
import type { SipUserAgent } from './user-agent/user-agent.ts';

/** One of the addresses behind SIP_SERVER. */
export interface TargetLook {
  /** `10.0.0.5:5061` */
  readonly address: string;
  /** Why it cannot be connected to; undefined: it can. */
  readonly problem?: ConnectError;
  /** Until when its certificate is valid, where it has one. */
  readonly certificateUntil?: Date;
}

export interface LookOptions {
  /** SIP_SERVER. */
  readonly server: string;
  readonly tls?: TlsFiles;
  /** For each connection. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  readonly resolver?: Resolver;
}

/**
 * Connects to every address and says nothing there. Throws ConnectError `sip.dns` where there is none, and ArgumentError as
 * loadTlsFiles for files that cannot be used.
 */
export async function lookAtServer(options: LookOptions): Promise<readonly TargetLook[]> {
  const { tls = {}, limitMs: timeoutMs, signal, resolver = SYSTEM_RESOLVER } = options;
  const server = parseServerAddress(options.server);
  const secure = isSecure(server.transport)
    ? { context: loadTlsFiles(tls), serverName: server.host }
    : undefined;
  const targets = await serverTargets(server, resolver, Math.random);
  return await Promise.all(
    targets.map(async (target): Promise<TargetLook> => {
      const address = formatHostPort(target);
      try {
        const socket = await openSocket(target, { timeoutMs, signal, tls: secure });
        const until = secure && (socket as TLSSocket).getPeerX509Certificate()?.validTo;
        socket.destroy();
        return { address, ...(until && { certificateUntil: new Date(until) }) };
      } catch (error) {
        return { address, problem: connectErrorOf(error, 'connect') };
      }
    }),
  );
}

/** `code` of the final response; undefined: nobody has answered in time. */
export interface Answer {
  readonly code: number;
  readonly reason: string;
}

/** Asks what somebody can do, which rings nobody (RFC 3261 11). `uri` is a SIP URI. */
export function askOptions(
  userAgent: SipUserAgent,
  uri: string,
  limitMs: number,
): Promise<Answer | undefined> {
  const target = parseUri(uri);
  return ask(userAgent, 'OPTIONS', target, target, limitMs);
}

/** Asks the registrar for our contacts: a REGISTER without one proves who we are and changes nothing (RFC 3261 10.2.3). */
export function askRegistrar(userAgent: SipUserAgent, limitMs: number): Promise<Answer | undefined> {
  const { uri } = userAgent;
  return ask(userAgent, 'REGISTER', new URI(uri.scheme, '', uri.host, uri.port), uri, limitMs);
}

function ask(
  { core, uri: from, contactHeaders }: SipUserAgent,
  method: 'OPTIONS' | 'REGISTER',
  target: URI,
  to: URI,
  limitMs: number,
): Promise<Answer | undefined> {
  const ids = { callId: newCallId(), fromTag: newTag() };
  const headers = method === 'OPTIONS' ? contactHeaders : [];
  const message = core.makeOutgoingRequestMessage(method, target, from, to, ids, headers);
  return new Promise((resolve) => {
    const timeout = setTimeout(() => resolve(undefined), limitMs);
    const done = ({ message: response }: { message: Parameters<typeof codeOf>[0] }) => {
      clearTimeout(timeout);
      const reason = response.reasonPhrase ?? '';
      resolve(isMadeHere(response) ? undefined : { code: codeOf(response), reason });
    };
    core.request(message, { onAccept: done, onRedirect: done, onReject: done });
  });
}

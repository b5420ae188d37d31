import type { Logger } from 'pino';
import type {
  IncomingInviteRequest,
  IncomingReferRequest,
  IncomingRequestMessage,
  UserAgentCoreDelegate,
} from 'sip.js/lib/core/index.js';
import type { Resolver } from '../transport/server-targets.ts';
import type { TransportTimers } from '../transport/sip-transport.ts';
import type { TlsFiles } from '../transport/tls-files.ts';
import type { WireObserver } from '../transport/wire-observer.ts';
import type { CallBackTarget } from './call-back.ts';

export interface SipUserAgentOptions {
  /** SIP_SERVER (server-address.ts): the outbound proxy of every request. Without: over TCP to each request's next hop. */
  readonly server?: string;
  /** SIP_TLS_CA, SIP_TLS_CERT, SIP_TLS_KEY, for a server over TLS. */
  readonly tls?: TlsFiles;
  /** SIP_URI: our own address, as in From and Referred-By. */
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  /** SIP_LISTEN, `host:port`: also take connections there, and put it into Contact. Port 0: the system chooses. */
  readonly listen?: string;
  /** SIP_ALLOWED_PEERS: who may connect there; unless given, the addresses of the server. */
  readonly allowedPeers?: readonly string[];
  /** Connections taken there at a time; 1,000. */
  readonly maxInbound?: number;
  /** SIP_MAX_CALLS: how many calls of ours there may be at a time; unless given, any number. */
  readonly maxCalls?: number;
  /** Methods in Allow. Never UPDATE: sip.js has none. */
  readonly allow?: readonly string[];
  /** Who takes requests outside a dialog, for any user; what is not taken is refused (INVITE 480, others 405). */
  readonly delegate?: UserAgentCoreDelegate;
  /** Asked about callers that our server passes on, where `delegate` takes no calls; undefined: nobody is called back. */
  readonly callBackTarget?: CallBackTarget | undefined;
  readonly log: Logger;
  /** Sees every message on the wire: a trace, a ladder. */
  readonly observe?: WireObserver | undefined;
  /** Told of each message and connection that is refused or dropped, with a stable code. */
  readonly refused?: ((reason: string) => void) | undefined;
  /** DNS; the system's unless given. */
  readonly resolver?: Resolver;
  /** Like Math.random, which it is unless given: spreads reconnects, and calls among SRV records. */
  readonly random?: () => number;
  readonly timers?: Partial<UserAgentTimers>;
}

/** Who takes invitations to conferences (invitations/invitation-inbox.ts). Answers each request it takes. */
export interface Invitations {
  takes(request: IncomingRequestMessage): boolean;
  invite(call: IncomingInviteRequest): void;
  refer(refer: IncomingReferRequest): void;
}

export interface UserAgentTimers extends TransportTimers {
  /** How long the first OPTIONS may take before Contact is made from the socket alone; 2,000. */
  readonly optionsTimeoutMs: number;
  /** How long `callBackTarget` may take; 2,000. */
  readonly callBackMs: number;
}

export const USER_AGENT_TIMERS: UserAgentTimers = {
  connectTimeoutMs: 5_000,
  optionsTimeoutMs: 2_000,
  callBackMs: 2_000,
  reconnectMinMs: 500,
  reconnectMaxMs: 30_000,
  pingMs: 30_000,
  pongMs: 10_000,
  unfinishedMs: 10_000,
  idleMs: 600_000,
};

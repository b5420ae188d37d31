import type { Logger } from 'pino';
import type { UserAgentCoreDelegate } from 'sip.js/lib/core/index.js';
import type { WireObserver } from '../transport/wire-observer.ts';

export interface SipUserAgentOptions {
  /** SIP_SERVER, `sip:host:port;transport=tcp`: the outbound proxy of every request. Without: to each request's next hop. */
  readonly server?: string;
  /** SIP_URI: our own address, as in From and Referred-By. */
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  /** SIP_LISTEN, `host:port`: also take connections there, and put it into Contact. Port 0: the system chooses. */
  readonly listen?: string;
  /** Methods in Allow. Never UPDATE: sip.js has none. */
  readonly allow?: readonly string[];
  /** Who takes requests outside a dialog, for any user; what is not taken is refused (INVITE 480, others 405). */
  readonly delegate?: UserAgentCoreDelegate;
  readonly log: Logger;
  /** Sees every message on the wire: a trace, a ladder. */
  readonly observe?: WireObserver | undefined;
  readonly timers?: Partial<UserAgentTimers>;
}

export interface UserAgentTimers {
  /** How long to wait for a TCP connection; 5,000. */
  readonly connectTimeoutMs: number;
  /** How long the first OPTIONS may take before Contact is made from the socket alone; 2,000. */
  readonly optionsTimeoutMs: number;
  /** Pause before the first attempt to connect again, doubled each time; 500. */
  readonly reconnectMinMs: number;
  /** Longest pause; 30,000. */
  readonly reconnectMaxMs: number;
}

export const USER_AGENT_TIMERS: UserAgentTimers = {
  connectTimeoutMs: 5_000,
  optionsTimeoutMs: 2_000,
  reconnectMinMs: 500,
  reconnectMaxMs: 30_000,
};

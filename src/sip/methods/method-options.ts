import type { CallJournal } from '../calls/call-journal.ts';
import type { CallTimers } from '../calls/call-timers.ts';
import type { SipUserAgent } from '../user-agent/user-agent.ts';
import type { Pacer } from './pacer.ts';

/** What all delivery methods over SIP are made of. */
export interface SipMethodOptions {
  readonly userAgent: SipUserAgent;
  readonly journal: CallJournal;
  readonly pacer: Pacer;
  /**
   * The gate before everything that is called or referred to: people (`sip:`, `sips:`, `tel:`, as they were invited) and
   * conference URIs; `as`: it is the conference of a delivery.
   */
  mayCall(uri: string, as?: 'conference'): boolean;
  /** STEP_OUT: `auto` (default) lets phones that take REFER call the conference themselves; `never` stays in the middle. */
  readonly stepOut?: 'auto' | 'never';
  /** SIP_CALLER_ID: the SIP URI that telephones are to show, where it is not that of From. */
  readonly callerId?: string | undefined;
  readonly timers?: Partial<CallTimers>;
}

import type { Logger } from 'pino';
import { type Desk, IncomingOwner, type Policy, Reception } from './desk/index.ts';
import { InvitationInbox, type SipUserAgent } from './sip/index.ts';
import type { PostgresStore } from './store/index.ts';

export interface BeingInvitedOptions {
  readonly store: PostgresStore;
  readonly desk: Desk;
  readonly policy: Policy;
  readonly userAgent: SipUserAgent;
  readonly log: Logger;
}

/** Invitations from outside, from now on: `incoming` holds those that this process can answer, people answer at `reception`. */
export function beInvited({ store, desk, policy, userAgent, log }: BeingInvitedOptions): {
  readonly incoming: IncomingOwner;
  readonly reception: Reception;
} {
  const incoming = new IncomingOwner({ store, desk, log, now: () => new Date() });
  const mayCall = (uri: string) => policy.refusal(uri) === undefined;
  new InvitationInbox({ userAgent, mayCall, log }).open((invitation) => incoming.receive(invitation));
  return { incoming, reception: new Reception({ store, policy }) };
}

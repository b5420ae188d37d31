/**
 * The SIP room: one user agent, and the ways of bringing somebody in (`DeliveryMethod` of the core).
 *
 *   const userAgent = new SipUserAgent({ server: 'sip:127.0.0.1:5060;transport=tcp', uri: 'sip:usher@example.com', log });
 *   await userAgent.start();
 *   const options = { userAgent, journal, pacer: new Pacer(5), mayCall: (uri) => policy.mayCall(uri) };
 *   const conference = new Conference({ uri, subject, methods: [new Bridge(options), new DialOut(options)] });
 *
 * The way to the wire: methods/bridge.ts → calls/invite-leg.ts → user-agent/user-agent.ts → transport/sip-transport.ts.
 */

// Commonly used: the delivery methods, and what they share
export { Bridge } from './methods/bridge.ts';
export { DialOut } from './methods/dial-out.ts';
export { Refer } from './methods/refer.ts';
export { SipConferenceServer } from './sip-conference-server.ts';

// Lync and Skype for Business, experimental: docs/lync.md
export { ConfInvite } from './lync/conf-invite.ts';
export { LyncConferenceServer } from './lync/lync-conference-server.ts';

export type { CallTimers } from './calls/call-timers.ts';
export type { SipMethodOptions } from './methods/method-options.ts';
export { Pacer } from './methods/pacer.ts';

// Conferences that are made when they are needed
export { ConferenceFactory, type ConferenceFactoryOptions } from './factory/conference-factory.ts';

// Being invited
export {
  InvitationInbox,
  type InvitationInboxOptions,
  type TakeInvitation,
} from './invitations/invitation-inbox.ts';

// The user agent: the bot connects with it, the sandbox listens with it
export { SipUserAgent } from './user-agent/user-agent.ts';
export type { CallBackTarget } from './user-agent/call-back.ts';
export type { SipUserAgentOptions, UserAgentTimers } from './user-agent/user-agent-options.ts';
export { Registration, type RegistrationState } from './user-agent/registration.ts';

// Looking whether it would work: npm run doctor
export {
  type Answer,
  askOptions,
  askRegistrar,
  lookAtServer,
  type TargetLook,
} from './look-at-server.ts';
export { parseListen } from './transport/host-port.ts';

// Seeing what is on the wire
export { Ladder, type Parties } from './trace/ladder.ts';
export { TraceFile, type TraceFileOptions } from './trace/trace-file.ts';
export type { WireMessage, WireObserver } from './transport/wire-observer.ts';

// What the store keeps of each call leg, and what a successor does with it
export type { CallJournal, LegRecord } from './calls/call-journal.ts';
export { type RecoveryOptions, type RecoveryResult, recoverCall } from './recovery.ts';

// For those who speak SIP beside us: the sandbox
export { codeOf, isMadeHere } from './user-agent/responses.ts';
export { parseUri } from './user-agent/uri.ts';
